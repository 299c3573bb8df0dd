import { Rational } from '../arithmetic/rational.js';
import type { Ballots, Stance } from './ballots.js';
import { BLANK_SCORE, EQUAL_RANK, MAX_CANDIDATES, SKIPPED_RANK, stances } from './ballots.js';
import type { Candidate, Election, ReservedSeats } from './election.js';
import { TallyError } from './errors.js';
import { RankedBuilder } from './ranked-builder.js';
import { commonWeights } from './weights.js';

/** What all constructors of elections take. Only `candidates` is needed. */
export interface ElectionFrame {
  readonly title?: string;
  readonly candidates: readonly (string | Candidate)[];
  /** 1 when not given. */
  readonly seats?: number;
  readonly withdrawn?: readonly number[];
  readonly tieOrder?: readonly number[];
  readonly budget?: Rational;
  /** Groups of candidates, by index, of which at most one is funded. */
  readonly incompatible?: readonly (readonly number[])[];
  /** Groups of candidates, by index, of which at least so many are elected. */
  readonly reserved?: readonly ReservedSeats[];
  /** Candidates, by index, who keep the seat that they hold. */
  readonly sitting?: readonly number[];
  /** What was assumed or left out while the ballots were read. */
  readonly notes?: readonly string[];
}

/**
 * The weight of a ballot: an integer, or an exact fraction or decimal as text or Rational. Never
 * a number with a fraction.
 */
export type Weight = number | bigint | string | Rational;

/** Puts a frame and ballots together, and refuses what no count could make sense of. */
export function makeElection(frame: ElectionFrame, ballots: Ballots): Election {
  const candidates = frame.candidates.map((candidate) =>
    typeof candidate === 'string' ? { name: candidate } : candidate,
  );
  const count = candidates.length;
  if (count > MAX_CANDIDATES) {
    throw new TallyError('TOO_MANY_CANDIDATES', `${count} candidates; at most ${MAX_CANDIDATES}`);
  }
  const seats = frame.seats ?? 1;
  const withdrawn = [...new Set(frame.withdrawn)].sort((a, b) => a - b);
  withdrawn.forEach((index) => requireCandidate(index, count));
  const standing = count - withdrawn.length;
  if (!Number.isSafeInteger(seats) || seats < 1 || seats > standing) {
    throw new TallyError('SEATS_INVALID', `${seats} seats for ${standing} candidates`);
  }
  const incompatible = frame.incompatible ?? [];
  incompatible.forEach((group) => group.forEach((index) => requireCandidate(index, count)));
  return {
    title: frame.title ?? '',
    candidates,
    seats,
    withdrawn,
    tieOrder: frame.tieOrder ? completeOrder(frame.tieOrder, count) : null,
    ballots,
    ...(frame.budget ? { budget: frame.budget } : {}),
    ...(incompatible.length > 0 ? { incompatible } : {}),
    ...keptSeats(frame, seats),
    ...(frame.notes?.length ? { notes: frame.notes } : {}),
  };
}

/** Seats that are kept for some of those who stand, as far as there are that many. */
function keptSeats(
  { candidates, reserved = [], sitting = [], withdrawn = [] }: ElectionFrame,
  seats: number,
): Pick<Election, 'reserved' | 'sitting'> {
  const named = [...reserved.flatMap((group) => group.candidates), ...sitting];
  named.forEach((index) => requireCandidate(index, candidates.length));
  const grouped = reserved.flatMap((group) => group.candidates);
  const stands = (index: number): boolean => !withdrawn.includes(index);
  const isWhole = reserved.every(
    (group) => group.candidates.filter(stands).length >= group.atLeast,
  );
  const sum = reserved.reduce((all, { atLeast }) => all + atLeast, 0);
  if (new Set(grouped).size < grouped.length || !isWhole || sum > seats || !sitting.every(stands)) {
    throw new TallyError('SEATS_INVALID', 'seats are kept for more than there are, or twice');
  }
  return {
    ...(reserved.length > 0 ? { reserved } : {}),
    ...(sitting.length > 0 ? { sitting } : {}),
  };
}

/**
 * An election by rankings. A ballot is `[weight, ranks]`; ranks are best first, each a candidate
 * index, a list of equally ranked indexes, or null for a rank left empty.
 */
export function rankedElection(
  frame: ElectionFrame,
  ballots: readonly (readonly [Weight, readonly (number | readonly number[] | null)[]])[],
  unranked: 'last' | 'no-opinion' = 'last',
): Election {
  const { weights, weightDivisor } = commonWeights(ballots.map(([weight]) => exactWeight(weight)));
  const builder = new RankedBuilder();
  ballots.forEach(([, ranks], row) => {
    const seen = new Set<number>();
    for (const rank of ranks) {
      const group = rank === null ? [] : typeof rank === 'number' ? [rank] : rank;
      if (group.length === 0) builder.push(SKIPPED_RANK);
      group
        .toSorted((a, b) => a - b)
        .forEach((candidate, place) => {
          requireCandidate(candidate, frame.candidates.length);
          requireNew(candidate, seen);
          builder.push(place === 0 ? candidate : candidate | EQUAL_RANK);
        });
    }
    builder.endBallot(weights[row] as number);
  });
  return makeElection(frame, builder.build(unranked, weightDivisor));
}

/** An election by approvals. A ballot is `[weight, approved indexes]`. */
export function approvalElection(
  frame: ElectionFrame,
  ballots: readonly (readonly [Weight, readonly number[]])[],
): Election {
  const cells: number[] = [];
  const offsets = new Uint32Array(ballots.length + 1);
  ballots.forEach(([, approved], row) => {
    const seen = new Set<number>();
    for (const candidate of approved.toSorted((a, b) => a - b)) {
      requireCandidate(candidate, frame.candidates.length);
      requireNew(candidate, seen);
      cells.push(candidate);
    }
    offsets[row + 1] = cells.length;
  });
  return makeElection(frame, {
    kind: 'approval',
    count: ballots.length,
    ...commonWeights(ballots.map(([weight]) => exactWeight(weight))),
    offsets,
    cells: Uint16Array.from(cells),
  });
}

/**
 * An election by scores (or, as `allocation`, by points out of one purse). A ballot is
 * `[weight, score or null per candidate]`; scores are integers over `scoreDivisor`.
 */
export function scoreElection(
  frame: ElectionFrame,
  ballots: readonly (readonly [Weight, readonly (number | null)[]])[],
  kind: 'score' | 'allocation' = 'score',
  scoreDivisor = 1n,
): Election {
  const width = frame.candidates.length;
  const scores = new Int32Array(ballots.length * width).fill(BLANK_SCORE);
  ballots.forEach(([, row], at) => {
    if (row.length !== width) {
      const message = `a ballot with ${row.length} scores for ${width} candidates`;
      throw new TallyError('FILE_MALFORMED', message);
    }
    row.forEach((score, candidate) => {
      if (score === null) return;
      if (!Number.isSafeInteger(score) || Math.abs(score) > 0x7ffffffe) {
        throw new TallyError('FILE_MALFORMED', `${score} is not a score`);
      }
      scores[at * width + candidate] = score;
    });
  });
  return makeElection(frame, {
    kind,
    count: ballots.length,
    ...commonWeights(ballots.map(([weight]) => exactWeight(weight))),
    scores,
    scoreDivisor,
  });
}

/** A vote on one proposal. A ballot is `[weight, stance]`. */
export function stanceElection(
  proposal: string,
  ballots: readonly (readonly [Weight, Stance])[],
): Election {
  return makeElection(
    { title: proposal, candidates: [proposal] },
    {
      kind: 'stance',
      count: ballots.length,
      ...commonWeights(ballots.map(([weight]) => exactWeight(weight))),
      choices: Uint8Array.from(ballots, ([, stance]) => stances.indexOf(stance)),
    },
  );
}

/** The exact value of a weight. Throws WEIGHT_INVALID for what is no positive exact number. */
export function exactWeight(weight: Weight): Rational {
  if (weight instanceof Rational) return weight;
  const value = Rational.parse(String(weight));
  if (value === null || (typeof weight === 'number' && !Number.isSafeInteger(weight))) {
    throw new TallyError('WEIGHT_INVALID', `${weight} is not an exact weight`);
  }
  return value;
}

function requireCandidate(index: number, count: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
    const message = `candidate index ${index} is outside 0 to ${count - 1}`;
    throw new TallyError('CANDIDATE_UNKNOWN', message);
  }
}

function requireNew(candidate: number, seen: Set<number>): void {
  if (seen.has(candidate)) {
    throw new TallyError('CANDIDATE_REPEATED', `candidate index ${candidate} twice on a ballot`);
  }
  seen.add(candidate);
}

/** The order given, then everybody it leaves out, in input order. */
function completeOrder(order: readonly number[], count: number): number[] {
  const seen = new Set<number>();
  for (const candidate of order) {
    requireCandidate(candidate, count);
    requireNew(candidate, seen);
  }
  return [
    ...order,
    ...Array.from({ length: count }, (_, index) => index).filter((index) => !seen.has(index)),
  ];
}
