import { defineErrors } from '@rochdale/platform';

/** What the banking room may say. */
export const bankingErrors = defineErrors('banking', {
  BANK_ACCOUNT_NOT_FOUND: 'not_found',
  BANK_ACCOUNT_TAKEN: 'conflict',
  BANK_ACCOUNT_NOT_SHARED: 'conflict',
  BANK_ACCOUNT_IN_USE: 'conflict',
  INVALID_BANK_ACCOUNT: 'invalid',
  PAYMENT_SETTINGS_UNMEETABLE: 'conflict',
  STATEMENT_NOT_READABLE: 'invalid',
  STATEMENT_FILE_NOT_FOUND: 'not_found',
  STATEMENT_ACCOUNT_UNKNOWN: 'invalid',
  STATEMENT_OF_OTHER_ACCOUNT: 'invalid',
  STATEMENT_READ_OTHERWISE: 'conflict',
  INVALID_CSV_PROFILE: 'invalid',
  CSV_PROFILE_NOT_FOUND: 'not_found',
  INVALID_BANK_LINE_ACCOUNT: 'invalid',
  BANK_LINE_NOT_FOUND: 'not_found',
  BANK_LINE_MATCHED: 'conflict',
  BANK_LINE_NOT_MATCHED: 'conflict',
  BANK_LINE_FINAL: 'conflict',
  BANK_LINE_FLAGGED: 'conflict',
  BANK_LINE_UNCLEAR: 'conflict',
  BANK_LINE_REPEATED: 'conflict',
  BANK_LINE_DECIDED: 'conflict',
  INVALID_SAME_LINE: 'invalid',
});
