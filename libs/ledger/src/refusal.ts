import { violates } from '@rochdale/platform';
import type { CodedError } from '@rochdale/platform';
import { ledgerErrors } from './ledger.errors.js';

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22003';
}

/** What a constraint of the books says, in our words; null when it is not one of them. */
function refusalOf(cause: unknown): CodedError | null {
  if (violates(cause, 'ledger_accounts_floor_check')) {
    return ledgerErrors.error('FLOOR_BREACHED', 'There is not enough that is free for this.', {
      cause,
    });
  }
  if (violates(cause, 'transactions_outside_fact_key')) {
    return ledgerErrors.error('OUTSIDE_FACT_POSTED', 'This was recorded in the books before.', {
      cause,
    });
  }
  if (violates(cause, 'transactions_reverses_key')) {
    return ledgerErrors.error('ALREADY_REVERSED', 'This transaction was reversed before.', {
      path: ['transactionId'],
      cause,
    });
  }
  if (isOutOfRange(cause)) {
    return ledgerErrors.error('AMOUNT_OUT_OF_RANGE', 'An amount is larger than the books hold.', {
      cause,
    });
  }
  return null;
}

/** Awaits a statement and turns the refusals that we foresaw into coded errors. */
export async function refusing<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
