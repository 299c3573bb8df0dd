import { count, stanceElection } from '@rochdale/tally';
import type { ElectorateSize, VoteRule } from '../../rule/vote-rule.js';
import { quorumNeeded } from '../../rule/vote-rule.js';
import type { Outcome, Reading } from '../ballot-kind.js';
import { presentReading } from '../ballot-kind.js';
import type { Denominator, StancesRule, StanceWeights, Threshold } from './stances.js';
import { stanceNames } from './stances.js';

type Rule = VoteRule & StancesRule;

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

export interface StanceVerdict {
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

function abstentionsMakeQuorum({ quorum }: Rule): boolean {
  return quorum?.counts !== 'ballots-minus-abstentions';
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
  rule: Rule,
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
      'quorum-counts': abstentionsMakeQuorum(rule) ? 'cast' : 'cast-less-abstentions',
      'lift-blocks-at': rule.blocks?.liftedAtShare ?? null,
    },
  });
  return result.figures?.['verdict'] as ThresholdVerdict;
}

function figuresOf(
  rule: Rule,
  counts: StanceWeights,
  size: ElectorateSize,
): Omit<OutcomeFigures, 'agreementReached' | 'blockStands'> {
  const cast = castWeight(counts);
  const quorumWeight = abstentionsMakeQuorum(rule) ? cast : cast - counts.abstain;
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
 * agreement (or objections). Equal sides, at a threshold that has to be exceeded, are a tie, and
 * reported as such; who breaks it is another question.
 */
export function decideOutcome(
  rule: Rule,
  counts: StanceWeights,
  size: ElectorateSize,
  reading: Reading = presentReading,
): StanceVerdict {
  if (rule.decision.kind === 'lazy') {
    return decideLazy(rule, rule.decision.objectionsToReject, counts, size, reading);
  }
  const verdict = decideThreshold(rule, rule.decision.agree, counts, size);
  const isTie = reading === 1 || counts.agree === counts.disagree + counts.block;
  return verdict.outcome !== 'tied' || isTie
    ? verdict
    : { ...verdict, outcome: 'rejected', reason: 'agreement-not-reached' };
}

function decideThreshold(
  rule: Rule,
  agree: Threshold,
  counts: StanceWeights,
  size: ElectorateSize,
): StanceVerdict {
  const share = rule.quorum?.share ?? '0';
  const verdict = countThreshold(rule, agree, counts, size, share);
  const [outcome, reason] = thresholdOutcomes[verdict];
  // How it stands apart from the quorum, for those who watch it.
  const apart = verdict === 'no quorum' ? countThreshold(rule, agree, counts, size, '0') : verdict;
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
  rule: Rule,
  objectionsToReject: number,
  counts: StanceWeights,
  size: ElectorateSize,
  reading: Reading,
): StanceVerdict {
  const figures = {
    ...figuresOf(rule, counts, size),
    agreementReached: false,
    blockStands: counts.block > 0n,
  };
  const objections = counts.disagree + counts.block;
  if (!figures.quorumReached) {
    return { outcome: 'no-quorum', reason: 'quorum-not-reached', figures };
  }
  // However many objections it takes: who blocks says that it must not be done.
  if (reading !== 1 && figures.blockStands) {
    return { outcome: 'rejected', reason: 'block-stands', figures };
  }
  return objections >= BigInt(objectionsToReject)
    ? { outcome: 'rejected', reason: 'objections', figures }
    : { outcome: 'passed', reason: 'no-sufficient-objection', figures };
}
