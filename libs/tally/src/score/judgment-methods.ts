import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { compareJudgments, lowerMedian } from './majority-judgment.js';
import { distributionOf, scoreTableOf } from './score-table.js';

const majorityJudgment: CountingMethod = {
  method: 'majority-judgment',
  variant: 'majority-judgment',
  title: 'Majority judgment: the highest middle grade, taking middle grades away while tied',
  source: 'Balinski and Laraki, "Majority Judgment" (MIT Press, 2011)',
  ballots: ['score'],
  options: [coWinnersOption, ...tieOptions('report')],
  count(election, options) {
    const table = scoreTableOf(election);
    const voters = table.totalWeight;
    const grades = election.candidates.map((_, index) => distributionOf(table, index, 'zero'));
    const compare = (a: number, b: number): number =>
      voters === 0n ? 0 : compareJudgments(grades[a] ?? [], grades[b] ?? [], voters);
    const sorted = hopefulIndexes(election).toSorted((a, b) => compare(b, a) || a - b);
    const ranking: number[][] = [];
    for (const index of sorted) {
      const group = ranking.at(-1);
      if (group !== undefined && compare(group[0] as number, index) === 0) group.push(index);
      else ranking.push([index]);
    }
    const coWinners = options.flag('co-winners');
    const filling = seatsByRanking(election, ranking, options.tieRule(), coWinners);
    const medians = grades.map((distribution) =>
      voters === 0n
        ? ''
        : Rational.of(lowerMedian(distribution, voters), table.scoreDivisor).toString(),
    );
    return makeResult(election, majorityJudgment, options, {
      ...filling,
      rankingIndexes: ranking,
      totals: medians,
      figures: {
        grades: grades.map((distribution) =>
          distribution.map(({ score, weight }) => [
            Rational.of(score, table.scoreDivisor).toString(),
            Rational.of(weight, table.weightDivisor).toString(),
          ]),
        ),
      },
      account: [
        'A majority gives at least the middle grade. Of equal middle grades one each is taken ' +
          'away until they differ. A blank counts as 0.',
        filling.winnerIndexes.length === 0
          ? 'A tie is left open; all outcomes are listed.'
          : `Elected: ${filling.winnerIndexes
              .map(
                (index) => `${election.candidates[index]?.name} (middle grade ${medians[index]})`,
              )
              .join(', ')}.`,
      ],
    });
  },
};

/** Rules by the middle grade. */
export const judgmentMethods: readonly CountingMethod[] = [majorityJudgment];
