import {
  ProposalAmended,
  ProposalCancelled,
  ProposalClosed,
  ProposalExecuted,
  ProposalOpened,
  ProposalWithheld,
} from '@rochdale/governance';
import { BallotCast, BallotTakenBack, ProposalExtended } from '@rochdale/voting';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { namedRule } from '@rochdale/governance';
import type { NamesOfCandidates, ProposalView, TallyView } from '@rochdale/governance';
import { canonicalJson } from '@rochdale/platform';
import {
  asDecided,
  ballotKindOf,
  countOnce,
  countVote,
  decideOutcome,
  isStancesRule,
  presentReading,
  stanceWeights,
} from '@rochdale/voting';
import type { ElectorateSize, StancesRule, StanceVerdict, VoteRule } from '@rochdale/voting';
import { BigIntScalar } from '../kit/value/scalars.js';
import { OutcomeEnum, StanceEnum } from './decision.type.js';
import { ThresholdType } from './policy.type.js';

@ObjectType('StanceTally', { description: 'How many took one stance.' })
export class StanceTallyType {
  @Field(() => StanceEnum, { description: 'The stance.' })
  stance!: string;

  @Field(() => Int, { description: 'Ballots.' })
  ballots!: number;

  @Field(() => BigIntScalar, { description: 'Their weight.' })
  weight!: bigint;
}

/** What is told of sizes to whom; beside the list of members they would tell who pauses. */
const asTold =
  'Auditors, administrators, membership officers and treasurers are told it exactly, ' +
  'others as if nobody paused or was in arrears';

@ObjectType('QuorumTally', { description: 'How far the quorum is.' })
export class QuorumTallyType {
  @Field(() => BigIntScalar, { description: 'The weight that takes part.' })
  weight!: bigint;

  @Field(() => BigIntScalar, {
    description: `The weight that has to. ${asTold}, so that fewer may be enough.`,
  })
  neededWeight!: bigint;

  @Field(() => Boolean, {
    description:
      'Whether it is reached: by `neededWeight` while voting is open, and then as it was counted.',
  })
  reached!: boolean;
}

@ObjectType('AgreementTally', { description: 'How far agreement is.' })
export class AgreementTallyType {
  @Field(() => ThresholdType, { description: 'How large a share has to agree.' })
  threshold!: ThresholdType;

  @Field(() => BigIntScalar, { description: 'The weight that agrees.' })
  weight!: bigint;

  @Field(() => BigIntScalar, {
    description: `The weight that it is a share of. ${asTold}.`,
  })
  ofWeight!: bigint;

  @Field(() => Boolean, {
    description:
      'Whether the share is reached: by `ofWeight` while voting is open, and then as it was ' +
      'counted.',
  })
  reached!: boolean;
}

@ObjectType('Tally', { description: 'The count of the current ballots.' })
export class TallyType {
  @Field(() => Int, { description: 'Current ballots.' })
  ballots!: number;

  @Field(() => BigIntScalar, {
    description:
      'Their weight; while a secret vote is open each counts one, or weights would say who voted.',
  })
  castWeight!: bigint;

  @Field(() => BigIntScalar, {
    description: `The weight of everybody who may vote. ${asTold}.`,
  })
  electorateWeight!: bigint;

  @Field(() => [StanceTallyType], {
    nullable: true,
    description: 'By stance; null while a secret vote is open, and where stances are not the way.',
  })
  stances!: StanceTallyType[] | null;

  @Field(() => QuorumTallyType, {
    nullable: true,
    description:
      'Against the quorum; null where there is none, or while it would give a secret away.',
  })
  quorum!: QuorumTallyType | null;

  @Field(() => AgreementTallyType, {
    nullable: true,
    description: 'Against the threshold; null where silence is consent, and while it is secret.',
  })
  agreement!: AgreementTallyType | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a block stands as things are; null while it is secret.',
  })
  blockStands!: boolean | null;

  @Field(() => OutcomeEnum, {
    nullable: true,
    description:
      'What the count would come to now, by the sizes told; then what it came to, by the sizes ' +
      'as they were. Null while it is secret.',
  })
  outcomeNow!: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule settles it so, as a code.' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The whole count as canonical JSON in the shape of its ballot kind, by the sizes told and ' +
      'with candidates as the viewer may see them; null while it is secret.',
  })
  countJson!: string | null;
}

type Groups = NonNullable<TallyView['groups']>;

function stancesOf({ stances }: StancesRule, groups: Groups): StanceTallyType[] {
  const found = new Map(groups.map((group) => [group.mark, group]));
  return stances.map((stance) => {
    const { ballots = 0, weight = 0n } = found.get(stance) ?? {};
    return { stance, ballots, weight };
  });
}

type Decided = Omit<TallyType, 'ballots' | 'castWeight' | 'electorateWeight' | 'countJson'>;

const nothing: Decided = {
  stances: null,
  quorum: null,
  agreement: null,
  blockStands: null,
  outcomeNow: null,
  reason: null,
};

/** What it came to, once it is decided. */
type Decision = Parameters<typeof asDecided>[2];

function figuresOf(
  rule: VoteRule & StancesRule,
  groups: Groups,
  size: ElectorateSize,
  decision: Decision | null,
): StanceVerdict {
  const verdict = decideOutcome(rule, stanceWeights(groups), size);
  if (decision === null) return verdict;
  return { ...verdict, figures: asDecided(rule, verdict.figures, decision) };
}

function decidedByStances(
  rule: VoteRule & StancesRule,
  groups: Groups,
  { outcome, reason, figures }: StanceVerdict,
): Decided {
  const { quorumWeight, quorumNeededWeight, quorumReached } = figures;
  const quorum = {
    weight: quorumWeight,
    neededWeight: quorumNeededWeight,
    reached: quorumReached,
  };
  return {
    stances: stancesOf(rule, groups),
    quorum: rule.quorum === null ? null : quorum,
    agreement:
      rule.decision.kind === 'lazy'
        ? null
        : {
            threshold: rule.decision.agree,
            weight: stanceWeights(groups).agree,
            ofWeight: figures.agreeBaseWeight,
            reached: figures.agreementReached,
          },
    blockStands: figures.blockStands,
    outcomeNow: outcome,
    reason,
  };
}

type Counted = Decided & Pick<TallyType, 'countJson'>;

/** What of a vote is told beside its ballots: once it is decided, and of candidates to whom. */
interface Told {
  readonly lotSeed: string | null;
  readonly decision: Decision | null;
  readonly names: NamesOfCandidates;
  /** Options that could not win any more when it closed. */
  readonly leftOut: readonly number[];
}

/** By the sizes that the viewer is told; what is decided was by the sizes themselves. */
function countedBy(
  rule: VoteRule,
  groups: Groups,
  size: ElectorateSize,
  { lotSeed, decision, names, leftOut }: Told,
): Counted {
  if (isStancesRule(rule)) {
    const verdict = figuresOf(rule, groups, size, decision);
    return {
      ...decidedByStances(rule, groups, verdict),
      get countJson() {
        return canonicalJson({ ...stanceWeights(groups), figures: verdict.figures });
      },
    };
  }
  const { outcome, reason } = countOnce(rule, groups, size, leftOut);
  return {
    ...nothing,
    outcomeNow: outcome,
    reason,
    get countJson() {
      const named = namedRule(rule, names);
      const { count } = countVote(named, groups, size, lotSeed, presentReading, leftOut);
      const told = decision && ballotKindOf(named).asDecided?.(count, decision, named);
      return canonicalJson(told ?? count);
    },
  };
}

/** The tally of a proposal whose voting has opened. */
export function toTally(
  proposal: ProposalView,
  tally: TallyView,
  names: NamesOfCandidates,
): TallyType | null {
  const { rule, electorateWeight, activeMembersWeight, lotSeed, outcome } = proposal;
  if (electorateWeight === null || activeMembersWeight === null) return null;
  const { ballots, castWeight, groups, silentWeight } = tally;
  const shown = { ballots, castWeight, electorateWeight };
  if (groups === null) return { ...shown, ...nothing, countJson: null };
  const decision = outcome === null ? null : { outcome, reason: proposal.outcomeReason };
  const size = {
    electorateWeight: electorateWeight - silentWeight,
    activeMembersWeight: activeMembersWeight - silentWeight,
  };
  const told = { lotSeed, decision, names, leftOut: proposal.leftOut ?? [] };
  return Object.assign(countedBy(rule, groups, size, told), {
    ...shown,
    ...(decision === null ? {} : { outcomeNow: outcome, reason: decision.reason }),
  });
}

/** After which facts a watcher looks again. */
export const tallyFacts: readonly string[] = [
  BallotCast,
  BallotTakenBack,
  ProposalAmended,
  ProposalCancelled,
  ProposalClosed,
  ProposalExecuted,
  ProposalExtended,
  ProposalOpened,
  ProposalWithheld,
].map(({ type }) => type);
