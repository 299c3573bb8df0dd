import { createRequire } from 'node:module';

import type { BareBallots } from './bare-loop.js';

interface MeeksPrf {
  tabulate(
    seats: number,
    candidates: readonly string[],
    ballots: readonly string[],
    maxRankings: number | null,
    tieBreaker: readonly string[],
    excluded: readonly string[],
    protectedOnes: readonly string[],
  ): { readonly elected: readonly (readonly [string, ...unknown[]])[] };
}

/** Counts bare ballots with meeks-prf-js (Apache-2.0), by the same reference rule as ours. */
export function countWithMeeksPrf(bare: BareBallots, seats: number): void {
  const meeks = createRequire(import.meta.url)('meeks-prf-js/run/meek.js') as MeeksPrf;
  const names = Array.from({ length: bare.candidates }, (_, index) => `C${index}`);
  const ballots = Array.from({ length: bare.ballots }, (_, row) => {
    let text = '';
    const end = bare.offsets[row + 1] as number;
    for (let at = bare.offsets[row] as number; at < end; at++) text += ` C${bare.cells[at]}`;
    return text;
  });
  meeks.tabulate(seats, names, ballots, null, names, [], []);
}
