import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { requireComparable, unrankedBy, unrankedOption } from '../pairwise/pairwise-method.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { rankByRational } from '../ties/rank-by-rational.js';
import { bordaScores } from './borda.js';
import type { BordaPoints } from './borda.js';

function bordaVariant(variant: BordaPoints, title: string, source: string): CountingMethod {
  const frame = { method: 'borda', variant, title, source };
  return {
    ...frame,
    ballots: ['ranked'],
    options: [unrankedOption, coWinnersOption, ...tieOptions('report')],
    count(election, options) {
      if (election.ballots.kind !== 'ranked') {
        throw new TallyError('BALLOTS_UNSUITABLE', 'Borda counts rankings');
      }
      requireComparable(election);
      const ballots = unrankedBy(election.ballots, options);
      const standing = hopefulIndexes(election);
      const divisor = Rational.of(ballots.weightDivisor);
      const scores = bordaScores(ballots, election.candidates.length, standing, variant).map(
        (score) => score.div(divisor),
      );
      const ranking = rankByRational(scores, standing);
      const coWinners = options.flag('co-winners');
      const filling = seatsByRanking(election, ranking, options.tieRule(), coWinners);
      const winners = filling.winnerIndexes.map((index) => election.candidates[index]?.name);
      return makeResult(election, frame, options, {
        ...filling,
        rankingIndexes: ranking,
        totals: scores.map((score) => score.toString()),
        account: [
          `Every place on a ballot is worth points: ${title}.`,
          winners.length > 0
            ? `Most points: ${winners.join(', ')}.`
            : 'A tie is left open; all outcomes are listed.',
        ],
      });
    },
  };
}

/** The counting rules of this family. */
export const bordaMethods: readonly CountingMethod[] = [
  bordaVariant(
    'n..1',
    'n points for the first place down to 1 for the last',
    'Black, "Partial justification of the Borda count", Public Choice 28 (1976)',
  ),
  bordaVariant(
    'n-1..0',
    'n-1 points for the first place down to 0 for the last',
    'de Borda, "Mémoire sur les élections au scrutin" (1781)',
  ),
  bordaVariant(
    'modified',
    'as many points for the first place as candidates are ranked, down to 1',
    'Emerson, "The original Borda count and partial voting", Soc. Choice Welf. 40 (2013)',
  ),
  bordaVariant(
    'dowdall',
    '1 point for the first place, 1/2 for the second, 1/3 for the third',
    'Fraenkel and Grofman, Aust. J. Polit. Sci. 49 (2014)',
  ),
];
