import type { Room } from '@rochdale/platform';
import { LetterEntity } from './letter/letter.entity.js';
import { notificationsHandlers } from './notifications.handlers.js';
import { NotificationsModule } from './notifications.module.js';
import { WebhookDeliveryEntity, WebhookEndpointEntity } from './webhook/webhook.entity.js';

export const notificationsRoom: Room = {
  name: 'notifications',
  module: NotificationsModule,
  handlers: notificationsHandlers,
  entities: [LetterEntity, WebhookDeliveryEntity, WebhookEndpointEntity],
};
