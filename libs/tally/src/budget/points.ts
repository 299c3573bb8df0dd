import { Rational } from '../arithmetic/rational.js';
import { BLANK_SCORE } from '../model/ballots.js';
import type { AllocationBallots, ScoreBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { trueWeight } from '../model/weights.js';

/** The ballots of an election if they hold points. Throws BALLOTS_UNSUITABLE. */
export function pointBallots(election: Election): ScoreBallots | AllocationBallots {
  const { ballots } = election;
  if (ballots.kind === 'score' || ballots.kind === 'allocation') return ballots;
  throw new TallyError('BALLOTS_UNSUITABLE', 'this method counts scores or allocations');
}

/** The points of a row, a blank as 0, in units of the score divisor. */
export function rowOfPoints(
  ballots: ScoreBallots | AllocationBallots,
  row: number,
  candidates: number,
): number[] {
  return Array.from({ length: candidates }, (_, index) => {
    const score = ballots.scores[row * candidates + index] as number;
    return score === BLANK_SCORE ? 0 : score;
  });
}

/**
 * Adds up points by candidate. With a purse, ballots that spend more than it or take points away
 * are void and counted apart.
 */
export function sumPoints(
  election: Election,
  purse: Rational | null = null,
): { totals: Rational[]; voidWeight: Rational } {
  const ballots = pointBallots(election);
  const candidates = election.candidates.length;
  const sums = election.candidates.map(() => 0n);
  let voidUnits = 0n;
  for (let row = 0; row < ballots.count; row += 1) {
    const points = rowOfPoints(ballots, row, candidates);
    const weight = BigInt(ballots.weights[row] as number);
    if (purse !== null && !staysWithin(points, purse, ballots.scoreDivisor)) {
      voidUnits += weight;
      continue;
    }
    points.forEach((score, index) => {
      sums[index] = (sums[index] as bigint) + BigInt(score) * weight;
    });
  }
  const divisor = ballots.scoreDivisor * ballots.weightDivisor;
  return {
    totals: sums.map((sum) => Rational.of(sum, divisor)),
    voidWeight: trueWeight(ballots, voidUnits),
  };
}

function staysWithin(points: readonly number[], purse: Rational, divisor: bigint): boolean {
  if (points.some((score) => score < 0)) return false;
  const spent = points.reduce((sum, score) => sum + score, 0);
  return Rational.of(spent, divisor).compare(purse) <= 0;
}
