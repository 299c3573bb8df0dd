import { formatDecimal } from '@rochdale/platform';
import { approvalElection, Rational, writePabulib } from '@rochdale/tally';
import type { Election, RawOptions } from '@rochdale/tally';
import { z } from 'zod';
import type { BallotGroup, CountedVote, Verdict } from '../ballot-kind.js';
import { CountApart, defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  countedByOptions,
  countOptions,
  countPatiently,
  isSettled,
  tallied,
} from '../options/option-count.js';
import {
  checkOptions,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';
import { givenOf, laidOutAs } from '../options/laid-out.js';
import { countToldOptions } from '../options/told-count.js';
import { allowedBy, isLeftOpen } from '../options/told-steps.js';
import type { ToldSteps } from '../options/told-steps.js';
import type { Spending } from './spending.js';
import { contradictionOfSpending, costOf, spendingOf, spendingShape } from './spending.js';

/** The projects that a ballot is for, by number; none abstains. */
const mark = z.strictObject({
  projects: z
    .array(optionNumber)
    .max(maxOptions)
    .overwrite((numbers) => numbers.toSorted((one, other) => one - other)),
});
type Mark = z.infer<typeof mark>;

const brings = z.strictObject({ spending: spendingShape });

const rule = z.strictObject({
  /** The projects. */
  options: optionList.optional(),
  spending: spendingShape.optional(),
  /**
   * `greedy`: from the most votes down, as far as the money goes. `equal-shares`: each voter has
   * the same share of the money, and supporters pay for a project together; what is left over goes
   * from the most votes down.
   */
  method: z.enum(['greedy', 'equal-shares']),
  /** How many projects a ballot may be for at most; null for all. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
});
type Rule = z.infer<typeof rule>;

const abstains = ({ projects }: Mark): boolean => projects.length === 0;

const methods: Readonly<Record<Rule['method'], { method: string; variant: string } & RawOptions>> =
  {
    greedy: { method: 'participatory-budgeting', variant: 'greedy' },
    'equal-shares': { method: 'equal-shares', variant: 'cost', completion: 'utilitarian' },
  };

type Groups = readonly BallotGroup<Mark>[];

/** Ballots that take a side, and what projects cost: in minor units, or as `amount` has them. */
function electionOf(
  groups: Groups,
  held: Rule,
  { title = '', amount = (minor: bigint) => Rational.of(minor) } = {},
): Election {
  const { budgetMinor, costsMinor, incompatible } = spendingOf(held);
  return approvalElection(
    {
      title,
      candidates: optionsOf(held).map((name, at) => ({
        name,
        cost: amount(BigInt(costsMinor[at] ?? '0')),
      })),
      budget: amount(BigInt(budgetMinor)),
      incompatible: incompatible.map((group) => group.map((number) => number - 1)),
    },
    groups.map((group) => [group.weight, group.mark.projects.map((number) => number - 1)]),
  );
}

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, held, ties) {
    const { method, variant, ...options } = methods[held.method];
    const request = { method, variant, options: { ...options, ...ties } };
    return countPatiently(electionOf(groups, held), request);
  },
  winnersHaveVotes: () => true,
  told: {
    method: ({ method }) => methods[method],
    again: againFromVotes,
    apart: (steps, sides, held) =>
      held.method === 'greedy' ? null : sharesApart(steps, sides, held),
  },
};

type Again = NonNullable<NonNullable<(typeof way)['told']>['again']>;

/** Ballots with so many votes for each project. @throws CountApart where none have */
function laidOutFor(steps: ToldSteps, sides: bigint, held: Rule): BallotGroup<Mark>[] {
  const groups = laidOutAs(steps.totals, sides, optionsOf(held).length, givenOf);
  const isOnce = groups?.every(({ mark: given }) => given.every(({ units }) => units === 1));
  const most = held.maximum ?? maxOptions;
  const isOne = groups?.every(({ mark: given }) => given.length >= 1 && given.length <= most);
  if (groups === null || isOnce !== true || isOne !== true) throw new CountApart('steps.totals');
  return groups.map((group) => ({
    ...group,
    mark: { projects: group.mark.map(({ option }) => option) },
  }));
}

/** How many are for each project is enough for the most votes first. */
function againFromVotes(...[steps, sides, held, ties]: Parameters<Again>): ReturnType<Again> {
  const groups = laidOutFor(steps, sides, held);
  return held.method === 'greedy' ? tallied(way, groups, held, ties) : null;
}

/** What is bought by equal shares is paid for, goes together, and costs what is told. */
function sharesApart(steps: ToldSteps, sides: bigint, held: Rule): string | null {
  const spending = spendingOf(held);
  const { budgetMinor, costsMinor, incompatible } = spending;
  const { figures = {}, rounds = [] } = steps;
  const bought = rounds.flatMap(({ elected }) => elected);
  for (const set of allowedBy(steps)) {
    const numbers = set.map((index) => index + 1);
    const isDear = costOf(spending, numbers) > BigInt(budgetMinor);
    const isRival = incompatible.some(
      (group) => group.filter((number) => numbers.includes(number)).length > 1,
    );
    if (isDear || isRival) return 'winners';
  }
  if (!allowedBy(steps).some((set) => bought.every((index) => set.includes(index))))
    return 'rounds';
  const wrong = rounds.findIndex(({ elected, figures: own }) =>
    elected.some((index) => own?.['cost'] !== costsMinor[index]),
  );
  if (wrong >= 0) return `rounds.${wrong}`;
  if (figures['budget'] !== budgetMinor) return 'figures.budget';
  const spent = costOf(
    spending,
    steps.winnerIndexes.map((index) => index + 1),
  ).toString();
  return isLeftOpen(steps) || figures['totalCost'] === spent ? null : 'figures.totalCost';
}

/** Too little is spent: then nothing is, and the money waits for better projects. */
function atLeast(verdict: Verdict<OptionCount>, spending: Spending): Verdict<OptionCount> {
  const { minimumSpendMinor } = spending;
  if (verdict.outcome !== 'passed' || minimumSpendMinor === null) return verdict;
  if (costOf(spending, verdict.count.winners) >= BigInt(minimumSpendMinor)) return verdict;
  const count = { ...verdict.count, winners: [] };
  return { outcome: 'rejected', reason: 'minimum-not-spent', count };
}

function counted(
  groups: Iterable<BallotGroup<Mark>>,
  vote: CountedVote<Rule>,
  seed: string | null = null,
): Verdict<OptionCount> {
  return atLeast(countOptions(way, groups, vote, seed), spendingOf(vote.rule));
}

/** What Pabulib has no field for. Whoever counts by the file alone has to heed it. */
function comments({ incompatible, minimumSpendMinor, currency }: Spending): string[] {
  const groups = incompatible.map((group) => `At most one is funded of ${group.join(', ')}.`);
  if (minimumSpendMinor === null) return groups;
  const least = formatDecimal(BigInt(minimumSpendMinor), currency);
  return [...groups, `Nothing is funded where less than ${least} would be spent.`];
}

/** The ballots that are for something, a row each, and what projects cost in the currency. */
function pabulibOf(groups: Groups, held: Rule, title: string): string {
  const spending = spendingOf(held);
  const amount = (minor: bigint) =>
    Rational.parse(formatDecimal(minor, spending.currency)) ?? Rational.ZERO;
  const sides = groups.filter((group) => !abstains(group.mark));
  const frame = {
    rule: held.method === 'greedy' ? 'greedy' : 'equalshares',
    currency: spending.currency,
    comments: comments(spending),
    ...(held.maximum === null ? {} : { maxLength: held.maximum }),
  };
  return [...writePabulib(electionOf(sides, held, { title, amount }), frame)].join('');
}

/** Which projects a sum of money pays for, by the votes for each; the winners are paid for. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'budget',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  brings,
  contradiction: (held) =>
    contradictionOfOptions(held) ?? contradictionOfSpending(held.options, held.spending),
  classOf: () => 'minority',
  check: ({ projects }, vote) => checkOptions(projects, vote.rule, vote.rule.maximum),
  abstains,
  count: (groups, vote) => counted(groups, vote),
  breakTie: (_tied, seed, groups, vote) => counted(groups, vote, seed),
  countTold: (told, vote, seed) =>
    atLeast(countToldOptions(way, told, vote, seed), spendingOf(vote.rule)),
  certain: (groups, vote) => isSettled([...groups], vote, abstains),
  inFormat: {
    format: 'pabulib',
    hasWeights: false,
    write: (groups, { rule: held, title }) => pabulibOf([...groups], held, title),
  },
});
