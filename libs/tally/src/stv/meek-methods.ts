import { countWithTies } from '../seating/count-with-ties.js';
import type { CountingMethod } from '../method/counting-method.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { tieOptions } from '../method/options.js';
import { rankedBallots } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';
import type { MeekRule } from './meek-rule.js';
import { countMeek } from './meek.js';
import { requireStrictRanks } from './piles.js';

function iterationOptions(digits: number, guard: number, omega: string): OptionSpec[] {
  return [
    {
      name: 'digits',
      type: 'integer',
      least: 1,
      most: 40,
      initial: digits,
      meaning: 'decimals of votes, quota and keep values',
    },
    {
      name: 'guard',
      type: 'integer',
      least: 0,
      most: 40,
      initial: guard,
      meaning: 'further decimals, not shown; with them the quota is exact and must be exceeded',
    },
    {
      name: 'omega',
      type: 'rational',
      initial: omega,
      meaning: 'the iteration ends when all surpluses together are below this',
    },
  ];
}

const batchOption: OptionSpec = {
  name: 'batch',
  type: 'choice',
  choices: ['none', 'sure-losers'],
  initial: 'none',
  meaning: 'whether candidates who cannot catch up any more are excluded together',
};

interface Shape {
  readonly variant: string;
  readonly title: string;
  readonly source: string;
  readonly options: readonly OptionSpec[];
  readonly equalRanks: boolean;
  rule(options: OptionValues): MeekRule;
}

function iterative(shape: Shape): CountingMethod {
  const method: CountingMethod = {
    method: 'stv',
    variant: shape.variant,
    title: shape.title,
    ballots: ['ranked'],
    keepsSeats: true,
    options: [...shape.options, ...tieOptions('tie-order')],
    source: shape.source,
    count: (election, options) => {
      const ballots = rankedBallots(election.ballots);
      if (!shape.equalRanks) requireStrictRanks(ballots);
      const rule = shape.rule(options);
      if (rule.omega.isNegative() || rule.omega.isZero()) {
        throw new TallyError('OPTION_INVALID', 'omega must be above zero');
      }
      return countWithTies(election, method, options, (ties) =>
        countMeek(election, ballots, rule, ties),
      );
    },
  };
  return method;
}

function parametric(options: OptionValues, kind: 'meek' | 'warren'): MeekRule {
  return {
    kind,
    digits: options.integer('digits'),
    guard: options.integer('guard'),
    kept: 'cut',
    omega: options.rational('omega'),
    omegaIncluded: true,
    batch: options.text('batch') as MeekRule['batch'],
    finalRound: true,
  };
}

const meekSource =
  'B. L. Meek, Une nouvelle approche du scrutin transférable (1969); ' +
  'I. D. Hill, B. A. Wichmann and D. R. Woodall, Algorithm 123 (1987)';

/** The iterative rules of STV. */
export const meekMethods: readonly CountingMethod[] = [
  iterative({
    variant: 'meek-prf',
    title: 'Meek STV by the reference rule: 9 decimals, kept votes rounded up',
    source: 'Proportional Representation Foundation, Reference Meek Rule (prfound.org)',
    options: iterationOptions(9, 0, '1e-6').filter(({ name }) => name !== 'guard'),
    equalRanks: false,
    rule: (options) => ({
      kind: 'meek',
      digits: options.integer('digits'),
      guard: 0,
      kept: 'up',
      omega: options.rational('omega'),
      omegaIncluded: false,
      batch: 'none',
      finalRound: false,
    }),
  }),
  iterative({
    variant: 'meek',
    title: 'Meek STV, quasi-exact',
    source: meekSource,
    options: [...iterationOptions(18, 9, '1e-9'), { ...batchOption, initial: 'sure-losers' }],
    equalRanks: false,
    rule: (options) => parametric(options, 'meek'),
  }),
  iterative({
    variant: 'warren',
    title: 'Warren STV, quasi-exact: each elected takes the same price of every paper',
    source: 'C. H. E. Warren, Counting in STV elections, Voting matters 1 (1994)',
    options: [...iterationOptions(18, 9, '1e-9'), { ...batchOption, initial: 'sure-losers' }],
    equalRanks: false,
    rule: (options) => parametric(options, 'warren'),
  }),
  iterative({
    variant: 'meek-equal-ranks-superposition',
    title: 'Meek STV where a ballot with equal ranks counts as the average of all its orders',
    source: `${meekSource}; equal ranks as in Hill, Voting matters 12`,
    options: [...iterationOptions(9, 0, '1e-6'), batchOption],
    equalRanks: true,
    rule: (options) => parametric(options, 'meek'),
  }),
];
