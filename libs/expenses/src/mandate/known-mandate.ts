import type { Day } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import { takenUntil } from './mandate.js';
import type { MandateRecord } from './mandate.store.js';

const path = ['key'];

export const mandateTaken = (cause?: unknown): Error =>
  expensesErrors.error('MANDATE_KEY_TAKEN', 'There is, or was, a mandate of this key.', {
    path,
    cause,
  });

/** One that nobody ended. @throws CodedError MANDATE_NOT_FOUND, MANDATE_OVER */
export function standingMandate(mandate: MandateRecord | null): MandateRecord {
  if (mandate === null) {
    throw expensesErrors.error('MANDATE_NOT_FOUND', 'There is no such mandate.', { path });
  }
  if (mandate.endedAt === null) return mandate;
  throw expensesErrors.error('MANDATE_OVER', 'The members ended this mandate.', { path });
}

/**
 * Whether a bill of that day comes under it, and is still taken.
 *
 * @throws CodedError MANDATE_OVER with the field at fault
 */
export function requireWithinDays(mandate: MandateRecord, billedOn: Day, today: Day): void {
  const { startsOn, endsOn } = mandate;
  if (billedOn < startsOn || billedOn > endsOn) {
    const message = `Bills from ${startsOn} to ${endsOn} come under this mandate.`;
    throw expensesErrors.error('MANDATE_OVER', message, { path: ['billedOn'] });
  }
  const until = takenUntil(mandate);
  if (today <= until) return;
  const message = `Bills under this mandate were taken until ${until}.`;
  throw expensesErrors.error('MANDATE_OVER', message, { path });
}
