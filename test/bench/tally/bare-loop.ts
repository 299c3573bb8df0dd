import { readFileSync } from 'node:fs';

/** What the bare loop reads: every ballot as it comes, one row each, no checks. */
export interface BareBallots {
  readonly candidates: number;
  readonly ballots: number;
  readonly offsets: Uint32Array;
  readonly cells: Uint8Array;
}

/**
 * The floor that any counter stands on: a file of ballots of weight 1 into typed arrays, without
 * looking at whether anything in it is right. Only the bench may do this.
 */
export function readBare(path: string): BareBallots {
  const bytes = readFileSync(path);
  const offsets = new Uint32Array(1 << 21);
  const cells = new Uint8Array(bytes.length);
  let at = 0;
  const next = (): number => {
    while ((bytes[at] as number) < 48) at++;
    let number = 0;
    while ((bytes[at] as number) >= 48) number = number * 10 + (bytes[at++] as number) - 48;
    return number;
  };
  const candidates = next();
  next();
  let ballots = 0;
  let end = 0;
  while (next() !== 0) {
    for (let choice = next(); choice !== 0; choice = next()) cells[end++] = choice - 1;
    offsets[++ballots] = end;
  }
  return { candidates, ballots, offsets, cells };
}

/** IRV on bare ballots: the winner, by eliminating the lowest until somebody has more than half. */
export function bareIrv({ candidates, ballots, offsets, cells }: BareBallots): number {
  const open = new Uint8Array(candidates).fill(1);
  for (;;) {
    const votes = new Float64Array(candidates);
    let active = 0;
    for (let row = 0; row < ballots; row++) {
      const end = offsets[row + 1] as number;
      for (let at = offsets[row] as number; at < end; at++) {
        const candidate = cells[at] as number;
        if (open[candidate] === 0) continue;
        (votes[candidate] as number)++;
        active++;
        break;
      }
    }
    let lowest = -1;
    for (let candidate = 0; candidate < candidates; candidate++) {
      if (open[candidate] === 0) continue;
      if ((votes[candidate] as number) * 2 > active) return candidate;
      if (lowest < 0 || (votes[candidate] as number) < (votes[lowest] as number)) {
        lowest = candidate;
      }
    }
    open[lowest] = 0;
  }
}

/** The pairwise matrix of bare ballots; whoever is left out is last. */
export function barePairwise({ candidates, ballots, offsets, cells }: BareBallots): Float64Array {
  const matrix = new Float64Array(candidates * candidates);
  const named = new Int32Array(candidates).fill(-1);
  for (let row = 0; row < ballots; row++) {
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at++) {
      const better = cells[at] as number;
      named[better] = row;
      for (let other = 0; other < candidates; other++) {
        if (named[other] !== row) (matrix[better * candidates + other] as number)++;
      }
    }
  }
  return matrix;
}
