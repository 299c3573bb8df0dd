import { rankedElection } from '@rochdale/tally';
import { z } from 'zod';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  contradictionOfWinners,
  countedByOptions,
  countOptions,
  countPatiently,
  isSettled,
} from '../options/option-count.js';
import { checkOptions, maxOptions, optionList } from '../options/options.js';
import { standingIn } from '../options/left-out.js';
import { countToldOptions } from '../options/told-count.js';
import { allowedBy, roundsApart } from '../options/told-steps.js';
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
  method: z.enum(['scottish', 'meek', 'warren']),
  /** How many seats there are to win. */
  winners: z.int().min(1).max(20),
  /** How many options a ballot may rank at most; null for all. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
});
type Rule = z.infer<typeof rule>;

const variants: Readonly<Record<Rule['method'], string>> = {
  scottish: 'scottish',
  meek: 'meek-prf',
  warren: 'warren',
};

const way: OptionWay<RanksMark, Rule> = {
  abstains: ranksNobody,

  // Whom nobody ranked wins no seat: rather, one stays empty.
  tally(groups, held, ties) {
    const { candidates, ...frame } = standingIn(held);
    const ballots = groups.map((group) => [group.weight, rankingOf(group.mark)] as const);
    const ranked = new Set(ballots.flatMap(([, ranks]) => ranks.flat()));
    const withdrawn = [...candidates.keys()].filter((index) => !ranked.has(index));
    const seats = Math.min(held.winners, ranked.size);
    return countPatiently(rankedElection({ ...frame, candidates, seats, withdrawn }, ballots), {
      method: 'stv',
      variant: variants[held.method],
      options: ties,
    });
  },
  tieSteps: () => ['previous-rounds'],
  winnersHaveVotes: () => false,
  told: {
    method: ({ method }) => ({ method: 'stv', variant: variants[method] }),
    apart(steps, sides, { winners }) {
      if (steps.seats > winners) return 'seats';
      const short = allowedBy(steps).findIndex((set) => set.length !== steps.seats);
      return short < 0 ? roundsApart(steps, sides) : 'winners';
    },
  },
};

/** Options in order of preference for several seats, which go to groups by their size. */
defineBallotKind<RanksMark, Rule, OptionCount>({
  name: 'stv',
  mark: ranksMark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  contradiction: (held) =>
    contradictionOfOptions(held) ?? contradictionOfWinners(held.winners, held.options),
  classOf: () => 'minority',
  check(said, vote) {
    const numbers = said.ranks.map(({ option }) => option);
    checkOptions(numbers, vote.rule, vote.rule.maximum);
    checkRanks(said, false);
  },
  abstains: ranksNobody,
  without: withoutRanks,
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, ranksNobody),
  inFormat: rankingsFormat((held) => held.winners),
});
