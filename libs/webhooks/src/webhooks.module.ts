import { Module } from '@nestjs/common';
import { DeliverWebhook } from './webhook/deliver-webhook.js';
import { Webhooks } from './webhook/webhooks.js';

@Module({ providers: [DeliverWebhook, Webhooks], exports: [Webhooks] })
export class WebhooksModule {}
