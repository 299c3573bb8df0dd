import { tabulate } from 'meeks-prf-js';
import type { PlainElection } from './arbitrary-elections.js';

/** What another program found: the winners, and the votes of each round by candidate. */
export interface MeekFinding {
  readonly winners: readonly number[];
  /** By round, then by candidate: nine decimals; null once a candidate is out of the count. */
  readonly rounds: readonly (readonly (string | null)[])[];
}

/**
 * Counts by the Proportional Representation Foundation's reference rule as David Cary wrote it.
 * Whoever is listed first of the tied is excluded. Null where that program breaks off: rounding can
 * leave the elected a billionth below the quota, and it takes the surplus for negative then, where
 * the rule says zero.
 */
export function meekReference({ candidates, seats, ballots }: PlainElection): MeekFinding | null {
  const names = Array.from({ length: candidates }, (_, index) => `c${index}`);
  const papers = ballots.map(
    ([weight, ranks]) => [weight, ranks.flat().map((index) => `c${index}`)] as const,
  );
  const found = tabulated(seats, names, papers);
  if (found === null) return null;
  const { elected, tally } = found;
  const columns = names.map((name) => (tally[name] ?? []).map(nineDecimals));
  const length = Math.max(...columns.map((column) => column.length));
  return {
    winners: names.flatMap((name, index) => (elected.has(name) ? [index] : [])),
    rounds: Array.from({ length }, (_, round) => columns.map((column) => column[round] ?? null)),
  };
}

function tabulated(
  seats: number,
  names: readonly string[],
  papers: Parameters<typeof tabulate>[2],
): ReturnType<typeof tabulate> | null {
  try {
    return tabulate(seats, names, papers, names.length, names, [], [], {});
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Likely Meek implementation'))
      return null;
    throw error;
  }
}

function nineDecimals(value: { toString(): string }): string {
  const [whole = '0', part = ''] = value.toString().split('.');
  return `${whole}.${part.padEnd(9, '0')}`;
}
