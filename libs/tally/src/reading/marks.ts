import { Rational } from '../arithmetic/rational.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { approvalElection, scoreElection } from '../model/make-election.js';
import type { ElectionFrame, Weight } from '../model/make-election.js';
import type { ReadContext } from './file-format.js';

/** Scores are kept over one divisor in 32 bits each. */
const LARGEST_SCORE = 0x7ffffffe;

/** A mark for each candidate; null for none. */
export type Marks = readonly (Rational | null)[];

/**
 * An election by marks that may be approvals, scores or points. What is to be counted decides,
 * where it says; else they are approvals if the whole file has nothing but 0 and 1.
 */
export function electionOfMarks(
  frame: ElectionFrame,
  ballots: readonly (readonly [Weight, Marks])[],
  context: ReadContext,
): Election {
  const isPlain = ballots.every(([, row]) => row.every((mark) => isZeroOrOne(mark)));
  const isFull = ballots.every(([, row]) => row.every((mark) => mark !== null));
  const wanted = context.ballots;
  if (wanted === 'approval' ? isPlain : wanted === undefined && isPlain && isFull) {
    return approvalElection(
      frame,
      ballots.map(([weight, row]) => [weight, approvedIn(row)]),
    );
  }
  const rows = ballots.map(([, row]) => row);
  const { divisor, scores } = overOneDivisor(rows, context.file);
  return scoreElection(
    frame,
    ballots.map(([weight], at) => [weight, scores[at] as (number | null)[]]),
    wanted === 'allocation' ? 'allocation' : 'score',
    divisor,
  );
}

function isZeroOrOne(mark: Rational | null): boolean {
  return mark === null || mark.isZero() || mark.equals(Rational.ONE);
}

function approvedIn(row: Marks): number[] {
  return row.flatMap((mark, candidate) => (mark === null || mark.isZero() ? [] : [candidate]));
}

/** Whole numbers over the least common denominator of exact scores. */
export function overOneDivisor(
  rows: readonly Marks[],
  file: string,
): { divisor: bigint; scores: (number | null)[][] } {
  let divisor = 1n;
  for (const row of rows) {
    for (const score of row) {
      if (score === null || divisor % score.denominator === 0n) continue;
      divisor *= Rational.of(score.denominator, divisor).numerator;
    }
  }
  const scores = rows.map((row) =>
    row.map((score) => {
      if (score === null) return null;
      const units = Number((score.numerator * divisor) / score.denominator);
      if (Math.abs(units) <= LARGEST_SCORE) return units;
      const message = `the score ${score.toDecimal()} cannot be counted`;
      throw new TallyError('FILE_MALFORMED', message, { file });
    }),
  );
  return { divisor, scores };
}
