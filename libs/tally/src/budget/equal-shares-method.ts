import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionSpec } from '../method/options.js';
import { TallyError } from '../model/errors.js';
import { trueWeight } from '../model/weights.js';
import { rankByScore } from '../pairwise/minimax.js';
import { rankByRational } from '../ties/rank-by-rational.js';
import { throughTies } from '../seating/through-ties.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { costsOf, parsePreferences, pickBy, preferences, pursefulOf } from './budget-case.js';
import { completeByPhragmen, fillUp, fundByRaising, fundOnce } from './completions.js';
import type { Funding, Pick } from './completions.js';
import { accountOf, figuresOf, roundOf } from './equal-shares-account.js';
import type { Setting } from './equal-shares-account.js';
import { equalShares } from './equal-shares.js';
import type { Utility } from './equal-shares.js';

const completions = [
  'none',
  'add1',
  'utilitarian',
  'approval',
  'add1-utilitarian',
  'greedy',
  'increment',
  'phragmen',
] as const;

const options: readonly OptionSpec[] = [
  {
    name: 'completion',
    type: 'choice',
    choices: completions,
    initial: 'none',
    meaning:
      'what is done with money left over: nothing; raise every share (add1); by votes ' +
      '(utilitarian, the same as approval); both; by votes per cost (greedy); raise the whole ' +
      'budget (increment); Phragmén',
  },
  {
    name: 'increment',
    type: 'rational',
    initial: '1',
    meaning: 'add1: how much every voter gets more in each further run',
  },
  {
    name: 'integral',
    type: 'flag',
    initial: true,
    meaning: 'add1: the first run gives every voter a whole amount',
  },
  {
    name: 'exhaustive',
    type: 'flag',
    initial: true,
    meaning: 'add1: stop as soon as no further project would fit, not only when one run costs more',
  },
  {
    name: 'step',
    type: 'rational',
    initial: null,
    meaning: 'increment: how much the budget grows; left out: 1 seat, or 1/100 of the budget',
  },
  {
    name: 'prefer',
    type: 'text',
    initial: 'more-votes,lower-cost',
    meaning: `among equally good projects, before the tie rule: ${preferences.join(', ')}, or none`,
  },
  {
    name: 'prefer-left',
    type: 'text',
    initial: 'none',
    meaning: 'the same among equals for the money left over',
  },
  {
    name: 'unsupported',
    type: 'flag',
    initial: false,
    meaning: 'true: money left over may go to projects nobody approves',
  },
  ...tieOptions('candidate-order'),
];

function equalSharesVariant(utility: Utility, title: string): CountingMethod {
  const frame = {
    method: 'equal-shares',
    variant: utility,
    title,
    source: 'Peters, Pierczyński and Skowron, arXiv:2008.13276; equalshares.net',
  };
  return {
    ...frame,
    ballots: ['approval'],
    options,
    heedsIncompatible: true,
    count(election, values) {
      const costs = costsOf(election);
      const purseful = pursefulOf(election, costs, utility);
      const setting: Setting = { election, costs, purseful, options: values };
      const passage = throughTies(election, values.tieRule(), (breaker) => fund(setting, breaker));
      const { value, ...decided } = passage;
      return makeResult(election, frame, values, {
        ...decided,
        rounds: value.purchases.map((purchase, at) =>
          roundOf(setting, purchase, at + 1, value.purchases.slice(0, at)),
        ),
        totals: purseful.budget.profile.support.map((units) =>
          trueWeight(election.ballots, units).toString(),
        ),
        figures: figuresOf(setting, value),
        account: accountOf(setting, value, decided.winnerIndexes),
      });
    },
  };
}

type Funded = Funding & { readonly winnerIndexes: readonly number[] };

function fund(setting: Setting, breaker: TieBreaker): Funded {
  const { election, costs, purseful, options: values } = setting;
  const votes = purseful.budget.profile.support;
  const wanted = parsePreferences(values.text('prefer'));
  const pick = pickBy(election, votes, costs, wanted, breaker);
  if (purseful.voters.isZero()) {
    return { projects: [], purchases: [], endowment: Rational.ZERO, winnerIndexes: [] };
  }
  const wantedLeft = parsePreferences(values.text('prefer-left'));
  const funding = complete(
    setting,
    pick,
    pickBy(election, votes, costs, wantedLeft, breaker, 'completion'),
  );
  return { ...funding, winnerIndexes: funding.projects };
}

/** What every voter gets, per unit of ballot weight, if the whole money is shared out. */
function evenShare({ purseful }: Setting): Rational {
  return purseful.limit.div(Rational.of(purseful.budget.profile.totalWeight));
}

function complete(setting: Setting, pick: Pick, pickLeft: Pick): Funding {
  const { purseful, costs, election, options: values } = setting;
  const most = costs.isCommittee ? election.seats : Number.POSITIVE_INFINITY;
  const completion = values.text('completion');
  switch (completion) {
    case 'add1':
      return addOne(setting, pick);
    case 'add1-utilitarian':
      return fillByVotes(setting, addOne(setting, pick), pickLeft);
    case 'increment':
      return costs.isCommittee
        ? raiseSeats(setting, pick, pickLeft)
        : fundByRaising(purseful, budgetRaise(setting), pick);
    case 'phragmen': {
      const endowment = evenShare(setting);
      const run = equalShares(purseful.budget, endowment, pick, most);
      const projects = completeByPhragmen(purseful, run, pick, most);
      return { purchases: run.purchases, projects, endowment };
    }
    default: {
      const funding = fundOnce(purseful, evenShare(setting), pick);
      if (completion === 'none') return funding;
      return completion === 'greedy'
        ? fillByVotesPerCost(setting, funding, pickLeft)
        : fillByVotes(setting, funding, pickLeft);
    }
  }
}

function addOne(setting: Setting, pick: Pick): Funding {
  const { purseful, costs, election, options: values } = setting;
  const perVoter = Rational.of(costs.scale, election.ballots.weightDivisor);
  const share = evenShare(setting);
  const start = values.flag('integral')
    ? Rational.of(share.div(perVoter).floor()).mul(perVoter)
    : share;
  const step = positive(values.rational('increment'), 'increment').mul(perVoter);
  const stopWhenExhaustive = values.flag('exhaustive');
  const candidates = election.candidates.map((_, index) => index);
  return fundByRaising(purseful, { start, step, stopWhenExhaustive, candidates }, pick);
}

function budgetRaise(setting: Setting) {
  const { purseful, costs, options: values } = setting;
  const { profile, open } = purseful.budget;
  const given = values.rationalOrNull('step');
  const step = given
    ? positive(given, 'step').mul(Rational.of(costs.scale))
    : purseful.limit.div(Rational.of(100));
  return {
    start: evenShare(setting),
    step: step.div(Rational.of(profile.totalWeight)),
    stopWhenExhaustive: true,
    candidates: open,
  };
}

function positive(value: Rational, name: string): Rational {
  if (value.compare(Rational.ZERO) > 0) return value;
  throw new TallyError('OPTION_INVALID', `${name} has to be above zero`);
}

/** A committee: the seats that are paid for are raised until the committee is full. */
function raiseSeats(setting: Setting, pick: Pick, pickLeft: Pick): Funding {
  const { purseful, election, options: values } = setting;
  const { budget } = purseful;
  const { seats } = election;
  const step = positive(values.rationalOrNull('step') ?? Rational.ONE, 'step');
  const voters = Rational.of(budget.profile.totalWeight);
  const supported = budget.profile.support.filter((units) => units > 0n).length;
  if (supported < seats) {
    const nothing = { purchases: [], projects: [], endowment: evenShare(setting) };
    return fillByVotes(setting, nothing, pickLeft, true);
  }
  for (let paid = Rational.of(seats); ; paid = paid.add(step)) {
    const endowment = paid.div(voters);
    const { purchases } = equalShares(budget, endowment, pick, seats);
    if (purchases.length === seats) {
      return { purchases, projects: purchases.map(({ project }) => project), endowment };
    }
  }
}

function fillByVotes(setting: Setting, funding: Funding, pick: Pick, all = false): Funding {
  const { purseful } = setting;
  const order = leftOverOrder(setting, all);
  const support = order.map((project) => purseful.budget.profile.support[project] as bigint);
  const groups = rankByScore(support).map((group) => group.map((at) => order[at] as number));
  return { ...funding, projects: fillUp(purseful, funding.projects, groups, pick) };
}

/** By the votes per unit of utility's cost: votes alone where the utility is the cost itself. */
function fillByVotesPerCost(setting: Setting, funding: Funding, pick: Pick): Funding {
  const { purseful, costs } = setting;
  if (purseful.budget.utility === 'cost') return fillByVotes(setting, funding, pick);
  const rates = purseful.budget.profile.support.map((units, project) => {
    const cost = costs.units[project] as bigint;
    return Rational.of(units, cost === 0n ? 1n : cost);
  });
  const groups = rankByRational(rates, leftOverOrder(setting, false));
  return { ...funding, projects: fillUp(purseful, funding.projects, groups, pick) };
}

function leftOverOrder({ purseful, costs, options: values }: Setting, all: boolean): number[] {
  const { open, profile } = purseful.budget;
  const everybody = all || costs.isCommittee || values.flag('unsupported');
  return open.filter((project) => everybody || (profile.support[project] as bigint) > 0n);
}

/** The method of equal shares, by both utilities. */
export const equalSharesMethods: readonly CountingMethod[] = [
  equalSharesVariant('cost', 'Equal shares, where a project is worth its cost to a supporter'),
  equalSharesVariant('cardinality', 'Equal shares, where every project is worth the same'),
];
