import { defineErrors } from '@rochdale/platform';

/** What the payments room may say. */
export const paymentsErrors = defineErrors('payments', {
  BANK_ACCOUNT_NOT_FOUND: 'not_found',
  BANK_ACCOUNT_TAKEN: 'conflict',
  INVALID_BANK_ACCOUNT: 'invalid',
  STATEMENT_NOT_READABLE: 'invalid',
  STATEMENT_FILE_NOT_FOUND: 'not_found',
  STATEMENT_ACCOUNT_UNKNOWN: 'invalid',
  BANK_LINE_NOT_FOUND: 'not_found',
  BANK_LINE_MATCHED: 'conflict',
  BANK_LINE_FLAGGED: 'conflict',
  PAYEE_DETAILS_MISSING: 'conflict',
  PAYEE_DETAILS_COOLING_OFF: 'conflict',
  PAYEE_DETAILS_UNPAYABLE: 'conflict',
  PAYOUT_NOT_FOUND: 'not_found',
  PAYOUT_EXISTS: 'conflict',
  PAYOUT_STATE: 'conflict',
  PAYOUT_OWN: 'forbidden',
  SECOND_PERSON_REQUIRED: 'forbidden',
  WRONG_CURRENCY: 'invalid',
  PAYMENT_FILE_NOT_FOUND: 'not_found',
  PROVIDER_UNREACHABLE: 'unavailable',
});
