import { defineErrors } from '@rochdale/platform';

/** Every expected "no" of the books. The database says the same words in its triggers. */
export const ledgerErrors = defineErrors('ledger', {
  INVALID_ACCOUNT: 'invalid',
  INVALID_TRANSACTION: 'invalid',
  TRANSACTION_AHEAD: 'invalid',
  INVALID_HOLD: 'invalid',
  TOO_FEW_POSTINGS: 'invalid',
  ZERO_POSTING: 'invalid',
  UNBALANCED_POSTINGS: 'invalid',
  AMOUNT_OUT_OF_RANGE: 'invalid',
  MIXED_CURRENCIES: 'invalid',
  INVALID_EXCHANGE: 'invalid',
  REVERSAL_DOES_NOT_MIRROR: 'invalid',
  LEDGER_ACCOUNT_NOT_FOUND: 'not_found',
  TRANSACTION_NOT_FOUND: 'not_found',
  HOLD_NOT_FOUND: 'not_found',
  ACCOUNT_CODE_TAKEN: 'conflict',
  FLOOR_BREACHED: 'conflict',
  OUTSIDE_FACT_POSTED: 'conflict',
  ALREADY_REVERSED: 'conflict',
  REVERSAL_OF_REVERSAL: 'conflict',
  BOOKS_CLOSED: 'conflict',
  HOLD_RESOLVED: 'conflict',
  HOLD_EXPIRED: 'conflict',
  HOLD_EXCEEDED: 'conflict',
});
