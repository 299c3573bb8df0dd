import type { DecisionRule, Stance } from '../rule/decision-rule.js';
import type { ElectorateSize } from './outcome.js';
import { countsForQuorum, quorumNeeded } from './outcome.js';

/** A ballot as it was cast; the log has every one, superseded ones too. */
export interface CastRecord {
  readonly memberId: string;
  readonly stance: Stance;
  readonly weight: bigint;
  readonly castAt: Date;
}

/** When the quorum was first reached, reading the log in the order of casting; null for never. */
export function quorumReachedAt(
  rule: DecisionRule,
  log: readonly CastRecord[],
  size: ElectorateSize,
): Date | null {
  const needed = quorumNeeded(rule, size);
  const counted = new Map<string, bigint>();
  let reachedWeight = 0n;
  for (const { memberId, stance, weight, castAt } of log) {
    const now = countsForQuorum(rule, stance) ? weight : 0n;
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
  rule: DecisionRule,
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
