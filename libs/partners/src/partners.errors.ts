import { defineErrors } from '@rochdale/platform';

/** What the partners room may say. */
export const partnersErrors = defineErrors('partners', {
  PARTNER_NAME_TAKEN: 'conflict',
  INVALID_PARTNER: 'invalid',
  PARTNER_NOT_FOUND: 'not_found',
  PARTNER_ENDED: 'conflict',
  METER_KEY_TAKEN: 'conflict',
  INVALID_METER: 'invalid',
  INVALID_POOL_POLICY: 'invalid',
  POOL_POLICY_MISSING: 'conflict',
  USAGE_BATCH_TOO_LARGE: 'too_large',
  STATEMENT_NOT_FOUND: 'not_found',
  STATEMENT_STATE: 'conflict',
  // What is said to a single usage event of a batch, as its verdict.
  EVENT_INVALID: 'invalid',
  TYPE_UNKNOWN: 'invalid',
  TIME_IMPLAUSIBLE: 'invalid',
  METER_UNKNOWN: 'invalid',
  CORRECTION_REFUSED: 'invalid',
  RETRACTION_FINAL: 'invalid',
  RETRACTED_ALREADY: 'invalid',
  EVENT_COUNTED: 'invalid',
  EVENT_CONFLICT: 'conflict',
});
