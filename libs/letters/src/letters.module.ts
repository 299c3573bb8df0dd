import { Global, Module } from '@nestjs/common';
import { Mail } from '@rochdale/identity';
import { DeliverLetter } from './letter/deliver-letter.js';
import { Outbox } from './letter/outbox.js';
import { DeliverWebhook } from './webhook/deliver-webhook.js';
import { Webhooks } from './webhook/webhooks.js';

/** Global, because it carries out a port that rooms below it write to. */
@Global()
@Module({
  providers: [
    Outbox,
    DeliverLetter,
    DeliverWebhook,
    Webhooks,
    { provide: Mail, useExisting: Outbox },
  ],
  exports: [Outbox, DeliverLetter, DeliverWebhook, Webhooks, Mail],
})
export class NotificationsModule {}
