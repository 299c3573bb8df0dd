import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { DeliveryGivenUp } from '../webhooks.events.js';
import { webhookStore } from './webhook.store.js';

/** Says of a delivery that nobody tries it again, so that an administrator sees a dead receiver. */
@Injectable()
export class GiveUpWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Once, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, input: { deliveryId: string }): Promise<void> {
    permit(actor, 'webhook.deliver');
    await this.unitOfWork.run(actor, async (tx) => {
      const { deliveryId } = input;
      const given = await webhookStore.giveUp(tx, deliveryId);
      if (given === null) return;
      tx.announce(DeliveryGivenUp.of(given.endpointId, { deliveryId, ...given }));
    });
  }
}
