import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import type { Finding } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionSpec, OptionValues } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { rankByRational } from '../ties/rank-by-rational.js';
import { throughTies } from '../seating/through-ties.js';
import { costsOf, parsePreferences, pickBy, preferences } from './budget-case.js';
import type { Costs } from './budget-case.js';
import { sumPoints } from './points.js';
import { rivalsOf, toldRivals } from './rivals.js';
import type { Rivals } from './rivals.js';

const fundingOptions: readonly OptionSpec[] = [
  {
    name: 'order',
    type: 'choice',
    choices: ['votes', 'votes-per-cost'],
    initial: 'votes',
    meaning: 'what decides who comes first',
  },
  {
    name: 'skip',
    type: 'flag',
    initial: true,
    meaning: 'true: pass over what no longer fits; false: stop there',
  },
  {
    name: 'threshold',
    type: 'rational',
    initial: '0',
    meaning: 'projects with fewer votes are out',
  },
  {
    name: 'unsupported',
    type: 'flag',
    initial: false,
    meaning: 'true: also fund projects without any vote',
  },
  {
    name: 'prefer',
    type: 'text',
    initial: 'lower-cost',
    meaning: `among equals, before the tie rule: ${preferences.join(', ')}, or none`,
  },
];

/** Funds projects from the most votes down, as far as the money goes. */
function fundGreedily(
  election: Election,
  costs: Costs,
  votes: readonly Rational[],
  options: OptionValues,
): Omit<Finding, 'account' | 'figures'> & {
  readonly figures: { readonly budget: string; readonly totalCost: string };
} {
  const threshold = options.rational('threshold');
  const eligible = hopefulIndexes(election).filter((index) => {
    const held = votes[index] as Rational;
    return (
      held.compare(threshold) >= 0 &&
      (options.flag('unsupported') || held.compare(Rational.ZERO) > 0)
    );
  });
  const rates =
    options.text('order') === 'votes'
      ? votes
      : votes.map((held, index) => {
          const cost = costs.units[index] as bigint;
          return held.div(Rational.of(cost === 0n ? 1n : cost));
        });
  const ranking = rankByRational(rates, eligible);
  const wanted = parsePreferences(options.text('prefer'));
  const rivals = rivalsOf(election);
  const { value, ...passage } = throughTies(election, options.tieRule(), (breaker) => {
    const pick = pickBy(election, votes, costs, wanted, breaker);
    const skip = options.flag('skip');
    const winnerIndexes = spend({ costs, rivals, skip }, ranking, pick);
    return { winnerIndexes };
  });
  const spent = value.winnerIndexes.reduce(
    (sum, index) => sum + (costs.units[index] as bigint),
    0n,
  );
  const scale = Rational.of(costs.scale);
  return {
    ...passage,
    rankingIndexes: ranking,
    totals: votes.map((held) => held.toString()),
    figures: {
      budget: costs.limit.div(scale).toString(),
      totalCost: Rational.of(spent).div(scale).toString(),
    },
  };
}

interface Spending {
  readonly costs: Costs;
  readonly rivals: Rivals;
  /** Whether what no longer fits is passed over. What is excluded by another always is. */
  readonly skip: boolean;
}

function spend(
  { costs, rivals, skip }: Spending,
  ranking: readonly (readonly number[])[],
  pick: (tied: readonly number[], round: number) => number,
): number[] {
  const funded: number[] = [];
  let left = costs.limit;
  const cost = (index: number): Rational => Rational.of(costs.units[index] as bigint);
  for (const group of ranking) {
    let open = [...group];
    for (;;) {
      open = open.filter((index) => !rivals.meet(index, funded));
      if (skip) open = open.filter((index) => cost(index).compare(left) <= 0);
      const together = open.reduce((sum, index) => sum.add(cost(index)), Rational.ZERO);
      const allFit = together.compare(left) <= 0;
      const sure = allFit ? open.filter((index) => !rivals.meet(index, open)) : [];
      for (const index of sure) left = left.sub(cost(index));
      funded.push(...sure);
      open = open.filter((index) => !sure.includes(index));
      if (open.length === 0) break;
      const next = open.length === 1 ? (open[0] as number) : pick(open, funded.length + 1);
      if (cost(next).compare(left) > 0) return funded;
      funded.push(next);
      left = left.sub(cost(next));
      open = open.filter((index) => index !== next);
    }
  }
  return funded;
}

const greedy: CountingMethod = {
  method: 'participatory-budgeting',
  variant: 'greedy',
  title: 'Greedy: projects from the most votes down, as far as the money goes',
  source:
    'Rey, Schmidt and Maly, "The (Computational) Social Choice Take on Indivisible ' +
    'Participatory Budgeting", arXiv:2303.00621, section 3',
  ballots: ['approval', 'score', 'allocation'],
  heedsIncompatible: true,
  options: [...fundingOptions, ...tieOptions('candidate-order')],
  count(election, options) {
    const costs = costsOf(election);
    if (costs.isCommittee) throw new TallyError('BUDGET_INVALID', 'there are no costs');
    const finding = fundGreedily(election, costs, votesOf(election), options);
    return makeResult(election, greedy, options, {
      ...finding,
      account: [
        options.flag('skip')
          ? 'Projects are funded from the most votes down; one that no longer fits is passed over.'
          : 'Projects are funded from the most votes down to the first that no longer fits.',
        ...toldRivals(election),
        `They cost ${finding.figures.totalCost} of ${finding.figures.budget}.`,
      ],
    });
  },
};

/** Votes by candidate: approvals, or points added up. */
function votesOf(election: Election): Rational[] {
  const { ballots, candidates } = election;
  if (ballots.kind !== 'approval') return sumPoints(election).totals;
  const units = candidates.map(() => 0n);
  for (let row = 0; row < ballots.count; row += 1) {
    const weight = BigInt(ballots.weights[row] as number);
    const end = ballots.offsets[row + 1] as number;
    for (let at = ballots.offsets[row] as number; at < end; at += 1) {
      const index = ballots.cells[at] as number;
      units[index] = (units[index] as bigint) + weight;
    }
  }
  return units.map((sum) => Rational.of(sum, ballots.weightDivisor));
}

const dots: CountingMethod = {
  method: 'dot-voting',
  variant: 'dots',
  title: 'Dot voting: every voter spreads a number of dots; most dots win',
  source:
    'Skowron, Slinko, Szufa and Talmon, "Participatory Budgeting with Cumulative Votes", ' +
    'arXiv:2009.02690',
  ballots: ['allocation', 'score'],
  heedsIncompatible: true,
  options: [
    {
      name: 'purse',
      type: 'rational',
      initial: null,
      meaning: 'the dots a voter has; a ballot that spends more, or less than nothing, is void',
    },
    coWinnersOption,
    ...fundingOptions,
    ...tieOptions('report'),
  ],
  count(election, options) {
    const { totals, voidWeight } = sumPoints(election, options.rationalOrNull('purse'));
    const costs = costsOf(election);
    const standing = hopefulIndexes(election);
    const ranking = rankByRational(totals, standing);
    const finding = costs.isCommittee
      ? {
          ...seatsByRanking(election, ranking, options.tieRule(), options.flag('co-winners')),
          rankingIndexes: ranking,
          totals: totals.map((sum) => sum.toString()),
          figures: {},
        }
      : fundGreedily(election, costs, totals, options);
    return makeResult(election, dots, options, {
      ...finding,
      figures: { ...finding.figures, voidWeight: voidWeight.toString() },
      account: [
        'The dots on all ballots are added up.',
        ...toldRivals(election),
        ...(voidWeight.isZero() ? [] : [`Ballots of weight ${voidWeight.toString()} are void.`]),
      ],
    });
  },
};

/** The rules that fund from the most votes down. */
export const greedyMethods: readonly CountingMethod[] = [greedy, dots];
