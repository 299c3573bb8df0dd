import { assert } from '@rochdale/platform';
import type { AnyBallotKind, BallotGroup, Reading, Verdict } from '../kind/ballot-kind.js';
import { ballotKindOf, presentReading } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';

/** The ballots of a vote as they are counted: whatever kind they are of. */
export type BallotGroups = readonly BallotGroup<unknown>[];

/**
 * What the ballots come to under a frozen rule. A tie is broken where the rule has a way to, which
 * needs the seed that was committed to before the vote; without a seed it stays a tie. A recount
 * names the reading under which the vote was decided, and which options were left out by then.
 */
export function countVote(
  rule: VoteRule,
  cast: BallotGroups,
  size: ElectorateSize,
  lotSeed: string | null,
  reading: Reading = presentReading,
  leftOut: readonly number[] = [],
): Verdict<object> {
  const kind = ballotKindOf(rule);
  const vote = { rule: withLeftOut(rule, leftOut), size, reading };
  const groups = withoutThem(kind, cast, leftOut);
  const verdict = kind.count(groups, vote);
  if (verdict.outcome !== 'tied' || rule.tieRule !== 'lot' || lotSeed === null) return verdict;
  assert(kind.breakTie !== undefined, `${kind.name} cannot break a tie by lot`);
  return kind.breakTie(verdict, lotSeed, groups, vote);
}

/** The rule of a count that some options are left out of. */
export function withLeftOut<Rule extends VoteRule>(rule: Rule, leftOut: readonly number[]): Rule {
  return leftOut.length === 0 ? rule : { ...rule, leftOut };
}

function withoutThem(
  kind: AnyBallotKind,
  groups: BallotGroups,
  leftOut: readonly number[],
): BallotGroups {
  if (leftOut.length === 0) return groups;
  const out = new Set(leftOut);
  return groups.map((group) => ({ ...group, mark: kind.without?.(group.mark, out) ?? group.mark }));
}

/**
 * Which options were left out of a count, as it says itself: of kinds that leave none out, none.
 */
export function leftOutIn(count: object): readonly number[] {
  const { leftOut } = count as { readonly leftOut?: unknown };
  return Array.isArray(leftOut)
    ? leftOut.filter((one): one is number => Number.isInteger(one))
    : [];
}

/**
 * Whether a vote may be closed before its time, its ballots being what they are. Everybody of the
 * electorate is waited for who is silent, wherever they stand: who left and who is suspended are on
 * no list, and an end that came early without one of them would tell which it is.
 */
export function mayCloseEarly(
  rule: VoteRule,
  groups: BallotGroups,
  size: ElectorateSize,
  leftOut: readonly number[] = [],
): boolean {
  if (rule.earlyClose === null) return false;
  return ballotKindOf(rule).certain?.(groups, { rule: withLeftOut(rule, leftOut), size }) ?? false;
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
  const held = withLeftOut(rule, leftOutIn(told));
  return ballotKindOf(rule).countTold?.(told, { rule: held, size, reading }, seed) ?? null;
}
