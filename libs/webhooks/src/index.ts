/** News for other programs: signed, told once for each fact, given up in the end. */
export type { WebhookEndpointRow } from './webhook/webhook.store.js';
export { AddWebhook } from './webhook/add-webhook.js';
export type { AddedWebhook, AddWebhookInput } from './webhook/add-webhook.js';
export { RetryWebhookDelivery } from './webhook/retry-webhook-delivery.js';
export { WebhookDeliveryQueries } from './webhook/webhook-delivery.queries.js';
export type { WebhookDeliveryView } from './webhook/webhook-delivery.queries.js';
export { retryRefusal } from './webhook/webhook-delivery.js';
export { RemoveWebhook } from './webhook/remove-webhook.js';
export { WebhookQueries } from './webhook/webhook.queries.js';
export { webhooksRoom } from './webhooks.room.js';
