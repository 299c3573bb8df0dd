/** Letters to persons and news to other programs. */
export { DeliverLetter } from './letter/deliver-letter.js';
export { Outbox } from './letter/outbox.js';
export { DeliverLetterJob, DeliverWebhookJob } from './notifications.jobs.js';
export { notificationsErrors } from './notifications.errors.js';
export { DeliverWebhook } from './webhook/deliver-webhook.js';
export type { WebhookEndpointRow } from './webhook/webhook.store.js';
export { Webhooks } from './webhook/webhooks.js';
export type { AddWebhookInput } from './webhook/webhooks.js';
export { NotificationsModule } from './notifications.module.js';
export { notificationsPermissions } from './notifications.permissions.js';
export { notificationsRoom } from './notifications.room.js';
