import { defineErrors } from '@rochdale/platform';

/** What the webhooks room may say. */
export const webhooksErrors = defineErrors('webhooks', {
  INVALID_WEBHOOK: 'invalid',
  WEBHOOK_NOT_FOUND: 'not_found',
  WEBHOOK_DELIVERY_NOT_FOUND: 'not_found',
  WEBHOOK_DELIVERY_STATE: 'conflict',
  WEBHOOK_REFUSED: 'unavailable',
  WEBHOOK_SILENT: 'not_found',
});
