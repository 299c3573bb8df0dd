import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionSpec } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { trueWeight } from '../model/weights.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { rankByRational } from '../ties/rank-by-rational.js';
import { pointBallots, rowOfPoints } from './points.js';
import { integerSquareRoot } from './square-root.js';

const digitsOption: OptionSpec = {
  name: 'digits',
  type: 'integer',
  least: 0,
  most: 60,
  initial: 24,
  meaning: 'decimals of a square root; further ones are cut off',
};

/** Decimals that are shown; the figures in between have as many as the option says. */
const SHOWN_DIGITS = 15;

/** Points by row, in units of the score divisor; ballots that give no points are left out. */
interface QuadraticBallots {
  readonly rows: readonly { points: readonly number[]; weight: bigint }[];
  readonly scoreDivisor: bigint;
  readonly weightDivisor: bigint;
  readonly counted: Rational;
}

function ballotsOf(election: Election): QuadraticBallots {
  const ballots = pointBallots(election);
  const rows: { points: number[]; weight: bigint }[] = [];
  let counted = 0n;
  for (let row = 0; row < ballots.count; row += 1) {
    const points = rowOfPoints(ballots, row, election.candidates.length);
    if (points.some((score) => score < 0)) {
      throw new TallyError('BALLOTS_UNSUITABLE', 'a ballot gives fewer than no points');
    }
    if (points.every((score) => score === 0)) continue;
    const weight = BigInt(ballots.weights[row] as number);
    counted += weight;
    rows.push({ points, weight });
  }
  const { scoreDivisor, weightDivisor } = ballots;
  return { rows, scoreDivisor, weightDivisor, counted: trueWeight(ballots, counted) };
}

/** The square root of a fraction in units of 10^-digits, cut off. */
function scaledRoot(numerator: bigint, denominator: bigint, digits: number): bigint {
  return integerSquareRoot((numerator * 100n ** BigInt(digits)) / denominator);
}

/** For every candidate the sum of square roots over the ballots, in units of 10^-digits. */
function sumOfRoots(
  election: Election,
  { rows }: QuadraticBallots,
  root: (score: number, row: { points: readonly number[]; weight: bigint }) => bigint,
): bigint[] {
  const sums = election.candidates.map(() => 0n);
  const known = new Map<string, bigint>();
  for (const row of rows) {
    const whole = row.points.reduce((sum, score) => sum + score, 0);
    row.points.forEach((score, index) => {
      if (score === 0) return;
      const key = `${score}/${whole}*${row.weight}`;
      const value = known.get(key) ?? root(score, row);
      known.set(key, value);
      sums[index] = (sums[index] as bigint) + value;
    });
  }
  return sums;
}

type Rule = (election: Election, ballots: QuadraticBallots, digits: number) => Rational[];

/** Each voter's votes are the square roots of the points; a ballot of weight w counts w times. */
const votesByRoot: Rule = (election, ballots, digits) => {
  const sums = sumOfRoots(election, ballots, (score, { weight }) => {
    return weight * scaledRoot(BigInt(score), ballots.scoreDivisor, digits);
  });
  const unit = 10n ** BigInt(digits) * ballots.weightDivisor;
  return sums.map((sum) => Rational.of(sum, unit));
};

/** The square of the sum of square roots: what a project would get with full matching. */
const squareOfSum: Rule = (election, ballots, digits) =>
  votesByRoot(election, ballots, digits).map((sum) => sum.mul(sum));

/**
 * Snapshot's: a ballot's weight is split in proportion to its points, the roots of the parts are
 * added up and squared, and the squares are scaled to the whole weight.
 */
const snapshotShares: Rule = (election, ballots, digits) => {
  const sums = sumOfRoots(election, ballots, (score, { points, weight }) => {
    const whole = points.reduce((sum, other) => sum + other, 0);
    const part = BigInt(score) * weight;
    return scaledRoot(part, BigInt(whole) * ballots.weightDivisor, digits);
  });
  const squares = sums.map((sum) => sum * sum);
  const all = squares.reduce((sum, square) => sum + square, 0n);
  if (all === 0n) return squares.map(() => Rational.ZERO);
  return squares.map((square) => Rational.of(square, all).mul(ballots.counted));
};

function quadraticVariant(
  variant: string,
  title: string,
  source: string,
  rule: Rule,
): CountingMethod {
  const frame = { method: 'quadratic', variant, title, source };
  return {
    ...frame,
    ballots: ['allocation', 'score'],
    options: [digitsOption, coWinnersOption, ...tieOptions('report')],
    count(election, options) {
      const ballots = ballotsOf(election);
      const totals = rule(election, ballots, options.integer('digits'));
      const ranking = rankByRational(totals, hopefulIndexes(election));
      const coWinners = options.flag('co-winners');
      return makeResult(election, frame, options, {
        ...seatsByRanking(election, ranking, options.tieRule(), coWinners),
        rankingIndexes: ranking,
        totals: totals.map((total) => total.toDecimal(SHOWN_DIGITS)),
        figures: { countedWeight: ballots.counted.toString(), rounding: 'truncate' },
        account: [
          `${title}. Square roots are cut after ${options.integer('digits')} decimals.`,
          `Ballots of weight ${ballots.counted.toString()} give points.`,
        ],
      });
    },
  };
}

/** Quadratic voting and funding. */
export const quadraticMethods: readonly CountingMethod[] = [
  quadraticVariant(
    'votes',
    'Quadratic voting: the votes of a voter are the square roots of the points spent',
    'Posner and Weyl, "Voting Squared", Vand. L. Rev. 68 (2015)',
    votesByRoot,
  ),
  quadraticVariant(
    'funding',
    'Quadratic funding: the square of the sum of the square roots of all contributions',
    'Buterin, Hitzig and Weyl, "A Flexible Design for Funding Public Goods", arXiv:1809.06421',
    squareOfSum,
  ),
  quadraticVariant(
    'snapshot',
    'Quadratic voting as Snapshot counts it: weight split by points, scaled to the whole weight',
    'docs.snapshot.box, voting type quadratic',
    snapshotShares,
  ),
];
