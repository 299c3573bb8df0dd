import type { Room } from '@rochdale/platform';
import { WebhookDeliveryEntity, WebhookEndpointEntity } from './webhook/webhook.entity.js';
import { webhooksHandlers } from './webhooks.handlers.js';
import { WebhooksModule } from './webhooks.module.js';

export const webhooksRoom: Room = {
  name: 'webhooks',
  module: WebhooksModule,
  handlers: webhooksHandlers,
  entities: [WebhookDeliveryEntity, WebhookEndpointEntity],
};
