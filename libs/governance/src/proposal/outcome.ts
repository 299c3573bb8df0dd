import { Rational } from '@rochdale/tally';
import type { DecisionRule, Denominator, Stance } from '../policy/decision-rule.js';
import type { Outcome } from './lifecycle.js';

/** Weight of the current ballots by stance. */
export type StanceWeights = Readonly<Record<Stance, bigint>>;

/** Sizes that were fixed when voting opened, by weight. */
export interface ElectorateSize {
  readonly electorateWeight: bigint;
  readonly activeMembersWeight: bigint;
}

/** Why it came out so: the rule that settled it. */
export type OutcomeReason =
  | 'agreement-reached'
  | 'agreement-not-reached'
  | 'quorum-not-reached'
  | 'block-stands'
  | 'no-sufficient-objection'
  | 'objections'
  | 'equal-sides'
  | 'lot-drawn';

export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: OutcomeReason;
  readonly figures: OutcomeFigures;
}

/** The numbers behind a verdict; shown beside the thresholds. Weights, exact. */
export interface OutcomeFigures {
  readonly castWeight: bigint;
  readonly agreeBaseWeight: bigint;
  readonly quorumWeight: bigint;
  readonly quorumNeededWeight: bigint;
  readonly quorumReached: boolean;
  readonly agreementReached: boolean;
  readonly blockStands: boolean;
}

export const noBallots: StanceWeights = { agree: 0n, abstain: 0n, disagree: 0n, block: 0n };

function castWeight({ agree, abstain, disagree, block }: StanceWeights): bigint {
  return agree + abstain + disagree + block;
}

function baseWeight(of: Denominator, counts: StanceWeights, size: ElectorateSize): bigint {
  const bases: Readonly<Record<Denominator, bigint>> = {
    electorate: size.electorateWeight,
    'active-members': size.activeMembersWeight,
    cast: castWeight(counts),
    'cast-minus-abstentions': castWeight(counts) - counts.abstain,
  };
  return bases[of];
}

function fraction(text: string): Rational {
  const value = Rational.parse(text);
  if (value === null) throw new RangeError(`${text} is not a fraction`);
  return value;
}

/** Whether `part` of `whole` reaches the share. A share of nothing is never reached. */
function reaches(part: bigint, whole: bigint, share: string, strict: boolean): boolean {
  if (whole === 0n) return false;
  const order = Rational.of(part, whole).compare(fraction(share));
  return strict ? order > 0 : order >= 0;
}

/** The smallest weight that makes the quorum; 0 where there is none. */
export function quorumNeeded(rule: DecisionRule, size: ElectorateSize): bigint {
  if (rule.quorum === null) return 0n;
  const whole = baseWeight(rule.quorum.of, noBallots, size);
  return fraction(rule.quorum.share).mul(Rational.of(whole)).ceil();
}

export function countsForQuorum(rule: DecisionRule, stance: Stance): boolean {
  return !(rule.quorum?.counts === 'ballots-minus-abstentions' && stance === 'abstain');
}

function figuresOf(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): OutcomeFigures {
  const cast = castWeight(counts);
  const quorumWeight = countsForQuorum(rule, 'abstain') ? cast : cast - counts.abstain;
  const quorumNeededWeight = quorumNeeded(rule, size);
  const agreement = rule.decision.kind === 'threshold' ? rule.decision.agree : null;
  const agreeBaseWeight = baseWeight(agreement?.of ?? 'cast', counts, size);
  const lifting = rule.blocks?.liftedAtShare ?? null;
  const liftBase = baseWeight(rule.blocks?.of ?? 'cast', counts, size);
  return {
    castWeight: cast,
    agreeBaseWeight,
    quorumWeight,
    quorumNeededWeight,
    quorumReached: quorumWeight >= quorumNeededWeight,
    agreementReached:
      agreement !== null &&
      reaches(counts.agree, agreeBaseWeight, agreement.share, agreement.strict),
    blockStands:
      counts.block > 0n && (lifting === null || !reaches(counts.agree, liftBase, lifting, false)),
  };
}

/** Equal and not empty sides are a tie where half would have been enough, or nearly. */
function isTied(rule: DecisionRule, counts: StanceWeights): boolean {
  if (rule.decision.kind !== 'threshold' || counts.agree === 0n) return false;
  const half = fraction(rule.decision.agree.share).compare(Rational.of(1, 2)) <= 0;
  return half && counts.agree === counts.disagree + counts.block;
}

/**
 * The outcome of a count under a frozen rule, in the order in which the rules ask: quorum, blocks,
 * agreement (or objections), ties. A tie is reported as such; who breaks it is another question.
 */
export function decideOutcome(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): Verdict {
  const figures = figuresOf(rule, counts, size);
  const verdict = (outcome: Outcome, reason: OutcomeReason): Verdict => ({
    outcome,
    reason,
    figures,
  });
  if (!figures.quorumReached) return verdict('no-quorum', 'quorum-not-reached');
  if (figures.blockStands) return verdict('rejected', 'block-stands');
  if (rule.decision.kind === 'lazy') {
    const objections = counts.disagree + counts.block;
    return objections >= BigInt(rule.decision.objectionsToReject)
      ? verdict('rejected', 'objections')
      : verdict('passed', 'no-sufficient-objection');
  }
  if (figures.agreementReached) return verdict('passed', 'agreement-reached');
  return isTied(rule, counts)
    ? verdict('tied', 'equal-sides')
    : verdict('rejected', 'agreement-not-reached');
}
