import { makeOutcome } from '../method/make-result.js';
import type { OptionSpec } from '../method/options.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { Outcome, TieStep } from '../model/result.js';
import { OUTCOME_LIMIT } from '../ties/explore-outcomes.js';
import { TieBreaker, stepsFor } from '../ties/tie-breaker.js';
import type { TieRule } from '../ties/tie-breaker.js';

/** Who is elected by a ranking with equals, and what became of a tie for the last seat. */
export interface SeatFilling {
  readonly winnerIndexes: readonly number[];
  readonly ties: TieBreaker['records'];
  readonly outcomes?: readonly Outcome[];
}

/** Whether all who tie for the last seat win together, for methods whose result is a set. */
export const coWinnersOption: OptionSpec = {
  name: 'co-winners',
  type: 'flag',
  initial: false,
  meaning: 'true: all who tie for the last seat win together, even if they are more than the seats',
};

/** Steps that always settle a tie; the others need rounds or a proposal. */
const DECISIVE: readonly TieStep[] = [
  'tie-order',
  'candidate-order',
  'first-listed',
  'lot',
  'report',
];

/** The step that will settle a tie without rounds; `report` if it will be left open. */
export function decisiveStep(election: Election, rule: TieRule): TieStep | undefined {
  return stepsFor(election, rule).find((step) => DECISIVE.includes(step));
}

/**
 * Gives the seats to the best of a ranking. A tie for the last seat goes by the tie rule; left
 * open (`report`), only those who win however it falls are winners and the outcomes are listed.
 *
 * @param ranking groups of equals, best first
 * @param coWinners see {@link coWinnersOption}
 */
export function seatsByRanking(
  election: Election,
  ranking: readonly (readonly number[])[],
  rule: TieRule,
  coWinners = false,
): SeatFilling {
  const winners: number[] = [];
  const breaker = new TieBreaker(election, rule);
  for (const group of ranking) {
    const free = election.seats - winners.length;
    if (free === 0) break;
    if (group.length <= free) {
      winners.push(...group);
      continue;
    }
    const question = { purpose: 'election', tied: group, pick: 'most' as const };
    if (coWinners) {
      const detail = 'all of them are equally entitled and win together';
      breaker.record(question, group, 'method', detail);
      winners.push(...group);
      break;
    }
    if (decisiveStep(election, rule) === 'report') {
      return leftOpen(election, breaker, winners, group, free);
    }
    winners.push(...pickSome(breaker, group, free));
  }
  return { winnerIndexes: winners, ties: breaker.records };
}

function pickSome(breaker: TieBreaker, group: readonly number[], free: number): number[] {
  const picked: number[] = [];
  while (picked.length < free) {
    const tied = group.filter((candidate) => !picked.includes(candidate));
    picked.push(breaker.pickOne({ purpose: 'election', tied, pick: 'most' }));
  }
  return picked;
}

function leftOpen(
  election: Election,
  breaker: TieBreaker,
  certain: readonly number[],
  group: readonly number[],
  free: number,
): SeatFilling {
  const choices = combinations(group, free);
  const detail = `${free} of these ${group.length} win; every acceptable outcome is listed`;
  breaker.record({ purpose: 'election', tied: group }, [], 'report', detail);
  return {
    winnerIndexes: certain,
    ties: breaker.records,
    outcomes: choices.map((choice) => makeOutcome(election, [...certain, ...choice])),
  };
}

/** So many seats may the listed outcomes have in all. */
const SEATS_LIMIT = 1_000_000;

/** All ways to take `size` of the items. Throws TOO_MANY_OUTCOMES over the limit. */
export function combinations<T>(items: readonly T[], size: number): T[][] {
  let ways: { taken: T[]; next: number }[] = [{ taken: [], next: 0 }];
  for (let step = 0; step < size; step += 1) {
    const longer: { taken: T[]; next: number }[] = [];
    for (const { taken, next } of ways) {
      const last = items.length - (size - step);
      for (let at = next; at <= last; at += 1) {
        longer.push({ taken: [...taken, items[at] as T], next: at + 1 });
      }
      if (longer.length > OUTCOME_LIMIT || longer.length * step > SEATS_LIMIT) {
        throw new TallyError('TOO_MANY_OUTCOMES', `more than ${OUTCOME_LIMIT} ways to fill seats`);
      }
    }
    ways = longer;
  }
  return ways.map(({ taken }) => taken);
}
