import { countWithTies } from '../seating/count-with-ties.js';
import type { CountingMethod } from '../method/counting-method.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { tieOptions } from '../method/options.js';
import { rankedBallots } from '../model/ballots.js';
import { countRctab } from './rctab-count.js';
import type { RctabRule, WinnerMode } from './rctab-rule.js';

const source = 'RCTab 2.0, Universal Ranked Choice Voting Tabulator (BrightSpots/rcv), its rules';

function flag(name: string, meaning: string): OptionSpec {
  return { name, type: 'flag', initial: false, meaning };
}

const paperOptions: readonly OptionSpec[] = [
  {
    name: 'overvotes',
    type: 'choice',
    choices: ['skip', 'exhaust', 'exhaust-if-multiple-continuing'],
    initial: 'exhaust',
    meaning: 'what a rank with several marks does to the paper',
  },
  {
    name: 'skipped-ranks',
    type: 'integer',
    least: 0,
    initial: null,
    meaning: 'empty ranks in a row that a paper may have; any number when not given',
  },
  {
    name: 'max-rankings',
    type: 'integer',
    least: 1,
    initial: null,
    meaning: 'ranks of a paper that are read; all when not given',
  },
  flag('exhaust-on-duplicate', 'whether a candidate ranked twice ends the paper'),
  {
    name: 'digits',
    type: 'integer',
    least: 1,
    most: 20,
    initial: 4,
    meaning: 'decimals of transfer values; what does not fit is cut off',
  },
];

const countOptions: readonly OptionSpec[] = [
  flag('fractional-threshold', 'whether the threshold has decimals too'),
  flag('hare', 'threshold votes/seats, rounded up, instead of more than votes/(seats+1)'),
  flag('batch', 'whether candidates who cannot win any more are eliminated together'),
  flag('until-two', 'whether the count goes on until two candidates are left'),
  flag('first-round-threshold', 'whether the first round sets the threshold for all rounds'),
  {
    name: 'minimum-votes',
    type: 'rational',
    initial: '0',
    meaning: 'candidates with fewer votes are eliminated first',
  },
];

const percentageOption: OptionSpec = {
  name: 'percentage',
  type: 'rational',
  initial: '15/100',
  meaning: 'the share of the active votes that every winner has to have',
};

function ruleOf(options: OptionValues, mode: WinnerMode): RctabRule {
  return {
    mode,
    overvotes: options.text('overvotes') as RctabRule['overvotes'],
    skippedRanks: options.integerOrNull('skipped-ranks'),
    maxRankings: options.integerOrNull('max-rankings'),
    exhaustOnDuplicate: options.flag('exhaust-on-duplicate'),
    digits: options.integer('digits'),
    fractionalThreshold: options.flag('fractional-threshold'),
    hareQuota: options.flag('hare'),
    batchElimination: options.flag('batch'),
    untilTwo: options.flag('until-two'),
    firstRoundThreshold: options.flag('first-round-threshold'),
    minimumVotes: options.rational('minimum-votes'),
    percentage: options.rational('percentage'),
  };
}

function rctab(name: [string, string], title: string, mode: WinnerMode): CountingMethod {
  const [method, variant] = name;
  const counting: CountingMethod = {
    method,
    variant,
    title,
    ballots: ['ranked'],
    options: [...paperOptions, ...countOptions, percentageOption, ...tieOptions('candidate-order')],
    source,
    count: (election, options) => {
      const ballots = rankedBallots(election.ballots);
      const rule = ruleOf(options, mode);
      return countWithTies(election, counting, options, (ties) =>
        countRctab(election, ballots, rule, ties),
      );
    },
  };
  return counting;
}

/** IRV under RCTab's rules. */
export const rctabIrv: CountingMethod = rctab(
  ['irv', 'irv'],
  'Instant run-off under RCTab’s rules for skipped ranks, overvotes, duplicates and batches',
  'single-winner',
);

/** STV under RCTab's rules. */
export const rctabStv: readonly CountingMethod[] = [
  rctab(
    ['stv', 'stv-rctab-wigm'],
    'STV under RCTab’s rules, everybody at the threshold elected at once',
    'many-per-round',
  ),
  rctab(
    ['stv', 'stv-rctab-wigm-one-per-round'],
    'STV under RCTab’s rules, one candidate elected a round',
    'one-per-round',
  ),
];

/** Bottoms-up: the lowest are eliminated until as many are left as win. */
export const bottomsUpMethods: readonly CountingMethod[] = [
  rctab(
    ['bottoms-up', 'bottoms-up'],
    'The lowest are eliminated, one by one, until as many are left as there are seats',
    'bottoms-up',
  ),
  rctab(
    ['bottoms-up', 'bottomsUpUsingPercentageThreshold'],
    'The lowest are eliminated until everybody left has a share of the votes; all of them win',
    'bottoms-up-percentage',
  ),
];
