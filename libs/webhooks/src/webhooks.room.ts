import type { Room } from '@rochdale/platform';
import { WebhookDeliveryEntity, WebhookEndpointEntity } from './webhook/webhook.entity.js';
import { dropNews } from './webhook/drop-news.js';
import { webhooksHandlers } from './webhooks.handlers.js';
import { WebhooksModule } from './webhooks.module.js';
import { webhooksPermissions } from './webhooks.permissions.js';
import { webhooksPersonalData } from './webhooks.personal-data.js';

export const webhooksRoom: Room = {
  name: 'webhooks',
  module: WebhooksModule,
  permissions: webhooksPermissions,
  handlers: webhooksHandlers,
  personalData: webhooksPersonalData,
  forget: dropNews,
  entities: [WebhookDeliveryEntity, WebhookEndpointEntity],
};
