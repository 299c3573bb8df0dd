import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import type { Finding } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionValues } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import { requireComparable } from '../pairwise/pairwise-method.js';
import { coWinnersOption } from '../seating/seats-by-ranking.js';
import { throughTies } from '../seating/through-ties.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { allocatedScore } from './allocated-score.js';
import { exactSum, scoreTableOf, sumUnits } from './score-table.js';
import type { ScoreTable } from './score-table.js';
import { starRound, starSheetOf } from './star.js';
import type { StarRound } from './star.js';

const star: CountingMethod = {
  method: 'star',
  variant: 'star',
  title: 'STAR: the two highest scores, then the one more voters prefer (several seats: bloc STAR)',
  source: 'Equal Vote Coalition, starvoting.org and starvoting.org/ties',
  ballots: ['score'],
  options: [
    {
      name: 'top-score',
      type: 'rational',
      initial: null,
      meaning: 'the top of the scale, for ties; left out: the highest score given',
    },
    coWinnersOption,
    ...tieOptions('report'),
  ],
  count(election, options) {
    requireComparable(election);
    const table = scoreTableOf(election);
    const sums = sumUnits(table);
    const sheet = starSheetOf(table, sums, topScoreOf(table, options));
    const passage = throughTies(election, options.tieRule(), (breaker) => {
      const rounds: StarRound[] = [];
      let open = hopefulIndexes(election);
      while (rounds.length < election.seats) {
        const round = starRound(sheet, open, (tied, purpose) =>
          breaker.pickOne({ purpose, tied, round: rounds.length + 1, pick: 'most' }),
        );
        rounds.push(round);
        open = open.filter((index) => index !== round.winner);
      }
      return { winnerIndexes: rounds.map(({ winner }) => winner), rounds };
    });
    const { value, ...decided } = passage;
    const texts = sums.map((units) => exactSum(table, units).toString());
    const name = (index: number): string => election.candidates[index]?.name ?? '';
    return makeResult(election, star, options, {
      ...withCoWinners(decided, options),
      rounds: value.rounds.map(({ finalists, winner, detail }, at) => ({
        round: at + 1,
        votes: texts,
        action: `${finalists.map(name).join(' and ')} are compared: ${detail}.`,
        elected: [winner],
        figures: { finalists: [...finalists] },
      })),
      pairwise: sheet.preferences.map((row) => row.map((units) => weightText(table, units))),
      totals: texts,
      figures: { topScoreCounts: sheet.topScores.map((units) => weightText(table, units)) },
      account: value.rounds.map(
        ({ finalists, winner, detail }) =>
          `${finalists.map(name).join(' and ')} have the highest scores; ` +
          `${name(winner)}: ${detail}.`,
      ),
    });
  },
};

function weightText(table: ScoreTable, units: bigint): string {
  return Rational.of(units, table.weightDivisor).toString();
}

function topScoreOf(table: ScoreTable, options: OptionValues): number {
  const given = options.rationalOrNull('top-score');
  if (given !== null) {
    const { numerator, denominator } = given.mul(Rational.of(table.scoreDivisor));
    return denominator === 1n ? Number(numerator) : Number.NaN;
  }
  let top = 0;
  for (const { scores } of table.rows) {
    for (const score of scores) if (score !== null && score > top) top = score;
  }
  return top;
}

/** A true tie may be declared: then all who win by some way through it are winners. */
function withCoWinners(
  decided: Pick<Finding, 'winnerIndexes' | 'ties' | 'outcomes'>,
  options: OptionValues,
): Pick<Finding, 'winnerIndexes' | 'ties' | 'outcomes'> {
  if (!options.flag('co-winners') || decided.outcomes === undefined) return decided;
  const together = new Set(decided.outcomes.flatMap(({ winnerIndexes }) => winnerIndexes));
  return { ...decided, winnerIndexes: [...together].sort((a, b) => a - b) };
}

const allocated: CountingMethod = {
  method: 'score',
  variant: 'allocated',
  title: 'Allocated score (STAR-PR): proportional, a quota of ballots is spent on each seat',
  source: 'electowiki.org/wiki/Allocated_Score; Equal Vote Coalition, Proportional STAR',
  ballots: ['score', 'allocation'],
  options: tieOptions('report'),
  count(election, options) {
    const table = scoreTableOf(election);
    const run = (breaker: TieBreaker) => {
      const rounds = allocatedScore(
        table,
        hopefulIndexes(election),
        election.seats,
        (tied, round) => breaker.pickOne({ purpose: 'election', tied, round, pick: 'most' }),
      );
      return { winnerIndexes: rounds.map(({ elected }) => elected), rounds };
    };
    const { value, ...decided } = throughTies(election, options.tieRule(), run);
    const unit = Rational.of(table.scoreDivisor * table.weightDivisor);
    return makeResult(election, allocated, options, {
      ...decided,
      quota: quotaText(election, table),
      rounds: value.rounds.map(({ sums, elected }, at) => ({
        round: at + 1,
        votes: sums.map((sum) => sum?.div(unit).toString() ?? ''),
        action: `${election.candidates[elected]?.name} has the highest sum and is elected.`,
        elected: [elected],
      })),
      totals: sumUnits(table).map((units) => exactSum(table, units).toString()),
      account: [
        `Each seat goes to the highest sum of scores and uses up ${quotaText(election, table)} ` +
          'ballots of those who support the elected most.',
      ],
    });
  },
};

function quotaText(election: Election, table: ScoreTable): string {
  return Rational.of(table.totalWeight, table.weightDivisor * BigInt(election.seats)).toString();
}

/** STAR and its proportional form. */
export const starMethods: readonly CountingMethod[] = [allocated, star];
