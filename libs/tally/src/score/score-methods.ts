import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import type { Finding } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { rankByRational } from '../ties/rank-by-rational.js';
import {
  distributionOf,
  exactSum,
  raterUnits,
  scoreAt,
  scoreTableOf,
  sumUnits,
} from './score-table.js';
import type { ScoreCount, ScoreTable } from './score-table.js';

/** Decimals of a total that has no end; the exact fractions stand in the figures. */
const SHOWN_DIGITS = 15;

/** A rule that gives every candidate one exact number; the highest win. */
interface ScoreRule {
  readonly variant: string;
  readonly title: string;
  readonly source: string;
  readonly options: readonly OptionSpec[];
  readonly account: string;
  readonly totals: (table: ScoreTable, options: OptionValues) => Rational[];
}

function scoreVariant(rule: ScoreRule): CountingMethod {
  const { variant, title, source } = rule;
  const frame = { method: 'score', variant, title, source };
  return {
    ...frame,
    ballots: ['score', 'allocation'],
    options: [...rule.options, coWinnersOption, ...tieOptions('report')],
    count(election, options) {
      const table = scoreTableOf(election);
      const totals = rule.totals(table, options);
      const ranking = rankByRational(totals, hopefulIndexes(election));
      const coWinners = options.flag('co-winners');
      const filling = seatsByRanking(election, ranking, options.tieRule(), coWinners);
      const raters = raterUnits(table).map((units) => Rational.of(units, table.weightDivisor));
      const finding: Finding = {
        ...filling,
        rankingIndexes: ranking,
        totals: totals.map((total) => total.toDecimal(SHOWN_DIGITS)),
        figures: {
          exactTotals: totals.map((total) => total.toString()),
          raters: raters.map((rater) => rater.toString()),
        },
        account: [
          rule.account,
          filling.winnerIndexes.length === 0
            ? 'A tie is left open; all outcomes are listed.'
            : `Elected: ${filling.winnerIndexes
                .map((index) => election.candidates[index]?.name)
                .join(', ')}.`,
        ],
      };
      return makeResult(election, frame, options, finding);
    },
  };
}

const SOURCE = 'Smith, "Range voting" (2000); electowiki.org/wiki/Score_voting';

const sum = scoreVariant({
  variant: 'sum',
  title: 'Score: the highest sum of scores (a blank adds nothing)',
  source: SOURCE,
  options: [],
  account: 'All scores of a candidate are added up; the highest sum wins.',
  totals: (table) => sumUnits(table).map((units) => exactSum(table, units)),
});

const blankOption: OptionSpec = {
  name: 'blank',
  type: 'choice',
  choices: ['not-counted', 'zero'],
  initial: 'not-counted',
  meaning: 'a candidate a ballot leaves blank: not scored by that voter, or scored 0',
};

const ratersOptions: readonly OptionSpec[] = [
  blankOption,
  {
    name: 'minimum-raters',
    type: 'integer',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    initial: 0,
    meaning: 'a candidate scored by fewer voters than this gets the bottom score',
  },
  {
    name: 'bottom',
    type: 'rational',
    initial: '0',
    meaning: 'the score of a candidate whom too few voters, or none, have scored',
  },
];

function eachRated(
  table: ScoreTable,
  options: OptionValues,
  rate: (distribution: readonly ScoreCount[], weight: bigint) => Rational,
): Rational[] {
  const blank = options.text('blank') === 'zero' ? 'zero' : 'not-counted';
  const least = BigInt(options.integer('minimum-raters')) * table.weightDivisor;
  return raterUnits(table).map((raters, candidate) => {
    const distribution = distributionOf(table, candidate, blank);
    const weight = distribution.reduce((all, one) => all + one.weight, 0n);
    if (raters < least || weight === 0n) return options.rational('bottom');
    return rate(distribution, weight).div(Rational.of(table.scoreDivisor));
  });
}

const mean = scoreVariant({
  variant: 'mean',
  title: 'Score: the highest mean over the voters who scored',
  source: SOURCE,
  options: ratersOptions,
  account: 'The scores of a candidate are averaged over the voters who gave one.',
  totals: (table, options) =>
    eachRated(table, options, (distribution, weight) => {
      const all = distribution.reduce((units, one) => units + BigInt(one.score) * one.weight, 0n);
      return Rational.of(all, weight);
    }),
});

const median = scoreVariant({
  variant: 'median',
  title: 'Score: the highest median (the mean of two middle scores)',
  source: 'Basset and Persky, "Robust voting", Public Choice 99 (1999)',
  options: ratersOptions,
  account: 'Half of the voters who scored a candidate score the median or more, half that or less.',
  totals: (table, options) =>
    eachRated(table, options, (distribution, weight) => {
      const lower = scoreAt(distribution, (weight - 1n) / 2n);
      const upper = scoreAt(distribution, weight / 2n);
      return Rational.of(BigInt(lower) + BigInt(upper), 2n);
    }),
});

/** Each ballot splits its weight in proportion to its points; one without points gives nothing. */
function splitWeights(table: ScoreTable): Rational[] {
  const byPurse = new Map<bigint, bigint[]>();
  for (const { scores, weight } of table.rows) {
    if (scores.some((score) => (score ?? 0) < 0)) {
      throw new TallyError('BALLOTS_UNSUITABLE', 'a ballot gives fewer than no points');
    }
    const purse = scores.reduce<bigint>((all, score) => all + BigInt(score ?? 0), 0n);
    if (purse === 0n) continue;
    const sums = byPurse.get(purse) ?? scores.map(() => 0n);
    byPurse.set(
      purse,
      sums.map((units, index) => units + BigInt(scores[index] ?? 0) * weight),
    );
  }
  return Array.from({ length: table.candidates }, (_, index) =>
    [...byPurse].reduce(
      (all, [purse, sums]) =>
        all.add(Rational.of(sums[index] as bigint, purse * table.weightDivisor)),
      Rational.ZERO,
    ),
  );
}

const weightedSplit = scoreVariant({
  variant: 'weighted-split',
  title: 'Weighted voting: each ballot splits its weight in proportion to its points',
  source: 'docs.snapshot.box, voting type weighted',
  options: [],
  account: "A ballot's weight is split over the candidates in proportion to the points it gives.",
  totals: splitWeights,
});

/** Score voting by sum, mean, median and by split weight. */
export const scoreSumMethods: readonly CountingMethod[] = [sum, mean, median, weightedSplit];
