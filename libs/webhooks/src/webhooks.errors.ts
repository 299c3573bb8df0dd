import { defineErrors } from '@rochdale/platform';

/** What the notifications room may say. */
export const notificationsErrors = defineErrors('notifications', {
  INVALID_WEBHOOK: 'invalid',
  WEBHOOK_NOT_FOUND: 'not_found',
  WEBHOOK_REFUSED: 'unavailable',
});
