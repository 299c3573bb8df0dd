import { count, rankedElection } from '@rochdale/tally';
import { z } from 'zod';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  countedByOptions,
  countOptions,
  countPatiently,
  isSettled,
  tallyOf,
} from '../options/option-count.js';
import { checkOptions, maxOptions, optionList } from '../options/options.js';
import { countToldOptions } from '../options/told-count.js';
import { leftOutOf, standingIn } from '../options/left-out.js';
import { pairsApart, pointsApart, runOffApart } from '../options/told-steps.js';
import type { RanksMark } from '../options/ranks.js';
import {
  checkRanks,
  rankingOf,
  rankingsFormat,
  ranksMark,
  ranksNobody,
  withoutRanks,
} from '../options/ranks.js';

const rule = z.strictObject({
  options: optionList.optional(),
  method: z.enum(['irv', 'schulze', 'ranked-pairs', 'borda']),
  /** Whether several options may share a rank. */
  equalRanks: z.boolean(),
  /** How many options a ballot may rank at most; null for all. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
});
type Rule = z.infer<typeof rule>;

const variants: Readonly<Record<Rule['method'], string>> = {
  irv: 'irv-single-elimination',
  schulze: 'winning',
  'ranked-pairs': 'winning',
  borda: 'n-1..0',
};

/** Options that nobody ranks first go before all others, and take no ballot along. */
function firstOut(method: Rule['method'], rankings: readonly number[][][], size: number): number[] {
  if (method !== 'irv') return [];
  const first = new Set(rankings.flatMap(([best = []]) => best));
  return Array.from({ length: size }, (_, index) => index).filter((index) => !first.has(index));
}

const way: OptionWay<RanksMark, Rule> = {
  abstains: ranksNobody,
  tally(groups, held, ties) {
    const { candidates, withdrawn: out = [], ...frame } = standingIn(held);
    const rankings = groups.map((group) => rankingOf(group.mark));
    const withdrawn = [...out, ...firstOut(held.method, rankings, candidates.length)];
    const ballots = groups.map(({ weight }, nth) => [weight, rankings[nth] ?? []] as const);
    const { method } = held;
    return countPatiently(rankedElection({ ...frame, candidates, withdrawn }, ballots), {
      method,
      variant: variants[method],
      options: ties,
    });
  },
  tieSteps: ({ method }) => (method === 'irv' ? ['previous-rounds'] : []),
  winnersHaveVotes: () => false,
  told: {
    method: ({ method }) => ({ method, variant: variants[method] }),
    again: againFromPairs,
    apart(steps, sides, held) {
      const { method } = held;
      if (method === 'irv') return runOffApart(steps, sides);
      return method === 'borda'
        ? pointsApart(steps, sides, leftOutOf(held).length)
        : pairsApart(steps, sides);
    },
  },
};

type Again = NonNullable<NonNullable<(typeof way)['told']>['again']>;

/** How many prefer which of each two is enough for what compares options by twos. */
function againFromPairs(
  ...[{ pairwise = [] }, sides, held, ties]: Parameters<Again>
): ReturnType<Again> {
  const { method } = held;
  if (method === 'irv' || method === 'borda') return null;
  const pairs = pairwise.flatMap((row, one) =>
    row.map((weight, other) => [weight, [one, other]] as const),
  );
  const ballots = pairs.filter(([weight]) => /^[1-9]\d*$/.test(weight));
  const { candidates, withdrawn = [], notes = [] } = standingIn(held);
  const election = rankedElection({ candidates, withdrawn }, ballots, 'no-opinion');
  const again = tallyOf(() =>
    count(election, { method, variant: variants[method], options: ties, ways: 2000 }),
  );
  if (again === null) return null;
  const voters = `${sides} votes rank ${candidates.length - withdrawn.length} candidates`;
  return {
    ...again,
    account: [...notes, `${voters}; each two of them are compared.`, ...again.account.slice(1)],
  };
}

/** Options in order of preference, counted by the method of the rule; one wins. */
defineBallotKind<RanksMark, Rule, OptionCount>({
  name: 'ranking',
  mark: ranksMark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  contradiction: (held) =>
    held.method === 'irv' && held.equalRanks
      ? 'An instant run-off needs one option in each rank.'
      : contradictionOfOptions(held),
  classOf: () => 'minority',
  check(said, vote) {
    const numbers = said.ranks.map(({ option }) => option);
    checkOptions(numbers, vote.rule, vote.rule.maximum);
    checkRanks(said, vote.rule.equalRanks);
  },
  abstains: ranksNobody,
  without: withoutRanks,
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, ranksNobody),
  inFormat: rankingsFormat(() => 1),
});
