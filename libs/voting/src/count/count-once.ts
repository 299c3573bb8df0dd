import { presentReading } from '../kind/ballot-kind.js';
import type { Verdict } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import type { BallotGroups } from './count-vote.js';
import { countVote } from './count-vote.js';

const counted = new WeakMap<BallotGroups, Map<string, Verdict<object>>>();

/**
 * As `countVote` without a seed, once for the same groups: those of one vote, whose rule is frozen.
 * Who looks at a vote of thousands of rankings does not wait for them to be counted again.
 */
export function countOnce(
  rule: VoteRule,
  groups: BallotGroups,
  size: ElectorateSize,
  leftOut: readonly number[] = [],
): Verdict<object> {
  const known = counted.get(groups) ?? new Map<string, Verdict<object>>();
  counted.set(groups, known);
  const key = `${size.electorateWeight} ${size.activeMembersWeight} ${leftOut.join()}`;
  const verdict = known.get(key) ?? countVote(rule, groups, size, null, presentReading, leftOut);
  known.set(key, verdict);
  return verdict;
}
