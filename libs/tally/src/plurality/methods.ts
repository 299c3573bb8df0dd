import { countWithTies } from '../seating/count-with-ties.js';
import type { CountingMethod } from '../method/counting-method.js';
import { tieOptions } from '../method/options.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { countPlurality } from './plurality.js';
import { countTwoRounds } from './two-round.js';

function plurality(
  variant: string,
  title: string,
  marks: (election: Election) => number,
): CountingMethod {
  const method: CountingMethod = {
    method: 'plurality',
    variant,
    title,
    ballots: ['approval', 'ranked'],
    options: tieOptions('candidate-order'),
    source: 'Robert’s Rules of Order Newly Revised (12th ed.) 44:11 (plurality vote)',
    count: (election, options) => {
      const most = marks(election);
      return countWithTies(election, method, options, (ties) =>
        countPlurality(election, most, ties),
      );
    },
  };
  return method;
}

function oneSeat(election: Election): number {
  if (election.seats === 1) return 1;
  throw new TallyError('SEATS_INVALID', `fptp fills one seat, not ${election.seats}; try sntv`);
}

const twoRound: CountingMethod = {
  method: 'two-round',
  variant: 'contingent',
  title: 'Two rounds on one ranking: majority of first choices, else the top two meet',
  ballots: ['ranked', 'approval'],
  options: tieOptions('candidate-order'),
  source: 'Supplementary/contingent vote, as for the Sri Lankan presidency (Constitution, art. 94)',
  count: (election, options) =>
    countWithTies(election, twoRound, options, (ties) => countTwoRounds(election, ties)),
};

/** The counting rules of this family. */
export const pluralityMethods: readonly CountingMethod[] = [
  plurality('fptp', 'One vote, one seat, the most votes win', oneSeat),
  plurality('sntv', 'One vote, several seats, the most votes win', () => 1),
  plurality('block', 'As many votes as seats, the most votes win', ({ seats }) => seats),
  twoRound,
];
