import { violates } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';

/** What the index of open payouts says of a second one, in our words. */
export async function onlyOpen<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (!violates(error, 'payouts_one_open_per_obligation')) throw error;
    throw payoutsErrors.error('PAYOUT_ASKED_AGAIN', 'What it pays was asked for again.', {
      cause: error,
    });
  }
}
