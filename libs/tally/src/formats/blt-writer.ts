import type { RankedBallots } from '../model/ballots.js';
import { CANDIDATE_MASK, EQUAL_RANK, SKIPPED_RANK, FIRST_MARK } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { Scale } from '../arithmetic/scale.js';

/**
 * The election as a BLT file, in pieces of a few thousand ballots each. Equal ballots are written
 * once, with their weight. Reading it again gives an equal election. Throws BALLOTS_UNSUITABLE for
 * what BLT cannot say: other ballots than rankings, overvotes, write-ins, odd weights.
 */
export function* writeBlt(election: Election): Generator<string> {
  const { ballots, candidates } = election;
  if (ballots.kind !== 'ranked') {
    throw new TallyError('BALLOTS_UNSUITABLE', `BLT holds rankings, not ${ballots.kind} ballots`);
  }
  yield `${candidates.length} ${election.seats}\n`;
  if (candidates.length > 0 && candidates.every(({ id }) => id !== undefined)) {
    yield `[nick ${candidates.map(({ id }) => id).join(' ')}]\n`;
  }
  if (election.tieOrder) yield `[tie ${election.tieOrder.map((index) => index + 1).join(' ')}]\n`;
  if (election.withdrawn.length > 0) {
    yield `${election.withdrawn.map((index) => `-${index + 1}`).join(' ')}\n`;
  }
  yield* ballotLines(ballots);
  const names = [...candidates.map(({ name }) => name), election.title];
  yield `0\n${names.map((name) => `${quoted(name)}\n`).join('')}`;
}

function* ballotLines(ballots: RankedBallots): Generator<string> {
  const decimals = ballots.weightDivisor.toString().length - 1;
  if (ballots.weightDivisor !== 10n ** BigInt(decimals)) {
    throw new TallyError('BALLOTS_UNSUITABLE', 'BLT holds decimal weights only');
  }
  const scale = new Scale(decimals);
  let piece = '';
  for (let row = 0; row < ballots.count; row++) {
    piece += scale.format(BigInt(ballots.weights[row] as number));
    const end = ballots.offsets[row + 1] as number;
    for (let at = ballots.offsets[row] as number; at < end; at++) {
      piece += preference(ballots.cells[at] as number);
    }
    piece += ' 0\n';
    if (row % 4096 === 4095) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function preference(cell: number): string {
  if (cell === SKIPPED_RANK) return ' -';
  if (cell >= FIRST_MARK) {
    throw new TallyError('BALLOTS_UNSUITABLE', 'BLT cannot hold overvotes or write-ins');
  }
  return `${cell & EQUAL_RANK ? '=' : ' '}${(cell & CANDIDATE_MASK) + 1}`;
}

function quoted(name: string): string {
  return `"${name.replace(/[\r\n]+/g, ' ').replaceAll('"', '\\"')}"`;
}
