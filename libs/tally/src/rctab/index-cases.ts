import type { CaseRule, IndexCase } from '../index-case/case-rule.js';
import { paramText } from '../index-case/case-rule.js';
import type { CountRequest, RawOptions } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';

const overvotes: Readonly<Record<string, string>> = {
  alwaysSkipToNextRank: 'skip',
  exhaustImmediately: 'exhaust',
  exhaustIfMultipleContinuing: 'exhaust-if-multiple-continuing',
};

/**
 * RCTab's ways to break ties. Its random numbers and questions to people cannot be repeated, so
 * what they leave open goes by candidate order, and the result says so.
 */
const ties: Readonly<Record<string, string>> = {
  useCandidateOrder: 'candidate-order',
  random: 'candidate-order',
  stopCountingAndAsk: 'candidate-order',
  generatePermutation: 'candidate-order',
  previousRoundCountsThenRandom: 'previous-rounds,candidate-order',
  previousRoundCountsThenAsk: 'previous-rounds,candidate-order',
};

const modes: Readonly<Record<string, readonly string[]>> = {
  singleWinnerMajority: ['irv'],
  multiWinnerAllowMultipleWinnersPerRound: ['stv-rctab-wigm'],
  multiWinnerAllowOnlyOneWinnerPerRound: ['stv-rctab-wigm-one-per-round'],
  bottomsUp: ['bottoms-up'],
  bottomsUpUsingPercentageThreshold: ['bottomsUpUsingPercentageThreshold'],
};

function named(
  params: IndexCase['params'],
  name: string,
  known: Readonly<Record<string, string>>,
): string {
  const text = paramText(params, name) ?? '';
  if (Object.hasOwn(known, text)) return known[text] as string;
  throw new TallyError('OPTION_INVALID', `${name} '${text}' is not known`);
}

/** A number, or null for RCTab's words for "no limit". */
function limit(params: IndexCase['params'], name: string): string | null {
  const text = paramText(params, name) ?? 'max';
  return text === 'max' || text === 'unlimited' ? null : text;
}

function request(indexCase: IndexCase): CountRequest {
  const { method, variant, params } = indexCase;
  const mode = paramText(params, 'winnerElectionMode') ?? '';
  if (!modes[mode]?.includes(variant)) {
    throw new TallyError('OPTION_INVALID', `winnerElectionMode '${mode}' is not ${variant}`);
  }
  const on = (name: string): boolean => params[name] === true || params[name] === 'true';
  const options: RawOptions = {
    overvotes: named(params, 'overvoteRule', overvotes),
    'skipped-ranks': limit(params, 'maxSkippedRanksAllowed'),
    'max-rankings': limit(params, 'maxRankingsAllowed'),
    'exhaust-on-duplicate': on('exhaustOnDuplicateCandidate'),
    digits: paramText(params, 'decimalPlacesForVoteArithmetic') ?? '4',
    'fractional-threshold': on('nonIntegerWinningThreshold'),
    hare: on('hareQuota'),
    batch: on('batchElimination'),
    'until-two': on('continueUntilTwoCandidatesRemain'),
    'first-round-threshold': on('doesFirstRoundDetermineThreshold'),
    'minimum-votes': paramText(params, 'minimumVoteThreshold') ?? '0',
    tie: named(params, 'tiebreakMode', ties),
  };
  return { method, variant, options };
}

/** The cases that were counted by RCTab. */
export const rctabCases: readonly CaseRule[] = [
  { method: 'irv', variants: ['irv'], request },
  { method: 'stv', variants: ['stv-rctab-wigm', 'stv-rctab-wigm-one-per-round'], request },
  {
    method: 'bottoms-up',
    variants: ['bottoms-up', 'bottomsUpUsingPercentageThreshold'],
    request,
  },
];
