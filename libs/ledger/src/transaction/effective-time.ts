import { assert, dayOf, nearestOnDay, noonOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { periodLockStore } from '../period/period-lock.store.js';
import type { PostInput } from './transaction.js';

/** When something is asked to take effect. */
interface Timing extends Pick<PostInput, 'effectiveAt' | 'effectiveOn' | 'ifClosed'> {
  /** What it cannot be earlier than: the effect of what it reverses. */
  readonly notBefore: Date | undefined;
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/**
 * When a transaction takes effect. Its day is the co-operative's, and lies in the books as that of
 * an instant in UTC: a moment that UTC has on the day before, or after, is moved to the nearest one
 * of its own day. So a day once booked stays, wherever the co-operative moves, periods and months
 * are sums of days in UTC, and the order of moments is kept.
 *
 * Nobody dates a transaction ahead: books of a month would change by what nobody had done yet. What
 * is recorded as it is found (a bank may date a line to its next working day) takes effect now as
 * long as its day has not come.
 *
 * @throws CodedError TRANSACTION_AHEAD; INVALID_TRANSACTION for a day before what is reversed
 */
export async function effectiveTime(tx: Tx, timing: Timing): Promise<Date> {
  const { effectiveAt, effectiveOn, ifClosed, notBefore } = timing;
  assert(effectiveAt === undefined || effectiveOn === undefined, 'it took effect once');
  const timeZone = await tx.timeZone();
  const found = await timeOfNow(tx, timeZone, notBefore);
  if (effectiveOn === undefined && effectiveAt === undefined) return found;
  const asked =
    effectiveOn === undefined ? booked(effectiveAt ?? found, timeZone) : noonOfDay(effectiveOn);
  const isAhead = dayOf(asked) > dayOf(tx.now, timeZone);
  const from = notBefore === undefined ? asked : later(asked, notBefore);
  if (ifClosed === 'record-now') {
    if (isAhead) return found;
    const closedBefore = await periodLockStore.newest(tx);
    return closedBefore !== null && from < closedBefore ? found : from;
  }
  if (isAhead) throw ahead(await tx.today());
  if (dayOf(asked) < dayOf(from)) {
    const message = `What it reverses took effect on ${dayOf(from)}: not on a day before that.`;
    throw ledgerErrors.error('INVALID_TRANSACTION', message, { path: ['effectiveAt'] });
  }
  return from;
}

/** The moment of its day, as the co-operative has it, by which the books know an instant. */
function booked(instant: Date, timeZone: string): Date {
  return nearestOnDay(instant, dayOf(instant, timeZone));
}

/**
 * Where UTC has the next day already, the books may be closed for what is still today here: before
 * the co-operative moved, or when all days were those of UTC. What is found takes effect after it.
 */
async function timeOfNow(tx: Tx, timeZone: string, notBefore?: Date): Promise<Date> {
  const now = booked(tx.now, timeZone);
  const closedBefore = now < tx.now ? await periodLockStore.newest(tx) : null;
  return later(later(now, notBefore ?? now), closedBefore ?? now);
}

function ahead(today: string): Error {
  const message = `A transaction takes effect on ${today} or before, not on a day to come.`;
  return ledgerErrors.error('TRANSACTION_AHEAD', message, {
    path: ['effectiveAt'],
    data: { today },
  });
}
