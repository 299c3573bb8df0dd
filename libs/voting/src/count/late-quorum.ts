import type { CastRecord } from '../ballot/ballot.store.js';
import { ballotKindOf } from '../kind/ballot-kind.js';
import { closingTime } from '../rule/closing-time.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { quorumNeeded } from '../rule/vote-rule.js';

type LateQuorum = NonNullable<VoteRule['lateQuorum']>;

/**
 * Each time that the quorum was reached, for the first time or again, reading the log in the order
 * of casting. A quorum of nothing stood from the beginning: no ballot reaches it.
 */
export function quorumReachedAt(
  rule: VoteRule,
  log: readonly CastRecord[],
  size: ElectorateSize,
): Date[] {
  const needed = quorumNeeded(rule, size);
  const countsAll = rule.quorum?.counts !== 'ballots-minus-abstentions';
  const kind = ballotKindOf(rule);
  const counted = new Map<string, bigint>();
  const reached: Date[] = [];
  let weightNow = 0n;
  for (const { memberId, mark, weight, at } of turnsOf(log)) {
    const before = weightNow;
    const counts = countsAll || !kind.abstains(mark) ? weight : 0n;
    weightNow += counts - (counted.get(memberId) ?? 0n);
    counted.set(memberId, counts);
    if (before < needed && weightNow >= needed) reached.push(at);
  }
  return reached;
}

interface Turn extends Pick<CastRecord, 'memberId' | 'mark' | 'weight'> {
  readonly at: Date;
}

/** What came after what: who takes a ballot back weighs nothing from then on. */
function turnsOf(log: readonly CastRecord[]): readonly Turn[] {
  const turns = log.map(({ castAt, ...ballot }): Turn => ({ ...ballot, at: castAt }));
  const back = log.flatMap(({ takenBackAt, ...ballot }): Turn[] =>
    takenBackAt == null ? [] : [{ ...ballot, weight: 0n, at: takenBackAt }],
  );
  if (back.length === 0) return turns;
  // Of one voter's at the same instant, the ballot that was cast anew is the later.
  return [...back, ...turns].toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

const hourMs = 3_600_000;

/** From when on a quorum that is reached comes late. */
export function lateFrom({ withinHours }: LateQuorum, closesAt: Date): Date {
  return new Date(closesAt.getTime() - withinHours * hourMs);
}

/**
 * Until when a vote goes on because its quorum came late; null when it does not. Asked only of a
 * vote that has not been extended yet, so that a window is extended once.
 */
export function lateQuorumExtension(
  rule: VoteRule,
  log: readonly CastRecord[],
  size: ElectorateSize,
  closesAt: Date,
  timeZone = 'UTC',
): Date | null {
  const { lateQuorum } = rule;
  if (lateQuorum === null) return null;
  const from = lateFrom(lateQuorum, closesAt);
  const isLate = quorumReachedAt(rule, log, size).some((reachedAt) => reachedAt >= from);
  return isLate ? closingTime(rule, closesAt, lateQuorum.extendHours, timeZone) : null;
}
