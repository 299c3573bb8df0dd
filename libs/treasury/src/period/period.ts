import { dayOf, platformErrors } from '@rochdale/platform';
import { treasuryErrors } from '../treasury.errors.js';

/** A stretch of accounting days, closed for ever. UTC days: bank lines have dates and no zone. */
export interface AccountingPeriod {
  readonly id: string;
  /** `YYYY-MM-DD`; null for the first one, which reaches back to the beginning. */
  readonly startsOn: string | null;
  readonly endsOn: string;
  readonly closedAt: Date;
}

const dayMs = 86_400_000;

/** @throws CodedError INVALID_DATE unless it is a day that exists, as `YYYY-MM-DD` */
export function startOfDay(day: string, path: readonly string[] = []): Date {
  const date = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  if (date === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) {
    throw platformErrors.error('INVALID_DATE', 'A day is written YYYY-MM-DD.', { path });
  }
  return date;
}

export function dayAfter(day: string): string {
  return dayOf(new Date(startOfDay(day).getTime() + dayMs));
}

/**
 * The period that closing up to a day would make, after the one that was closed last.
 *
 * @throws CodedError INVALID_DATE, INVALID_PERIOD, PERIOD_NOT_OVER
 */
export function nextPeriod(
  endsOn: string,
  lastEndsOn: string | null,
  now: Date,
): { readonly startsOn: string | null; readonly endsOn: string; readonly before: Date } {
  startOfDay(endsOn, ['endsOn']);
  const before = startOfDay(dayAfter(endsOn));
  if (before > now) {
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
  return { startsOn: lastEndsOn === null ? null : dayAfter(lastEndsOn), endsOn, before };
}
