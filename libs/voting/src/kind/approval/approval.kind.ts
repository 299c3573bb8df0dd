import { approvalElection } from '@rochdale/tally';
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
  isLeadSafe,
  isSettled,
} from '../options/option-count.js';
import {
  checkOptions,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';
import { seatsAmong, standingIn } from '../options/left-out.js';
import { winnerNeeds } from '../options/winner-needs.js';
import { givenOf, laidOutAs } from '../options/laid-out.js';
import { countToldOptions } from '../options/told-count.js';

/** The options that a ballot approves of, by number; none abstains. */
const mark = z.strictObject({
  options: z
    .array(optionNumber)
    .max(maxOptions)
    .overwrite((numbers) => numbers.toSorted((one, other) => one - other)),
});
type Mark = z.infer<typeof mark>;

const seats = z.int().min(1).max(20);

const rule = z.strictObject({
  options: optionList.optional(),
  /** How many options win. */
  winners: seats,
  seats: seats.optional(),
  /** How many a ballot may approve of at most; null for as many as there are. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
  /** The share of approvals that each winner needs; null where the most are enough. */
  winnerNeeds,
});
/** A vote may be for fewer than its policy says, as where one seat is vacant. */
const brings = z.strictObject({ seats: seats.optional() });
type Rule = z.infer<typeof rule>;
const seatsOf = (held: Rule): number => held.seats ?? held.winners;

const chosen = ({ options }: Mark): readonly number[] => options;
const abstains = ({ options }: Mark): boolean => options.length === 0;

/** @throws CodedError */
const check = ({ options }: Mark, held: Rule): void => checkOptions(options, held, held.maximum);

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, held, ties) {
    const frame = standingIn(held);
    return countPatiently(
      approvalElection(
        { ...frame, seats: seatsAmong(seatsOf(held), frame) },
        groups.map((group) => [group.weight, group.mark.options.map((number) => number - 1)]),
      ),
      { method: 'approval', variant: 'approval', options: ties },
    );
  },
  winnersHaveVotes: () => true,
  needs: (held) => held.winnerNeeds,
  told: {
    method: () => ({ method: 'approval', variant: 'approval' }),
    ballots: ({ totals }, sides, held) =>
      laidOutAs(totals, sides, optionsOf(held).length, (units) => ({
        options: givenOf(units).map(({ option }) => option),
      })),
    check,
  },
};

/** As many options on a ballot as one approves of; the most approvals win. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'approval',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  brings,
  contradiction: (held) =>
    contradictionOfOptions(held) ??
    contradictionOfSeats(held) ??
    contradictionOfWinners(seatsOf(held), held.options),
  classOf: () => 'minority',
  check: (said, vote) => check(said, vote.rule),
  abstains,
  without: ({ options }, out) => ({ options: options.filter((number) => !out.has(number)) }),
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),

  certain(groups, vote) {
    const all = [...groups];
    const { winnerNeeds: needs } = vote.rule;
    const winners = seatsOf(vote.rule);
    return (
      isSettled(all, vote, abstains) || isLeadSafe(all, { abstains, chosen, winners, needs, vote })
    );
  },
});
