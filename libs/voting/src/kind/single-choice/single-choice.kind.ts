import { approvalElection } from '@rochdale/tally';
import { z } from 'zod';
import { defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  countedByOptions,
  countOptions,
  countPatiently,
  isLeadSafe,
  isSettled,
} from '../options/option-count.js';
import { checkOptions, optionList, optionNumber } from '../options/options.js';
import { standingIn } from '../options/left-out.js';
import { winnerNeeds } from '../options/winner-needs.js';

/** The option that a ballot names, by its number; null abstains. */
const mark = z.strictObject({ option: optionNumber.nullable() });
type Mark = z.infer<typeof mark>;

const rule = z.strictObject({
  options: optionList.optional(),
  /** The share of votes that the winner needs; null where the most votes are enough. */
  winnerNeeds,
});
type Rule = z.infer<typeof rule>;

const chosen = ({ option }: Mark): number[] => (option === null ? [] : [option]);
const abstains = ({ option }: Mark): boolean => option === null;

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally: (groups, held, ties) =>
    countPatiently(
      approvalElection(
        standingIn(held),
        groups.map((group) => [group.weight, chosen(group.mark).map((number) => number - 1)]),
      ),
      { method: 'plurality', variant: 'fptp', options: ties },
    ),
  winnersHaveVotes: () => true,
  needs: (held) => held.winnerNeeds,
};

/** One option on each ballot; the most votes win. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'single-choice',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  countSaysMarks: true,
  contradiction: contradictionOfOptions,
  classOf: () => 'minority',
  check: (said, vote) => checkOptions(chosen(said), vote.rule, null),
  abstains,
  without: ({ option }, out) => ({ option: option !== null && out.has(option) ? null : option }),
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),

  certain(groups, vote) {
    const all = [...groups];
    const { winnerNeeds: needs } = vote.rule;
    return (
      isSettled(all, vote, abstains) ||
      isLeadSafe(all, { abstains, chosen, winners: 1, needs, vote })
    );
  },
});
