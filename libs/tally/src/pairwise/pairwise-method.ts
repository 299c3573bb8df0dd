import type { CountingMethod } from '../method/counting-method.js';
import { makeOutcome, makeResult } from '../method/make-result.js';
import type { Finding } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import type { RankedBallots } from '../model/ballots.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { Outcome, TieRecord } from '../model/result.js';
import { trueWeight } from '../model/weights.js';
import { coWinnersOption, decisiveStep, seatsByRanking } from '../seating/seats-by-ranking.js';
import { TieBreaker } from '../ties/tie-breaker.js';
import { condorcetWinnerOf, pairwiseMatrixOf, smithSetOf, submatrixOf } from './matrix.js';
import type { PairwiseMatrix } from './matrix.js';

/** A ranking in groups of equals, best first. */
export type Ranking = readonly (readonly number[])[];

/** What every pairwise method looks at: the matrix of those who stand, and their indexes. */
export interface PairwiseCount {
  readonly election: Election;
  readonly standing: readonly number[];
  readonly matrix: PairwiseMatrix;
  readonly full: PairwiseMatrix;
}

/** What a rule makes of the matrix. Rankings are by place in the matrix. */
export interface PairwiseFinding {
  /** The ranking; or every acceptable one, where the rule itself leaves several. */
  readonly rankings: readonly Ranking[];
  /** False if there are more than those; left out, they are all. */
  readonly complete?: boolean;
  /** One of several rankings, by an order of the places. */
  readonly rankingBy?: (order: readonly number[]) => Ranking;
  /** Further parts of the result, which may depend on the ranking that was taken. */
  readonly explain: (ranking: Ranking) => Pick<Finding, 'figures' | 'totals' | 'account'>;
}

/** What a ballot says of the candidates it leaves out. */
export const unrankedOption: OptionSpec = {
  name: 'unranked',
  type: 'choice',
  choices: ['as-filed', 'last', 'no-opinion'],
  initial: 'as-filed',
  meaning: 'candidates a ballot leaves out: below all it ranks, not compared, or as the file says',
};

/** A counting method that looks at nothing but the pairwise matrix. */
export function pairwiseMethod(
  frame: Pick<CountingMethod, 'method' | 'variant' | 'title' | 'source'>,
  rule: (count: PairwiseCount) => PairwiseFinding,
): CountingMethod {
  return {
    ...frame,
    ballots: ['ranked'],
    options: [unrankedOption, coWinnersOption, ...tieOptions('report')],
    count(election, options) {
      const count = compare(election, options);
      const finding = rule(count);
      const first = finding.rankings[0] as Ranking;
      const decision = isSettled(finding)
        ? { taken: first, ...seats(count, first, options) }
        : decideBetween(count, finding, options);
      const { taken, winnerIndexes, ties, outcomes } = decision;
      const parts = finding.explain(taken ?? first);
      return makeResult(election, frame, options, {
        winnerIndexes,
        ...(taken ? { rankingIndexes: renumber(count, taken) } : {}),
        pairwise: count.full.map((row) => row.map((units) => weightText(election, units))),
        ...(parts.totals ? { totals: parts.totals } : {}),
        ties,
        ...(outcomes ? { outcomes } : {}),
        figures: { ...commonFigures(count), ...parts.figures },
        account: [...introduce(count), ...parts.account, conclude(election, winnerIndexes)],
      });
    },
  };
}

type Decision = Pick<Finding, 'winnerIndexes' | 'ties' | 'outcomes'> & {
  readonly taken?: Ranking;
};

function seats(count: PairwiseCount, ranking: Ranking, options: OptionValues): Decision {
  const coWinners = options.flag('co-winners');
  return seatsByRanking(count.election, renumber(count, ranking), options.tieRule(), coWinners);
}

function isSettled({ rankings, complete }: PairwiseFinding): boolean {
  return rankings.length === 1 && complete !== false;
}

/**
 * Several rankings are equally right. Left open, they are all outcomes, and winners are those who
 * win by every one; otherwise the tie rule makes an order of the candidates, and that decides.
 */
function decideBetween(
  count: PairwiseCount,
  finding: PairwiseFinding,
  options: OptionValues,
): Decision {
  const { election, standing } = count;
  const isOpen = decisiveStep(election, options.tieRule()) === 'report';
  if (isOpen || options.flag('co-winners')) return leftOpen(count, finding, options);
  const breaker = new TieBreaker(election, options.tieRule());
  const order = breaker.order({ purpose: 'ranking', tied: standing });
  const places = order.map((index) => standing.indexOf(index));
  const taken = (finding.rankingBy as (order: readonly number[]) => Ranking)(places);
  const filling = seats(count, taken, options);
  const names = order.map((index) => nameOf(election, index)).join(', ');
  const [first] = breaker.records;
  const by = first === undefined ? '' : `, ${first.detail}`;
  const record: TieRecord = {
    purpose: 'ranking',
    candidates: standing,
    names: standing.map((index) => nameOf(election, index)),
    chosen: filling.winnerIndexes,
    brokenBy: first?.brokenBy ?? 'candidate-order',
    detail: `several rankings are equally right; this order decides: ${names}${by}`,
  };
  const outcomes = finding.complete === false ? undefined : outcomesOf(count, finding, options);
  return { ...filling, taken, ties: [record, ...filling.ties], ...(outcomes ? { outcomes } : {}) };
}

/** Every ranking with every way to fill the seats by it. */
function outcomesOf(
  count: PairwiseCount,
  { rankings }: PairwiseFinding,
  options: OptionValues,
): Outcome[] {
  return rankings.flatMap((ranking) => {
    const { winnerIndexes, outcomes } = seats(count, ranking, options);
    const sets = outcomes?.map((outcome) => outcome.winnerIndexes) ?? [winnerIndexes];
    return sets.map((set) => makeOutcome(count.election, set, renumber(count, ranking)));
  });
}

function leftOpen(count: PairwiseCount, finding: PairwiseFinding, options: OptionValues): Decision {
  if (finding.complete === false) {
    const message = 'the equally right rankings are too many to list; name a tie rule';
    throw new TallyError('TOO_MANY_OUTCOMES', message);
  }
  const together = options.flag('co-winners');
  const outcomes = outcomesOf(count, finding, options);
  const winnerIndexes = count.standing.filter((index) =>
    outcomes[together ? 'some' : 'every']((one) => one.winnerIndexes.includes(index)),
  );
  const leaders = new Set(finding.rankings.flatMap((ranking) => renumber(count, ranking)[0] ?? []));
  const breaker = new TieBreaker(count.election, { steps: [] });
  breaker.record(
    { purpose: 'ranking', tied: [...leaders].sort((a, b) => a - b) },
    winnerIndexes,
    together ? 'method' : 'report',
    `${finding.rankings.length} rankings are equally right; all are listed`,
  );
  return { winnerIndexes, ties: breaker.records, outcomes };
}

/** The work grows with the cube of the candidates, the memory with the square. */
const CANDIDATES_LIMIT = 500;

/** Throws TOO_MANY_CANDIDATES if there are more than can be compared with each other. */
export function requireComparable({ candidates }: Election): void {
  if (candidates.length <= CANDIDATES_LIMIT) return;
  const message = `${candidates.length} candidates; at most ${CANDIDATES_LIMIT} can be compared`;
  throw new TallyError('TOO_MANY_CANDIDATES', message);
}

/** The ballots, read as the option `unranked` says. */
export function unrankedBy(ballots: RankedBallots, options: OptionValues): RankedBallots {
  const unranked = options.text('unranked');
  return unranked === 'last' || unranked === 'no-opinion' ? { ...ballots, unranked } : ballots;
}

function compare(election: Election, options: OptionValues): PairwiseCount {
  if (election.ballots.kind !== 'ranked') {
    throw new TallyError('BALLOTS_UNSUITABLE', 'pairwise methods count rankings');
  }
  requireComparable(election);
  const ballots = unrankedBy(election.ballots, options);
  const full = pairwiseMatrixOf(ballots, election.candidates.length);
  const standing = hopefulIndexes(election);
  return { election, standing, full, matrix: submatrixOf(full, standing) };
}

/** A number of weight units as the votes it stands for. */
export function weightText(election: Election, units: bigint): string {
  return trueWeight(election.ballots, units).toString();
}

function commonFigures({ standing, matrix }: PairwiseCount) {
  const condorcet = condorcetWinnerOf(matrix);
  return {
    condorcetWinner: condorcet === undefined ? null : (standing[condorcet] as number),
    smithSet: smithSetOf(matrix).map((place) => standing[place] as number),
  };
}

function introduce(count: PairwiseCount): string[] {
  const { election, standing, matrix } = count;
  const weight = weightText(election, BigInt(election.ballots.totalWeight));
  const condorcet = condorcetWinnerOf(matrix);
  return [
    `${weight} votes rank ${standing.length} candidates; each two of them are compared.`,
    condorcet === undefined
      ? 'Nobody wins every comparison.'
      : `${nameOf(election, standing[condorcet] as number)} wins every comparison.`,
  ];
}

function conclude(election: Election, winners: readonly number[]): string {
  return winners.length === 0
    ? 'A tie is left open; every acceptable outcome is listed.'
    : `Elected: ${winners.map((index) => nameOf(election, index)).join(', ')}.`;
}

function nameOf(election: Election, index: number): string {
  return election.candidates[index]?.name ?? '';
}

/** A ranking by place in the matrix as one by candidate index. */
export function renumber({ standing }: PairwiseCount, ranking: Ranking): number[][] {
  return ranking.map((group) => group.map((place) => standing[place] as number));
}

/** A figure for every candidate of the input; those who do not stand have null. */
export function spread<T>(
  { election, standing }: PairwiseCount,
  values: readonly T[],
): (T | null)[] {
  const row = election.candidates.map((): T | null => null);
  standing.forEach((index, place) => {
    row[index] = values[place] as T;
  });
  return row;
}
