import { assert } from '@rochdale/platform';
import type { BallotGroup, Reading, Verdict } from '../kind/ballot-kind.js';
import { ballotKindOf, presentReading } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';

/** The ballots of a vote as they are counted: whatever kind they are of. */
export type BallotGroups = readonly BallotGroup<unknown>[];

/**
 * What the ballots come to under a frozen rule. A tie is broken where the rule has a way to, which
 * needs the seed that was committed to before the vote; without a seed it stays a tie. A recount
 * names the reading under which the vote was decided.
 */
export function countVote(
  rule: VoteRule,
  groups: BallotGroups,
  size: ElectorateSize,
  lotSeed: string | null,
  reading: Reading = presentReading,
): Verdict<object> {
  const kind = ballotKindOf(rule);
  const vote = { rule, size, reading };
  const verdict = kind.count(groups, vote);
  if (verdict.outcome !== 'tied' || rule.tieRule !== 'lot' || lotSeed === null) return verdict;
  assert(kind.breakTie !== undefined, `${kind.name} cannot break a tie by lot`);
  return kind.breakTie(verdict, lotSeed, groups, vote);
}

/**
 * Whether a vote may be closed before its time, its ballots being what they are. Everybody of the
 * electorate is waited for who is silent, wherever they stand: who left and who is suspended are on
 * no list, and an end that came early without one of them would tell which it is.
 */
export function mayCloseEarly(rule: VoteRule, groups: BallotGroups, size: ElectorateSize): boolean {
  if (rule.earlyClose === null) return false;
  return ballotKindOf(rule).certain?.(groups, { rule, size }) ?? false;
}

/**
 * What a count comes to that is told without its ballots, by the rule and its own figures and
 * steps; null of a kind whose counts are never told so.
 *
 * @throws CountApart where what is told contradicts itself, or the rule
 */
export function countTold(
  rule: VoteRule,
  told: object,
  size: ElectorateSize,
  lotSeed: string | null,
  reading: Reading = presentReading,
): Verdict<object> | null {
  const seed = rule.tieRule === 'lot' ? lotSeed : null;
  return ballotKindOf(rule).countTold?.(told, { rule, size, reading }, seed) ?? null;
}
