import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { ProposalView, TallyView } from '@rochdale/governance';
import { canonicalJson } from '@rochdale/platform';
import { countVote, decideOutcome, isStancesRule, stanceWeights } from '@rochdale/voting';
import type { ElectorateSize, StancesRule, VoteRule } from '@rochdale/voting';
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

@ObjectType('QuorumTally', { description: 'How far the quorum is.' })
export class QuorumTallyType {
  @Field(() => BigIntScalar, { description: 'The weight that takes part.' })
  weight!: bigint;

  @Field(() => BigIntScalar, { description: 'The weight that has to.' })
  neededWeight!: bigint;

  @Field(() => Boolean, { description: 'Whether it is reached.' })
  reached!: boolean;
}

@ObjectType('AgreementTally', { description: 'How far agreement is.' })
export class AgreementTallyType {
  @Field(() => ThresholdType, { description: 'How large a share has to agree.' })
  threshold!: ThresholdType;

  @Field(() => BigIntScalar, { description: 'The weight that agrees.' })
  weight!: bigint;

  @Field(() => BigIntScalar, { description: 'The weight that it is a share of.' })
  ofWeight!: bigint;

  @Field(() => Boolean, { description: 'Whether the share is reached.' })
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

  @Field(() => BigIntScalar, { description: 'The weight of everybody who may vote.' })
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
    description: 'What the count would come to now; null while it is secret.',
  })
  outcomeNow!: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule settles it so, as a code.' })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The whole count as canonical JSON in the shape of its ballot kind; null while it is secret.',
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

function decidedByStances(
  rule: VoteRule & StancesRule,
  groups: Groups,
  size: ElectorateSize,
): Decided {
  const counts = stanceWeights(groups);
  const { outcome, reason, figures } = decideOutcome(rule, counts, size);
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
            weight: counts.agree,
            ofWeight: figures.agreeBaseWeight,
            reached: figures.agreementReached,
          },
    blockStands: figures.blockStands,
    outcomeNow: outcome,
    reason,
  };
}

function decidedBy(rule: VoteRule, groups: Groups, size: ElectorateSize): Decided {
  if (isStancesRule(rule)) return decidedByStances(rule, groups, size);
  const { outcome, reason } = countVote(rule, groups, size, null);
  return { ...nothing, outcomeNow: outcome, reason };
}

/** The tally of a proposal whose voting has opened. */
export function toTally(proposal: ProposalView, tally: TallyView): TallyType | null {
  const { rule, electorateWeight, activeMembersWeight, lotSeed } = proposal;
  if (electorateWeight === null || activeMembersWeight === null) return null;
  const { ballots, castWeight, groups } = tally;
  const shown = { ballots, castWeight, electorateWeight };
  if (groups === null) return { ...shown, ...nothing, countJson: null };
  const size = { electorateWeight, activeMembersWeight };
  const decided = decidedBy(rule, groups, size);
  return {
    ...shown,
    ...decided,
    outcomeNow: proposal.outcome ?? decided.outcomeNow,
    reason: proposal.outcomeReason ?? decided.reason,
    get countJson() {
      return canonicalJson(countVote(rule, groups, size, lotSeed).count);
    },
  };
}
