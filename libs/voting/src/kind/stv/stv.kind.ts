import { rankedElection } from '@rochdale/tally';
import { z } from 'zod';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  contradictionOfSeats,
  contradictionOfWinners,
  countedByOptions,
  countOptions,
  countPatiently,
  isSettled,
} from '../options/option-count.js';
import { checkOptions, maxOptions, optionList } from '../options/options.js';
import { sittingIn, standingIn } from '../options/left-out.js';
import { contradictionOfKept, groupsOfOptions, keptSeats, reservedSeats } from './kept-seats.js';
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

const seats = z.int().min(1).max(20);

const rule = z.strictObject({
  options: optionList.optional(),
  method: z.enum(['scottish', 'meek', 'warren']),
  /** How many seats there are to win. */
  winners: seats,
  seats: seats.optional(),
  /** Seats that are kept for groups of candidates. */
  reserved: reservedSeats.optional(),
  groups: groupsOfOptions.optional(),
  /** How many options a ballot may rank at most; null for all. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
});
/** A vote may be for fewer than its policy says, as where one seat is vacant. */
const brings = z.strictObject({ seats: seats.optional(), groups: groupsOfOptions.optional() });
type Rule = z.infer<typeof rule>;
const seatsOf = (held: Rule): number => held.seats ?? held.winners;

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
    const sitting = sittingIn(held).map((number) => number - 1);
    const ranked = new Set([...sitting, ...ballots.flatMap(([, ranks]) => ranks.flat())]);
    const withdrawn = [...candidates.keys()].filter((index) => !ranked.has(index));
    const standing = [...ranked].toSorted((one, other) => one - other);
    const kept = keptSeats(held, standing, seatsOf(held));
    const election = { ...frame, candidates, withdrawn, ...kept, sitting };
    return countPatiently(rankedElection(election, ballots), {
      method: 'stv',
      variant: variants[held.method],
      options: ties,
    });
  },
  tieSteps: () => ['previous-rounds'],
  winnersHaveVotes: () => false,
  told: {
    method: ({ method }) => ({ method: 'stv', variant: variants[method] }),
    apart(steps, sides, held) {
      if (steps.seats > seatsOf(held)) return 'seats';
      const short = allowedBy(steps).findIndex((set) => set.length !== steps.seats);
      if (short >= 0) return 'winners';
      const isKept = held.reserved !== undefined || sittingIn(held).length > 0;
      return roundsApart(steps, sides, isKept);
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
  brings,
  contradiction: (held) =>
    contradictionOfOptions(held) ??
    contradictionOfSeats(held) ??
    contradictionOfKept(held) ??
    contradictionOfWinners(seatsOf(held), held.options),
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
  inFormat: rankingsFormat(seatsOf),
});
