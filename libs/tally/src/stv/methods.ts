import { countWithTies } from '../seating/count-with-ties.js';
import type { CountingMethod } from '../method/counting-method.js';
import type { OptionSpec } from '../method/options.js';
import { tieOptions } from '../method/options.js';
import { rankedBallots } from '../model/ballots.js';
import { rctabStv } from '../rctab/methods.js';
import { countGregory } from './gregory.js';
import { meekMethods } from './meek-methods.js';
import type { QuotaName } from './quotas.js';
import { quotaNames } from './quotas.js';
import { rationalVotes, scaledVotes } from './vote-arithmetic.js';

function quotaOption(initial: QuotaName): OptionSpec {
  return {
    name: 'quota',
    type: 'choice',
    choices: quotaNames,
    initial,
    meaning: 'droop: floor(V/(S+1))+1; hare: V/S; hagenbach-bischoff: V/(S+1); imperiali: V/(S+2)',
  };
}

function digitsOption(initial: number): OptionSpec {
  return {
    name: 'digits',
    type: 'integer',
    least: 0,
    most: 30,
    initial,
    meaning: 'decimals of a paper’s value; what does not fit is cut off',
  };
}

/** A weighted inclusive Gregory rule whose values are cut to some decimals. */
function scaledGregory(
  variant: string,
  title: string,
  source: string,
  defaults: { quota: QuotaName; digits: number; tie: string },
): CountingMethod {
  const method: CountingMethod = {
    method: 'stv',
    variant,
    title,
    ballots: ['ranked'],
    keepsSeats: true,
    options: [
      quotaOption(defaults.quota),
      digitsOption(defaults.digits),
      ...tieOptions(defaults.tie),
    ],
    source,
    count: (election, options) => {
      const ballots = rankedBallots(election.ballots);
      const digits = options.integer('digits');
      const arithmetic = scaledVotes(digits, ballots.weightDivisor);
      const quota = options.text('quota') as QuotaName;
      return countWithTies(election, method, options, (ties) =>
        countGregory(election, ballots, { quota, digits, arithmetic }, ties),
      );
    },
  };
  return method;
}

/** A weighted inclusive Gregory rule in exact fractions. */
function exactGregory(variant: string, quota: QuotaName): CountingMethod {
  const method: CountingMethod = {
    method: 'stv',
    variant,
    title: `STV by exact fractions (weighted inclusive Gregory), ${quota} quota`,
    ballots: ['ranked'],
    keepsSeats: true,
    options: [quotaOption(quota), ...tieOptions('tie-order')],
    source: 'Newland and Britton, How to conduct an election by the Single Transferable Vote',
    count: (election, options) => {
      const ballots = rankedBallots(election.ballots);
      const arithmetic = rationalVotes(ballots.weightDivisor);
      const quota = options.text('quota') as QuotaName;
      return countWithTies(election, method, options, (ties) =>
        countGregory(election, ballots, { quota, digits: 0, arithmetic }, ties),
      );
    },
  };
  return method;
}

/** The counting rules of this family. */
export const stvMethods: readonly CountingMethod[] = [
  scaledGregory(
    'scottish',
    'STV as in Scottish council elections: Droop quota, weighted inclusive Gregory, 5 decimals',
    'The Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1, rules 46 to 52',
    { quota: 'droop', digits: 5, tie: 'previous-rounds,tie-order' },
  ),
  scaledGregory(
    'wigm-prf',
    'STV by the reference WIGM rule: quota and values in 4 decimals',
    'Proportional Representation Foundation, Reference WIGM Rule (prfound.org)',
    { quota: 'droop-unit', digits: 4, tie: 'tie-order' },
  ),
  ...meekMethods,
  exactGregory('gregory-droop', 'droop'),
  exactGregory('gregory-hare', 'hare'),
  exactGregory('gregory-hagenbach-bischoff', 'hagenbach-bischoff'),
  exactGregory('gregory-imperiali', 'imperiali'),
  ...rctabStv,
];
