import { count, rankedElection } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount, OptionWay } from '../options/option-count.js';
import {
  contradictionOfOptions,
  countedByOptions,
  countOptions,
  isSettled,
} from '../options/option-count.js';
import {
  checkOptions,
  inOrder,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';

/** Options by number with their ranks, 1 the best. Who is left out is last; none abstains. */
const mark = z.strictObject({
  ranks: z
    .array(z.strictObject({ option: optionNumber, rank: z.int().min(1).max(1_000_000) }))
    .max(maxOptions)
    .overwrite(inOrder),
});
type Mark = z.infer<typeof mark>;

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

/** Indexes of options, best first, those of one rank together. */
function ranking({ ranks }: Mark): number[][] {
  const byRank = new Map<number, number[]>();
  for (const { option, rank } of ranks) {
    byRank.set(rank, [...(byRank.get(rank) ?? []), option - 1]);
  }
  return [...byRank].toSorted(([one], [other]) => one - other).map(([, options]) => options);
}

const abstains = ({ ranks }: Mark): boolean => ranks.length === 0;

/** Options that nobody ranks first go before all others, and take no ballot along. */
function firstOut(method: Rule['method'], rankings: readonly number[][][], size: number): number[] {
  if (method !== 'irv') return [];
  const first = new Set(rankings.flatMap(([best = []]) => best));
  return Array.from({ length: size }, (_, index) => index).filter((index) => !first.has(index));
}

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, held, ties) {
    const candidates = optionsOf(held);
    const rankings = groups.map((group) => ranking(group.mark));
    const withdrawn = firstOut(held.method, rankings, candidates.length);
    const ballots = groups.map(({ weight }, nth) => [weight, rankings[nth] ?? []] as const);
    const { method } = held;
    return count(rankedElection({ candidates, withdrawn }, ballots), {
      method,
      variant: variants[method],
      options: ties,
    });
  },
  tieSteps: ({ method }) => (method === 'irv' ? ['previous-rounds'] : []),
  winnersHaveVotes: () => false,
};

/** @throws CodedError RANK_REPEATED, RANK_SKIPPED */
function checkRanks({ ranks }: Mark, { equalRanks }: Rule): void {
  const path = ['mark'];
  const all = ranks.map(({ rank }) => rank).toSorted((one, other) => one - other);
  const repeated = all.find((rank, place) => rank === all[place - 1]);
  if (repeated !== undefined && !equalRanks) {
    const message = `Two options have rank ${repeated}.`;
    throw votingErrors.error('RANK_REPEATED', message, { path, data: { rank: repeated } });
  }
  const distinct = [...new Set(all)];
  const gap = distinct.findIndex((rank, place) => rank !== place + 1);
  if (gap < 0) return;
  const message = `Ranks go from 1 on without a gap, and no option has rank ${gap + 1}.`;
  throw votingErrors.error('RANK_SKIPPED', message, { path, data: { rank: gap + 1 } });
}

/** Options in order of preference, counted by the method of the rule; one wins. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'ranking',
  mark,
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
    checkRanks(said, vote.rule);
  },
  abstains,
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, abstains),
});
