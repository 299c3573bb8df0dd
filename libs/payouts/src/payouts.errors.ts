import { defineErrors } from '@rochdale/platform';

/** What the payouts room may say. */
export const payoutsErrors = defineErrors('payouts', {
  PAYEE_UNKNOWN: 'invalid',
  PAYEE_DETAILS_MISSING: 'conflict',
  PAYEE_DETAILS_COOLING_OFF: 'conflict',
  PAYEE_DETAILS_CHANGED: 'conflict',
  PAYEE_DETAILS_UNPAYABLE: 'conflict',
  PAYOUT_NOT_FOUND: 'not_found',
  PAYOUT_EXISTS: 'conflict',
  PAYOUT_STATE: 'conflict',
  PAYOUT_ELSEWHERE: 'invalid',
  PAYOUT_RETURN_NOT_FITTING: 'invalid',
  PAYOUT_OWN: 'forbidden',
  PAYOUT_FOR_TREASURER: 'forbidden',
  SECOND_PERSON_REQUIRED: 'forbidden',
  WRONG_CURRENCY: 'invalid',
  PAYMENT_FILE_NOT_FOUND: 'not_found',
  PAYMENT_FILE_STATE: 'conflict',
  PAYMENT_FILE_SENT: 'conflict',
  DEBIT_DIFFERS: 'conflict',
  STATUS_REPORT_NOT_READABLE: 'invalid',
  STATUS_REPORT_UNKNOWN: 'invalid',
  WITHDRAWAL_REASON_REQUIRED: 'invalid',
  RAIL_UNAVAILABLE: 'conflict',
  PROVIDER_UNREACHABLE: 'unavailable',
  // What stands with a payout that did not arrive. A bank's own reason is `BANK_` and its ISO code.
  NOT_SUBMITTED: 'conflict',
  NO_ANSWER: 'unavailable',
  REJECTED_BY_BANK: 'conflict',
  REJECTED_BY_PROVIDER: 'conflict',
  RETURNED: 'conflict',
});
