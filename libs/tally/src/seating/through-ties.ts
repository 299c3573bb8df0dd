import { makeOutcome } from '../method/make-result.js';
import type { Election } from '../model/election.js';
import type { Outcome, TieRecord } from '../model/result.js';
import { exploreOutcomes } from '../ties/explore-outcomes.js';
import { decisiveStep } from './seats-by-ranking.js';
import { TieBreaker } from '../ties/tie-breaker.js';
import type { TieRule } from '../ties/tie-breaker.js';

/** A count that went through its ties, and who won by it. */
export interface Passage<T> {
  /** The count as it went by the first choice at every tie left open. */
  readonly value: T;
  readonly winnerIndexes: readonly number[];
  readonly ties: readonly TieRecord[];
  /** Every acceptable set of winners, if ties were left open and made a difference. */
  readonly outcomes?: readonly Outcome[];
}

/**
 * Runs a count that asks a tie breaker on its way. If ties are left open, it is run for every way
 * they can fall, and only those who win by every way are winners.
 */
export function throughTies<T extends { readonly winnerIndexes: readonly number[] }>(
  election: Election,
  rule: TieRule,
  run: (breaker: TieBreaker) => T,
): Passage<T> {
  const breaker = new TieBreaker(election, rule);
  const value = run(breaker);
  const alone = { value, winnerIndexes: value.winnerIndexes, ties: breaker.records };
  if (decisiveStep(election, rule) !== 'report' || breaker.forks.length === 0) return alone;
  const sets = exploreOutcomes((script) => {
    const scripted = new TieBreaker(election, rule, script);
    const { winnerIndexes } = run(scripted);
    return { value: winnerIndexes.toSorted((a, b) => a - b), forks: scripted.forks };
  }, rule.ways);
  return { ...alone, ...leaveOpen(election, sets, value.winnerIndexes) };
}

/** The winners by all of several equally right committees, and the committees as outcomes. */
export function leaveOpen(
  election: Election,
  committees: readonly (readonly number[])[],
  order: readonly number[],
): { winnerIndexes: readonly number[]; outcomes?: readonly Outcome[] } {
  const distinct = [...new Map(committees.map((one) => [one.join(','), one])).values()];
  if (distinct.length === 1) return { winnerIndexes: order };
  return {
    winnerIndexes: order.filter((index) => distinct.every((one) => one.includes(index))),
    outcomes: distinct.map((one) => makeOutcome(election, one)),
  };
}

/**
 * Takes one of several equally right committees by the tie rule: an order of all candidates who
 * are in some but not in all is made, and the committee with the earliest of them is taken.
 */
export function oneOfCommittees(
  election: Election,
  committees: readonly (readonly number[])[],
  rule: TieRule,
): Omit<Passage<never>, 'value'> {
  const [first = [], ...others] = committees;
  if (others.length === 0) return { winnerIndexes: first, ties: [] };
  const contested = [...new Set(committees.flat())]
    .filter((index) => !committees.every((one) => one.includes(index)))
    .sort((a, b) => a - b);
  const breaker = new TieBreaker(election, rule);
  const detail = `${committees.length} committees are equally good`;
  if (decisiveStep(election, rule) === 'report') {
    breaker.record({ purpose: 'election', tied: contested }, [], 'report', `${detail}; all listed`);
    return { ...leaveOpen(election, committees, first), ties: breaker.records };
  }
  const order = breaker.order({ purpose: 'election', tied: contested, pick: 'most' });
  const places = (committee: readonly number[]): number[] =>
    committee
      .map((index) => order.indexOf(index))
      .filter((place) => place >= 0)
      .sort((a, b) => a - b);
  const taken = committees.reduce((best, one) =>
    isEarlier(places(one), places(best)) ? one : best,
  );
  const record: TieRecord = {
    purpose: 'election',
    candidates: contested,
    names: contested.map((index) => election.candidates[index]?.name ?? ''),
    chosen: contested.filter((index) => taken.includes(index)),
    brokenBy: breaker.records[0]?.brokenBy ?? 'candidate-order',
    detail: `${detail}; the one with the earliest of the contested is taken`,
  };
  return { winnerIndexes: taken, ties: [record] };
}

function isEarlier(places: readonly number[], others: readonly number[]): boolean {
  const at = places.findIndex((place, index) => place !== others[index]);
  return at >= 0 && (places[at] as number) < (others[at] as number);
}
