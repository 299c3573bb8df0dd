import { defineErrors } from '@rochdale/platform';

/** Everything the expenses room refuses, by name. */
export const expensesErrors = defineErrors('expenses', {
  EXPENSE_NOT_FOUND: 'not_found',
  EXPENSE_INVALID: 'invalid',
  EXPENSE_CATEGORY_UNKNOWN: 'invalid',
  EXPENSE_NOT_YOURS: 'forbidden',
  EXPENSE_STATUS_CONFLICT: 'conflict',
  EXPENSE_CHANGED: 'conflict',
  EXPENSE_UNPAYABLE: 'invalid',
  EXPENSE_UNPAID: 'conflict',
  EXPENSE_BEING_PAID: 'conflict',
  PAYEE_LEFT: 'conflict',
  TERMS_HASH_REQUIRED: 'invalid',
  APPROVAL_OUT_OF_REACH: 'conflict',
  EXPENSE_VOTE_PENDING: 'conflict',
  EXPENSE_NEEDS_VOTE: 'conflict',
  RECEIPT_REQUIRED: 'invalid',
  PAYEE_MAY_NOT_APPROVE: 'forbidden',
  APPROVED_ALREADY: 'conflict',
  APPROVER_ROLE_REQUIRED: 'forbidden',
  REASON_REQUIRED: 'invalid',
  APPROVAL_RULE_NOT_IN_FORCE: 'conflict',
  APPROVAL_RULE_INVALID: 'invalid',
  APPROVAL_RULE_UNMEETABLE: 'conflict',
});
