import { scoreElection } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
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
import {
  checkOptions,
  inOrder,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';
import { seatsAmong, standingIn, withoutOptions } from '../options/left-out.js';
import { givenOf, laidOutAs } from '../options/laid-out.js';
import { countToldOptions } from '../options/told-count.js';

/** Options by number with the dots they are given; none at all abstains. */
const mark = z.strictObject({
  dots: z
    .array(z.strictObject({ option: optionNumber, dots: z.int().min(1).max(1_000_000) }))
    .max(maxOptions)
    .overwrite(inOrder),
});
type Mark = z.infer<typeof mark>;

const seats = z.int().min(1).max(20);

const rule = z.strictObject({
  options: optionList.optional(),
  /** How many options win. */
  winners: seats,
  seats: seats.optional(),
  /** How many dots a ballot has; it need not give all. */
  dots: z.int().min(1).max(1000),
  /** How many of them it may give to one option; null for all. */
  maximumEach: z.int().min(1).max(1000).nullable(),
});
/** A vote may be for fewer than its policy says, as where one seat is vacant. */
const brings = z.strictObject({ seats: seats.optional() });
type Rule = z.infer<typeof rule>;
const seatsOf = (held: Rule): number => held.seats ?? held.winners;

const abstains = ({ dots }: Mark): boolean => dots.length === 0;

function dotsOf({ dots }: Mark, size: number): number[] {
  const given = new Map(dots.map((one) => [one.option, one.dots]));
  return Array.from({ length: size }, (_, index) => given.get(index + 1) ?? 0);
}

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, held, ties) {
    const frame = standingIn(held);
    const { candidates } = frame;
    const ballots = groups.map(
      (group) => [group.weight, dotsOf(group.mark, candidates.length)] as const,
    );
    const election = scoreElection(
      { ...frame, seats: seatsAmong(seatsOf(held), frame) },
      ballots,
      'allocation',
    );
    const options = { ...ties, purse: held.dots };
    return countPatiently(election, { method: 'dot-voting', variant: 'dots', options });
  },
  winnersHaveVotes: () => true,
  told: {
    method: () => ({ method: 'dot-voting', variant: 'dots' }),
    ballots: ({ totals }, sides, held) =>
      laidOutAs(totals, sides, optionsOf(held).length, (units) => ({
        dots: givenOf(units).map(({ option, units: dots }) => ({ option, dots })),
      })),
    check: (said, held) => checkDots(said, held),
  },
};

/** @throws CodedError DOTS_TOO_MANY */
function checkDots({ dots }: Mark, { dots: purse, maximumEach }: Rule): void {
  const path = ['mark'];
  const given = dots.reduce((sum, one) => sum + one.dots, 0);
  if (given > purse) {
    const message = `A ballot has ${purse} dots, and this one gives ${given}.`;
    throw votingErrors.error('DOTS_TOO_MANY', message, { path, data: { maximum: purse } });
  }
  const over = dots.find((one) => maximumEach !== null && one.dots > maximumEach);
  if (over === undefined) return;
  const message = `An option gets at most ${maximumEach} dots of a ballot.`;
  const data = { option: over.option, maximum: maximumEach };
  throw votingErrors.error('DOTS_TOO_MANY', message, { path, data });
}

/** Each ballot spreads its dots over the options; the most dots win. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'dots',
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
  check(said, vote) {
    const numbers = said.dots.map(({ option }) => option);
    checkOptions(numbers, vote.rule, null);
    checkDots(said, vote.rule);
  },
  abstains,
  without: ({ dots }, out) => ({ dots: withoutOptions(dots, out) }),
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, abstains),
});
