import { approvalElection } from '@rochdale/tally';
import { z } from 'zod';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount, OptionWay } from '../options/option-count.js';
import {
  contradictionOfOptions,
  contradictionOfWinners,
  countedByOptions,
  countOptions,
  countPatiently,
  isLeadSafe,
  isSettled,
  winnerNeeds,
} from '../options/option-count.js';
import {
  checkOptions,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';

/** The options that a ballot approves of, by number; none abstains. */
const mark = z.strictObject({
  options: z
    .array(optionNumber)
    .max(maxOptions)
    .overwrite((numbers) => numbers.toSorted((one, other) => one - other)),
});
type Mark = z.infer<typeof mark>;

const rule = z.strictObject({
  options: optionList.optional(),
  /** How many options win. */
  winners: z.int().min(1).max(20),
  /** How many a ballot may approve of at most; null for as many as there are. */
  maximum: z.int().min(1).max(maxOptions).nullable(),
  /** The share of approvals that each winner needs; null where the most are enough. */
  winnerNeeds,
});
type Rule = z.infer<typeof rule>;

const chosen = ({ options }: Mark): readonly number[] => options;
const abstains = ({ options }: Mark): boolean => options.length === 0;

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally: (groups, held, ties) =>
    countPatiently(
      approvalElection(
        { candidates: optionsOf(held), seats: held.winners },
        groups.map((group) => [group.weight, group.mark.options.map((number) => number - 1)]),
      ),
      { method: 'approval', variant: 'approval', options: ties },
    ),
  winnersHaveVotes: () => true,
  needs: (held) => held.winnerNeeds,
};

/** As many options on a ballot as one approves of; the most approvals win. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'approval',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  contradiction: (held) =>
    contradictionOfOptions(held) ?? contradictionOfWinners(held.winners, held.options),
  classOf: () => 'minority',
  check: (said, vote) => checkOptions(said.options, vote.rule, vote.rule.maximum),
  abstains,
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),

  certain(groups, vote) {
    const all = [...groups];
    const { winners, winnerNeeds: needs } = vote.rule;
    return (
      isSettled(all, vote, abstains) || isLeadSafe(all, { abstains, chosen, winners, needs, vote })
    );
  },
});
