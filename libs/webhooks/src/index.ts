/** News for other programs: signed, told once for each fact, given up in the end. */
export type { WebhookEndpointRow } from './webhook/webhook.store.js';
export { Webhooks } from './webhook/webhooks.js';
export type { AddWebhookInput } from './webhook/webhooks.js';
export { webhooksRoom } from './webhooks.room.js';
