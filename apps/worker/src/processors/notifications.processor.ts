import { Injectable } from '@nestjs/common';
import { DeliverLetter, DeliverLetterJob } from '@rochdale/notifications';
import { handle } from '@rochdale/platform';

@Injectable()
export class NotificationsProcessor {
  readonly handlers;

  constructor(deliver: DeliverLetter) {
    this.handlers = [handle(DeliverLetterJob, (actor, payload) => deliver.execute(actor, payload))];
  }
}
