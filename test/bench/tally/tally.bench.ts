import { closeSync, openSync, readSync } from 'node:fs';

import { count, findFormat } from '@rochdale/tally';
import type { Election } from '@rochdale/tally';

import { bareIrv, barePairwise, readBare } from './bare-loop.js';
import { countWithMeeksPrf } from './meeks-prf-js.js';
import { SEATS, millionBallots } from './million-ballots.js';

/** One figure of the bench. `ratio` is value by baseline; without a baseline both are null. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

/** The best of so many runs is reported, as the others measure the neighbours. */
const RUNS = 3;
const CHUNK_BYTES = 1 << 20;

const rules = [
  { name: 'IRV', method: 'irv', variant: 'irv-single-elimination', seats: 1, bare: bareIrv },
  { name: 'Schulze', method: 'schulze', variant: 'winning', seats: 1, bare: barePairwise },
  { name: 'Scottish STV', method: 'stv', variant: 'scottish', seats: SEATS, bare: null },
  { name: 'Meek STV (reference)', method: 'stv', variant: 'meek-prf', seats: SEATS, bare: null },
  { name: 'Meek STV (quasi-exact)', method: 'stv', variant: 'meek', seats: SEATS, bare: null },
] as const;

/**
 * One million ballots for ten candidates, about 440,000 of them different, from a BLT file: seconds
 * with reading, beside the bare typed-array loop in the same run.
 */
export async function run(): Promise<BenchFigure[]> {
  const path = millionBallots();
  const figures: BenchFigure[] = [];
  const bareReading = best(() => void readBare(path));
  figures.push(
    figure(
      'read a million ballots',
      best(() => void readInChunks(path, 1)),
      bareReading,
    ),
  );
  for (const { name, method, variant, seats, bare } of rules) {
    const value = best(() => {
      count(readInChunks(path, seats), { method, variant, options: {} });
    });
    const baseline = bare === null ? bareReading : best(() => void bare(readBare(path)));
    figures.push(figure(`${name}, a million ballots with reading`, value, baseline));
  }
  const memory = process.resourceUsage().maxRSS / 1024;
  figures.push({
    name: 'memory at most, counting a million ballots',
    value: Math.round(memory),
    unit: 'MB',
    baseline: null,
    ratio: null,
  });
  const ours = figures.find(({ name }) => name.startsWith('Meek STV (reference)'))?.value ?? 0;
  const theirs = seconds(() => countWithMeeksPrf(readBare(path), SEATS));
  figures.push(figure('Meek STV (reference), against meeks-prf-js', ours, theirs));
  return Promise.resolve(figures);
}

function readInChunks(path: string, seats: number): Election {
  const reader = findFormat('blt').stream?.({ file: path, seats });
  if (reader === undefined) throw new Error('BLT is read in chunks');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (length === 0) return reader.end();
      reader.push(chunk.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}

function best(work: () => void): number {
  let least = Infinity;
  for (let attempt = 0; attempt < RUNS; attempt++) {
    least = Math.min(least, seconds(work));
  }
  return least;
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function figure(name: string, value: number, baseline: number): BenchFigure {
  const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
  return {
    name,
    value: rounded(value),
    unit: 's',
    baseline: rounded(baseline),
    ratio: Math.round((value / baseline) * 100) / 100,
  };
}
