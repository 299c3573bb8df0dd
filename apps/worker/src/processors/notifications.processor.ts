import { Injectable } from '@nestjs/common';
import {
  DeliverLetter,
  DeliverLetterJob,
  DeliverWebhook,
  DeliverWebhookJob,
} from '@rochdale/notifications';
import { handle } from '@rochdale/platform';

@Injectable()
export class NotificationsProcessor {
  readonly handlers;

  constructor(deliver: DeliverLetter, webhook: DeliverWebhook) {
    this.handlers = [
      handle(DeliverLetterJob, (actor, payload) => deliver.execute(actor, payload)),
      handle(DeliverWebhookJob, (actor, payload) => webhook.execute(actor, payload)),
    ];
  }
}
