import { scoreElection } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
import type { BallotGroup } from '../ballot-kind.js';
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
import {
  checkOptions,
  inOrder,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';
import { givenOf, laidOutAs } from '../options/laid-out.js';
import { countToldOptions } from '../options/told-count.js';
import { contradictionOfTimes } from './times.js';

/** When somebody can come; the other times do not suit. None at all suits: abstains. */
const mark = z.strictObject({
  times: z
    .array(z.strictObject({ option: optionNumber, answer: z.enum(['yes', 'if-need-be']) }))
    .max(maxOptions)
    .overwrite(inOrder),
});
type Mark = z.infer<typeof mark>;

const rule = z.strictObject({
  /** Days, or spans of time with their offset from UTC. */
  options: optionList.optional(),
  /** How many of the times are taken. */
  winners: z.int().min(1).max(20),
  /** Whether somebody may say that they can come if need be, which counts half. */
  ifNeedBe: z.boolean(),
});
type Rule = z.infer<typeof rule>;

const points = { yes: 2, 'if-need-be': 1 } as const;
const abstains = ({ times }: Mark): boolean => times.length === 0;

function pointsOf({ times }: Mark, size: number): number[] {
  const given = new Map(times.map(({ option, answer }) => [option, points[answer]]));
  return Array.from({ length: size }, (_, index) => given.get(index + 1) ?? 0);
}

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, held, ties) {
    const candidates = optionsOf(held);
    const ballots = groups.map(
      (group) => [group.weight, pointsOf(group.mark, candidates.length)] as const,
    );
    return countPatiently(scoreElection({ candidates, seats: held.winners }, ballots), {
      method: 'score',
      variant: 'sum',
      options: ties,
    });
  },
  winnersHaveVotes: () => true,
  told: {
    method: () => ({ method: 'score', variant: 'sum' }),
    ballots: ({ totals }, sides, held) => laidOutTimes(totals, sides, held),
  },
};

/** A yes is two points, and where nobody may come if need be there are no others. */
function laidOutTimes(
  totals: readonly string[] | undefined,
  sides: bigint,
  held: Rule,
): BallotGroup<Mark>[] | null {
  const most = points.yes;
  const isOdd = !held.ifNeedBe && totals?.some((text) => !/[02468]$/.test(text));
  const units = held.ifNeedBe ? totals : totals?.map((text) => String(BigInt(text) / 2n));
  const unit = held.ifNeedBe ? 1 : most;
  const groups = laidOutAs(units, sides, optionsOf(held).length, givenOf);
  const isOver = groups?.some(({ mark }) => mark.some((one) => one.units * unit > most));
  if (groups === null || isOdd === true || isOver === true) return null;
  return groups.map((group) => ({
    ...group,
    mark: {
      times: group.mark.map((one) => ({
        option: one.option,
        answer: one.units * unit === most ? 'yes' : 'if-need-be',
      })),
    },
  }));
}

/** The time at which most can come: two points for a yes, one for coming if need be. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'time-poll',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,

  contradiction: (held) =>
    contradictionOfOptions(held) ??
    contradictionOfWinners(held.winners, held.options) ??
    contradictionOfTimes(held.options ?? []),

  classOf: () => 'minority',

  check({ times }, vote) {
    const numbers = times.map(({ option }) => option);
    checkOptions(numbers, vote.rule, null);
    const halfway = times.find(({ answer }) => answer === 'if-need-be');
    if (halfway === undefined || vote.rule.ifNeedBe) return;
    const message = 'This vote asks for yes or no.';
    const data = { option: halfway.option };
    throw votingErrors.error('ANSWER_NOT_OFFERED', message, { path: ['mark'], data });
  },

  abstains,
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, abstains),
});
