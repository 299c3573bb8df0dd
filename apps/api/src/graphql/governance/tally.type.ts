import { Field, Int, ObjectType } from '@nestjs/graphql';
import { decideOutcome } from '@rochdale/voting';
import type { ProposalView, TallyView } from '@rochdale/governance';
import type { DecisionRule, StanceWeights } from '@rochdale/voting';
import { BigIntScalar } from '../kit/scalars.js';
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

  @Field(() => BigIntScalar, { description: 'Their weight.' })
  castWeight!: bigint;

  @Field(() => BigIntScalar, { description: 'The weight of everybody who may vote.' })
  electorateWeight!: bigint;

  @Field(() => [StanceTallyType], {
    nullable: true,
    description: 'By stance; null while a secret vote is open.',
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
}

function weightsOf(byStance: NonNullable<TallyView['byStance']>): StanceWeights {
  return {
    agree: byStance.agree.weight,
    abstain: byStance.abstain.weight,
    disagree: byStance.disagree.weight,
    block: byStance.block.weight,
  };
}

function stancesOf(rule: DecisionRule, byStance: NonNullable<TallyView['byStance']>) {
  return rule.stances.map((stance) => ({ stance, ...byStance[stance] }));
}

/** The tally of a proposal whose voting has opened. */
export function toTally(proposal: ProposalView, tally: TallyView): TallyType | null {
  const { rule, electorateWeight, activeMembersWeight } = proposal;
  if (electorateWeight === null || activeMembersWeight === null) return null;
  const { ballots, castWeight, byStance } = tally;
  const shown = { ballots, castWeight, electorateWeight };
  if (byStance === null) {
    const hidden = { stances: null, quorum: null, agreement: null, blockStands: null };
    return { ...shown, ...hidden, outcomeNow: null, reason: null };
  }
  const counts = weightsOf(byStance);
  const verdict = decideOutcome(rule, counts, { electorateWeight, activeMembersWeight });
  const { figures } = verdict;
  return {
    ...shown,
    stances: stancesOf(rule, byStance),
    quorum:
      rule.quorum === null
        ? null
        : {
            weight: figures.quorumWeight,
            neededWeight: figures.quorumNeededWeight,
            reached: figures.quorumReached,
          },
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
    outcomeNow: proposal.outcome ?? verdict.outcome,
    reason: proposal.outcomeReason ?? verdict.reason,
  };
}
