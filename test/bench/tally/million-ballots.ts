import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BALLOTS = 1_000_000;
export const CANDIDATES = 10;
export const SEATS = 3;

/** Changes whenever the file would. */
const EDITION = 1;

/**
 * The path of a BLT file with a million ballots for ten candidates, about 440,000 of them
 * different; written on first use, always the same bytes.
 */
export function millionBallots(): string {
  const folder = join(tmpdir(), 'rochdale-bench');
  const path = join(folder, `million-${EDITION}.blt`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, 'w');
  writeSync(file, `${CANDIDATES} ${SEATS}\n`);
  const random = generator(20261121);
  let piece = '';
  for (let ballot = 0; ballot < BALLOTS; ballot++) {
    piece += ballotLine(random);
    if (ballot % 10_000 === 9_999) {
      writeSync(file, piece);
      piece = '';
    }
  }
  const names = Array.from({ length: CANDIDATES }, (_, index) => `"Candidate ${index + 1}"\n`);
  writeSync(file, `${piece}0\n${names.join('')}"A million ballots"\n`);
  closeSync(file);
  renameSync(unfinished, path);
  return path;
}

/** One ballot: three to ten candidates, the first ones likelier to stand in front. */
function ballotLine(random: (below: number) => number): string {
  const left = Array.from({ length: CANDIDATES }, (_, index) => index + 1);
  const length = Math.min(3 + random(4) + random(5), CANDIDATES);
  let line = '1';
  for (let place = 0; place < length; place++) {
    const at = Math.min(random(left.length), random(left.length));
    line += ` ${left[at]}`;
    left.splice(at, 1);
  }
  return `${line} 0\n`;
}

/** Whole numbers below a bound, by a 32-bit xorshift. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
