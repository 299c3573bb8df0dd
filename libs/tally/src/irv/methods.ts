import { countWithTies } from '../seating/count-with-ties.js';
import type { CountingMethod } from '../method/counting-method.js';
import { tieOptions } from '../method/options.js';
import { rankedBallots } from '../model/ballots.js';
import { bottomsUpMethods, rctabIrv } from '../rctab/methods.js';
import { countIrv } from './irv.js';

const plain: CountingMethod = {
  method: 'irv',
  variant: 'irv-single-elimination',
  title: 'Instant run-off: one elimination a round until somebody has more than half',
  ballots: ['ranked'],
  options: tieOptions('previous-rounds,candidate-order'),
  source: 'Robert’s Rules of Order Newly Revised (12th ed.) 45:62, preferential voting',
  count: (election, options) => {
    const ballots = rankedBallots(election.ballots);
    return countWithTies(election, plain, options, (ties) => countIrv(election, ballots, ties));
  },
};

/** The counting rules of this family. */
export const irvMethods: readonly CountingMethod[] = [plain, rctabIrv, ...bottomsUpMethods];
