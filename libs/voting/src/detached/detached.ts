import { ballotKindOf } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';

/** Of how few voters nothing is told that only they have in common, where a rule does not say. */
const usualMinimum = 5;

/** Whether who has voted and what was voted lie apart, for good. */
export const isDetached = ({ secrecy }: Pick<VoteRule, 'secrecy'>): boolean =>
  secrecy === 'detached';

/** The fewest voters that such a vote opens with. */
export const minimumGroupOf = ({ minimumGroup }: VoteRule): number => minimumGroup ?? usualMinimum;

/** Why a rule cannot keep ballots apart from voters, in a sentence; null where nothing is wrong. */
export function contradictionOfSecrecy(rule: VoteRule): string | null {
  if (!isDetached(rule)) {
    return rule.minimumGroup === undefined ? null : 'A least group belongs to a detached vote.';
  }
  if (ballotKindOf(rule).needsReasons === true) {
    return 'Ballots of this kind say why by its method, and who says it: they cannot be detached.';
  }
  if (rule.reasons !== 'none') return 'A detached ballot has no reason: its words would name it.';
  if (!rule.secretUntilClosed) return 'A detached vote is secret until it is closed.';
  if (rule.earlyClose !== null || rule.lateQuorum !== null) {
    return 'A detached vote ends at its time: what it comes to is known when it is over.';
  }
  if (rule.leavers === 'void' || rule.pausedCount === 'when-voting') {
    return 'A detached ballot is nobody’s: it counts whoever leaves, and says of nobody who voted.';
  }
  return Object.keys(rule.eligibility.weightByClass).length > 0 || rule.classShares !== undefined
    ? 'In a detached vote each ballot weighs one: a weight would tell whose it is.'
    : null;
}
