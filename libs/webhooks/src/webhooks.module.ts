import { Module } from '@nestjs/common';
import { AddWebhook } from './webhook/add-webhook.js';
import { DeliverWebhook } from './webhook/deliver-webhook.js';
import { GiveUpWebhook } from './webhook/give-up-webhook.js';
import { Receivers } from './webhook/receivers.js';
import { RemoveWebhook } from './webhook/remove-webhook.js';
import { RetryWebhookDelivery } from './webhook/retry-webhook-delivery.js';
import { WebhookDeliveryQueries } from './webhook/webhook-delivery.queries.js';
import { WebhookQueries } from './webhook/webhook.queries.js';

const doors = [
  AddWebhook,
  RemoveWebhook,
  RetryWebhookDelivery,
  WebhookDeliveryQueries,
  WebhookQueries,
];

@Module({ providers: [DeliverWebhook, GiveUpWebhook, Receivers, ...doors], exports: doors })
export class WebhooksModule {}
