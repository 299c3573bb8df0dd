import type { CastRecord } from '../ballot/ballot.store.js';
import { ballotKindOf } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { quorumNeeded } from '../rule/vote-rule.js';

/** When the quorum was first reached, reading the log in the order of casting; null for never. */
export function quorumReachedAt(
  rule: VoteRule,
  log: readonly CastRecord[],
  size: ElectorateSize,
): Date | null {
  const needed = quorumNeeded(rule, size);
  const countsAll = rule.quorum?.counts !== 'ballots-minus-abstentions';
  const kind = ballotKindOf(rule);
  const counted = new Map<string, bigint>();
  let reachedWeight = 0n;
  for (const { memberId, mark, weight, castAt } of log) {
    const now = countsAll || !kind.abstains(mark) ? weight : 0n;
    reachedWeight += now - (counted.get(memberId) ?? 0n);
    counted.set(memberId, now);
    if (reachedWeight >= needed) return castAt;
  }
  return null;
}

const hourMs = 3_600_000;

/**
 * Until when a vote that is due goes on because its quorum came late; null when it does not. Asked
 * only of a vote that has not been extended yet, so that a window is extended once.
 */
export function lateQuorumExtension(
  rule: VoteRule,
  log: readonly CastRecord[],
  size: ElectorateSize,
  closesAt: Date,
): Date | null {
  if (rule.lateQuorum === null) return null;
  const reachedAt = quorumReachedAt(rule, log, size);
  if (reachedAt === null) return null;
  const lateFromMs = closesAt.getTime() - rule.lateQuorum.withinHours * hourMs;
  if (reachedAt.getTime() < lateFromMs) return null;
  return new Date(closesAt.getTime() + rule.lateQuorum.extendHours * hourMs);
}
