import { addDays, isDay, platformErrors, startOfDay } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { treasuryErrors } from '../treasury.errors.js';
import type { AccountingPeriodEntity } from './accounting-period.entity.js';
import type { UnbookedOfAccount } from './unbooked-lines.js';

/**
 * A stretch of accounting days, closed for ever. The days are the co-operative's.
 * `startsOn` is null for the first one, which reaches back to the beginning.
 */
export type AccountingPeriod = Readonly<
  Omit<AccountingPeriodEntity, 'cooperativeId' | 'closedByAccountId'>
>;

/**
 * Books that lack what the bank told are closed over by nobody who does not say that they know how
 * much they lack.
 *
 * @returns how many lines wait
 * @throws CodedError PERIOD_LINES_UNBOOKED
 */
export function checkUnbooked(
  unbooked: readonly UnbookedOfAccount[],
  acknowledged: number | null,
): number {
  const total = unbooked.reduce((sum, { lines }) => sum + lines, 0);
  if (total === (acknowledged ?? 0)) return total;
  const accounts = unbooked.map(({ label, lines }) => `${lines} of ${label}`).join(', ');
  const message =
    total === 0
      ? 'No bank line waits up to that day.'
      : `Bank lines up to that day are not in the books: ${accounts}. Book them, or close over ` +
        `them by saying how many: ${total}.`;
  throw treasuryErrors.error('PERIOD_LINES_UNBOOKED', message, {
    path: ['acknowledgedUnbookedLines'],
    data: { unbookedLines: total },
  });
}

/**
 * The period that closing up to a day would make, after the one that was closed last.
 *
 * @throws CodedError INVALID_DATE, INVALID_PERIOD, PERIOD_NOT_OVER
 */
export function nextPeriod(
  endsOn: string,
  lastEndsOn: string | null,
  today: Day,
): { readonly startsOn: string | null; readonly endsOn: string; readonly before: Date } {
  if (!isDay(endsOn)) {
    throw platformErrors.error('INVALID_DATE', 'A day is written YYYY-MM-DD.', {
      path: ['endsOn'],
    });
  }
  if (endsOn >= today) {
    throw treasuryErrors.error('PERIOD_NOT_OVER', 'A period is closed once it is over.', {
      path: ['endsOn'],
    });
  }
  if (lastEndsOn !== null && endsOn <= lastEndsOn) {
    throw treasuryErrors.error('INVALID_PERIOD', `The books are closed up to ${lastEndsOn}.`, {
      path: ['endsOn'],
      data: { closedUpTo: lastEndsOn },
    });
  }
  const before = startOfDay(addDays(endsOn, 1));
  return { startsOn: lastEndsOn === null ? null : addDays(lastEndsOn, 1), endsOn, before };
}
