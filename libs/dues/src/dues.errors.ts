import { defineErrors } from '@rochdale/platform';

/** What the dues room may say. */
export const duesErrors = defineErrors('dues', {
  PLAN_NOT_FOUND: 'not_found',
  PLAN_KEY_TAKEN: 'conflict',
  PLAN_RETIRED: 'conflict',
  INVALID_PLAN: 'invalid',
  PLEDGE_OUTSIDE_SCALE: 'invalid',
  INVOICE_NOT_FOUND: 'not_found',
  INVOICE_STATE: 'conflict',
  INVOICE_OWN: 'forbidden',
  INVALID_CREDIT_NOTE: 'invalid',
  INVALID_SPLIT: 'invalid',
  BANK_LINE_NOT_PAYMENT: 'invalid',
  RETURN_NOT_FITTING: 'invalid',
  LINE_RETURNED: 'conflict',
  CREDIT_SPENT: 'conflict',
  CREDIT_LEFT: 'conflict',
  REFUND_UNDER_WAY: 'conflict',
  INVALID_REFUND: 'invalid',
  INVALID_CREDIT_GIFT: 'invalid',
  DEBTOR_NOT_FOUND: 'not_found',
  WAIVER_NOT_FOUND: 'not_found',
  WAIVER_ASKED_ALREADY: 'conflict',
  WAIVER_DECIDED: 'conflict',
  WAIVER_OWN: 'forbidden',
  INVALID_WAIVER: 'invalid',
});
