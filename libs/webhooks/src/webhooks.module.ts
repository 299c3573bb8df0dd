import { Module } from '@nestjs/common';
import { DeliverWebhook } from './webhook/deliver-webhook.js';
import { GiveUpWebhook } from './webhook/give-up-webhook.js';
import { Webhooks } from './webhook/webhooks.js';

@Module({ providers: [DeliverWebhook, GiveUpWebhook, Webhooks], exports: [Webhooks] })
export class WebhooksModule {}
