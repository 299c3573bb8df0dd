import { defineErrors } from '@rochdale/platform';

/** What the partners room may say. */
export const partnersErrors = defineErrors('partners', {
  PARTNER_NAME_TAKEN: 'conflict',
  INVALID_PARTNER: 'invalid',
  METER_KEY_TAKEN: 'conflict',
  INVALID_METER: 'invalid',
  INVALID_POOL_POLICY: 'invalid',
  POOL_POLICY_MISSING: 'conflict',
  USAGE_BATCH_TOO_LARGE: 'too_large',
  STATEMENT_NOT_FOUND: 'not_found',
  STATEMENT_STATE: 'conflict',
});
