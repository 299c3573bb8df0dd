import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';
import { copeland } from './copeland.js';
import { KEMENY_CANDIDATES_LIMIT, kemeny, kemenyByOrder } from './kemeny.js';
import type { MajorityStrength, Strength } from './matrix.js';
import { minimax } from './minimax.js';
import { pairwiseMethod, spread, weightText } from './pairwise-method.js';
import type { PairwiseCount } from './pairwise-method.js';
import { lockedFor, rankedPairs, rankingByOrder } from './ranked-pairs.js';
import type { Majority } from './ranked-pairs.js';
import { schulze } from './schulze.js';

function schulzeVariant(strength: MajorityStrength): CountingMethod {
  return pairwiseMethod(
    {
      method: 'schulze',
      variant: strength,
      title: `Schulze, strength of a majority by ${named(strength)}`,
      source: 'Schulze, "The Schulze Method of Voting", arXiv:1804.02973',
    },
    (count) => {
      const { ranking, strongestPaths } = schulze(count.matrix, strength);
      const rows = strongestPaths.map((row) => spread(count, texts(count, row)));
      return {
        rankings: [ranking],
        explain: () => ({
          figures: { strongestPaths: spread(count, rows) },
          account: [
            'A chain of majorities is as strong as its weakest link. Whoever has the stronger ' +
              'chain to the other stands above.',
          ],
        }),
      };
    },
  );
}

function named(strength: Strength): string {
  return { winning: 'its votes', margin: 'its lead', opposition: 'opposing votes' }[strength];
}

function texts({ election }: PairwiseCount, values: readonly bigint[]): string[] {
  return values.map((units) => weightText(election, units));
}

/** Totals by candidate index; somebody who does not stand has none. */
function totalsOf(count: PairwiseCount, values: readonly string[]): string[] {
  return spread(count, values).map((text) => text ?? '');
}

function minimaxVariant(strength: Strength): CountingMethod {
  return pairwiseMethod(
    {
      method: 'minimax',
      variant: strength,
      title: `Minimax (Simpson–Kramer) by ${named(strength)}`,
      source: 'Darlington, "Are Condorcet and minimax voting systems the best?", arXiv:1807.01366',
    },
    (count) => {
      const { ranking, scores } = minimax(count.matrix, strength);
      return {
        rankings: [ranking],
        explain: () => ({
          totals: totalsOf(count, texts(count, scores)),
          account: ['Each candidate is measured by the worst comparison; the mildest leads.'],
        }),
      };
    },
  );
}

function rankedPairsVariant(strength: MajorityStrength): CountingMethod {
  return pairwiseMethod(
    {
      method: 'ranked-pairs',
      variant: strength,
      title: `Ranked pairs (Tideman), strength of a majority by ${named(strength)}`,
      source: 'Tideman, "Independence of clones as a criterion", Soc. Choice Welf. 4 (1987)',
    },
    (count) => {
      const { majorities, acceptable, complete } = rankedPairs(count.matrix, strength);
      return {
        rankings: acceptable,
        complete,
        rankingBy: (order) => rankingByOrder(count.matrix.length, majorities, order),
        explain: (ranking) => {
          const { locked, skipped } = lockedFor(majorities, ranking);
          return {
            figures: {
              locked: locked.map((majority) => majorityJson(count, majority)),
              passedOver: skipped.map((majority) => majorityJson(count, majority)),
              allOutcomesListed: complete,
            },
            account: [
              `Majorities are locked in from the strongest down: ${locked.length} hold, ` +
                `${skipped.length} passed over, each for contradicting stronger ones.`,
              ...(acceptable.length > 1
                ? [`The order of equally strong majorities decides: ${acceptable.length} rankings.`]
                : []),
            ],
          };
        },
      };
    },
  );
}

function majorityJson({ election, standing }: PairwiseCount, majority: Majority) {
  return {
    winner: standing[majority.winner] as number,
    loser: standing[majority.loser] as number,
    strength: weightText(election, majority.strength),
  };
}

const copelandMethod = pairwiseMethod(
  {
    method: 'copeland',
    variant: 'half-points',
    title: 'Copeland: a point for each comparison won, half a point for each drawn',
    source: 'Saari and Merlin, "The Copeland method", Economic Theory 8 (1996)',
  },
  (count) => {
    const { ranking, doubledScores, wins, losses, draws } = copeland(count.matrix);
    const scores = doubledScores.map((doubled) => Rational.of(doubled, 2n).toString());
    return {
      rankings: [ranking],
      explain: () => ({
        totals: totalsOf(count, scores),
        figures: {
          wins: spread(count, wins),
          losses: spread(count, losses),
          draws: spread(count, draws),
        },
        account: ['Whoever wins most comparisons leads; a draw counts half.'],
      }),
    };
  },
);

const kemenyMethod = pairwiseMethod(
  {
    method: 'kemeny-young',
    variant: 'kemeny-young',
    title: `Kemeny–Young, up to ${KEMENY_CANDIDATES_LIMIT} candidates`,
    source: 'Young and Levenglick, SIAM J. Appl. Math. 35 (1978); Kemeny, Daedalus 88 (1959)',
  },
  (count) => {
    if (count.standing.length > KEMENY_CANDIDATES_LIMIT) {
      const message = `Kemeny–Young counts up to ${KEMENY_CANDIDATES_LIMIT} candidates`;
      throw new TallyError('TOO_MANY_CANDIDATES', message);
    }
    const { rankings, rankingCount, score } = kemeny(count.matrix);
    return {
      rankings: rankings.map((order) => order.map((place) => [place])),
      complete: rankingCount === BigInt(rankings.length),
      rankingBy: (order) => kemenyByOrder(count.matrix, order).map((place) => [place]),
      explain: () => ({
        figures: {
          score: weightText(count.election, score),
          rankingCount: rankingCount.toString(),
        },
        account: [
          `Of all orders of the candidates, ${rankingCount} fit the voters' comparisons best.`,
        ],
      }),
    };
  },
);

/** The counting rules of this family. */
export const pairwiseMethods: readonly CountingMethod[] = [
  schulzeVariant('winning'),
  schulzeVariant('margin'),
  rankedPairsVariant('winning'),
  rankedPairsVariant('margin'),
  minimaxVariant('winning'),
  minimaxVariant('margin'),
  minimaxVariant('opposition'),
  copelandMethod,
  kemenyMethod,
];
