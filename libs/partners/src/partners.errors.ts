import { defineErrors } from '@rochdale/platform';

/** What the partners room may say. */
export const partnersErrors = defineErrors('partners', {
  PARTNER_NOT_FOUND: 'not_found',
  PARTNER_NAME_TAKEN: 'conflict',
  INVALID_PARTNER: 'invalid',
  METER_KEY_TAKEN: 'conflict',
  INVALID_METER: 'invalid',
  INVALID_POOL_POLICY: 'invalid',
  POOL_POLICY_MISSING: 'conflict',
  USAGE_BATCH_TOO_LARGE: 'too_large',
  PERIOD_NOT_OVER: 'conflict',
  PERIOD_OUT_OF_ORDER: 'conflict',
  STATEMENT_NOT_FOUND: 'not_found',
  STATEMENT_STATE: 'conflict',
});
