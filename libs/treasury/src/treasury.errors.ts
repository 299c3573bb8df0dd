import { defineErrors } from '@rochdale/platform';

export const treasuryErrors = defineErrors('treasury', {
  INVALID_CHART_KEY: 'invalid',
  INVALID_FUND: 'invalid',
  INVALID_PERIOD: 'invalid',
  PERIOD_NOT_OVER: 'invalid',
  PERIOD_LINES_UNBOOKED: 'conflict',
  BUFFER_NOT_HELD: 'conflict',
  FUND_NOT_FOUND: 'not_found',
  FUND_KEY_TAKEN: 'conflict',
  FUND_IS_CLOSED: 'conflict',
  FUND_LIMIT_REACHED: 'conflict',
  FUND_NOT_COVERED: 'conflict',
  JOURNAL_ENTRY_EXPECTED: 'conflict',
});
