import { count, Rational, stanceElection } from '@rochdale/tally';
import type { DecisionRule, Denominator, Stance, Threshold } from '../rule/decision-rule.js';
import { stanceNames } from '../rule/decision-rule.js';

/** What a count can come to. */
export const outcomeNames = ['passed', 'rejected', 'no-quorum', 'tied'] as const;
export type Outcome = (typeof outcomeNames)[number];

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
  | 'exactly-at-threshold'
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

/** The smallest weight that makes the quorum; 0 where there is none. */
export function quorumNeeded(rule: DecisionRule, size: ElectorateSize): bigint {
  const share = Rational.parse(rule.quorum?.share ?? '0/1');
  if (rule.quorum === null || share === null) return 0n;
  return share.mul(Rational.of(baseWeight(rule.quorum.of, noBallots, size))).ceil();
}

export function countsForQuorum(rule: DecisionRule, stance: Stance): boolean {
  return !(rule.quorum?.counts === 'ballots-minus-abstentions' && stance === 'abstain');
}

/** What the counting library calls our denominators; a whole body goes in as its electorate. */
const tallyDenominators: Readonly<Record<Denominator, string>> = {
  electorate: 'electorate',
  'active-members': 'electorate',
  cast: 'cast',
  'cast-minus-abstentions': 'cast-less-abstentions',
};

type ThresholdVerdict = 'passed' | 'rejected' | 'blocked' | 'no quorum' | 'tied';

/** The count itself, by the same method with which anybody can count again from a file. */
function countThreshold(
  rule: DecisionRule,
  agree: Threshold,
  counts: StanceWeights,
  size: ElectorateSize,
  quorumShare: string,
): ThresholdVerdict {
  const body = agree.of === 'active-members' ? agree.of : (rule.quorum?.of ?? 'electorate');
  const ballots = stanceNames
    .filter((stance) => counts[stance] > 0n)
    .map((stance) => [counts[stance], stance] as const);
  const result = count(stanceElection('proposal', ballots), {
    method: 'stance',
    variant: 'threshold',
    options: {
      threshold: agree.share,
      strict: agree.strict,
      denominator: tallyDenominators[agree.of],
      electorate: baseWeight(body, counts, size).toString(),
      quorum: quorumShare,
      'quorum-counts': countsForQuorum(rule, 'abstain') ? 'cast' : 'cast-less-abstentions',
      'lift-blocks-at': rule.blocks?.liftedAtShare ?? null,
    },
  });
  return result.figures?.['verdict'] as ThresholdVerdict;
}

function figuresOf(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): Omit<OutcomeFigures, 'agreementReached' | 'blockStands'> {
  const cast = castWeight(counts);
  const quorumWeight = countsForQuorum(rule, 'abstain') ? cast : cast - counts.abstain;
  const quorumNeededWeight = quorumNeeded(rule, size);
  const agreement = rule.decision.kind === 'threshold' ? rule.decision.agree : null;
  return {
    castWeight: cast,
    agreeBaseWeight: baseWeight(agreement?.of ?? 'cast', counts, size),
    quorumWeight,
    quorumNeededWeight,
    quorumReached: quorumWeight >= quorumNeededWeight,
  };
}

const thresholdOutcomes: Readonly<Record<ThresholdVerdict, readonly [Outcome, OutcomeReason]>> = {
  passed: ['passed', 'agreement-reached'],
  rejected: ['rejected', 'agreement-not-reached'],
  blocked: ['rejected', 'block-stands'],
  'no quorum': ['no-quorum', 'quorum-not-reached'],
  tied: ['tied', 'exactly-at-threshold'],
};

/**
 * The outcome of a count under a frozen rule, in the order in which the rules ask: quorum, blocks,
 * agreement (or objections). Agreement exactly at a threshold that has to be exceeded is a tie, and
 * reported as such; who breaks it is another question.
 */
export function decideOutcome(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): Verdict {
  return rule.decision.kind === 'lazy'
    ? decideLazy(rule, rule.decision.objectionsToReject, counts, size)
    : decideThreshold(rule, rule.decision.agree, counts, size);
}

function decideThreshold(
  rule: DecisionRule,
  agree: Threshold,
  counts: StanceWeights,
  size: ElectorateSize,
): Verdict {
  const share = rule.quorum?.share ?? '0';
  const [outcome, reason] = thresholdOutcomes[countThreshold(rule, agree, counts, size, share)];
  // How it stands apart from the quorum, for those who watch it.
  const apart = countThreshold(rule, agree, counts, size, '0');
  return {
    outcome,
    reason,
    figures: {
      ...figuresOf(rule, counts, size),
      agreementReached: apart === 'passed',
      blockStands: apart === 'blocked',
    },
  };
}

function decideLazy(
  rule: DecisionRule,
  objectionsToReject: number,
  counts: StanceWeights,
  size: ElectorateSize,
): Verdict {
  const figures = {
    ...figuresOf(rule, counts, size),
    agreementReached: false,
    blockStands: counts.block > 0n,
  };
  const objections = counts.disagree + counts.block;
  if (!figures.quorumReached) {
    return { outcome: 'no-quorum', reason: 'quorum-not-reached', figures };
  }
  return objections >= BigInt(objectionsToReject)
    ? { outcome: 'rejected', reason: 'objections', figures }
    : { outcome: 'passed', reason: 'no-sufficient-objection', figures };
}
