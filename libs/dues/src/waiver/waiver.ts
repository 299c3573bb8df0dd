import { daysBetween, isDay } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';

export interface AskWaiverInput {
  /** What the member can give instead per period; nothing is fine. */
  readonly amountMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
  /** For the treasurer's eyes, and not required. */
  readonly reason?: string | null;
}

const maxDays = 366;

/** @throws CodedError INVALID_WAIVER */
export function checkWaiver({ amountMinor, fromOn, untilOn, reason }: AskWaiverInput): void {
  const refuse = (message: string, field: string): Error =>
    duesErrors.error('INVALID_WAIVER', message, { path: [field] });
  if (amountMinor < 0n) throw refuse('The amount is zero or more.', 'amountMinor');
  if (!isDay(fromOn)) throw refuse('A day is on the calendar, as in 2026-02-28.', 'fromOn');
  if (!isDay(untilOn)) throw refuse('A day is on the calendar, as in 2026-02-28.', 'untilOn');
  const days = daysBetween(fromOn, untilOn);
  if (days < 0 || days > maxDays) {
    throw refuse('A waiver is for up to a year, and ends after it starts.', 'untilOn');
  }
  if ((reason ?? '').length > 2_000)
    throw refuse('A reason has at most 2,000 characters.', 'reason');
}
