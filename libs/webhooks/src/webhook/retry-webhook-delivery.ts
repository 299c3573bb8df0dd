import { Injectable } from '@nestjs/common';
import { carryOutAgain, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { webhooksErrors } from '../webhooks.errors.js';
import { DeliverWebhookJob } from '../webhooks.jobs.js';
import { webhookStore } from './webhook.store.js';
import { retryRefusal } from './webhook-delivery.js';
import { WebhookDeliveryQueries } from './webhook-delivery.queries.js';
import type { WebhookDeliveryView } from './webhook-delivery.queries.js';

/** Has a program told once more of what it did not take, at once, and up to eight times. */
@Injectable()
export class RetryWebhookDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: WebhookDeliveryQueries,
  ) {}

  /**
   * Of several who ask at once one has it told, under the message id that it had.
   *
   * @throws CodedError FORBIDDEN, WEBHOOK_DELIVERY_NOT_FOUND, WEBHOOK_DELIVERY_STATE unless it was
   *   given up, WEBHOOK_NOT_FOUND when the webhook was removed
   */
  async execute(
    actor: Actor,
    input: { readonly deliveryId: string },
  ): Promise<WebhookDeliveryView> {
    permit(actor, 'webhook.retry');
    return this.unitOfWork.run(actor, async (tx) => {
      const { deliveryId } = input;
      const isQueued = await webhookStore.queueAgain(tx, deliveryId);
      if (!isQueued) throw refusalOf(await this.#view(tx, deliveryId));
      const payload = { cooperativeId: tx.cooperativeId, deliveryId };
      await carryOutAgain(tx, DeliverWebhookJob, payload, deliveryId);
      return this.#view(tx, deliveryId);
    });
  }

  async #view(tx: Tx, id: string): Promise<WebhookDeliveryView> {
    const [delivery] = await this.queries.byIds(tx, [id]);
    if (delivery !== undefined) return delivery;
    const message = 'There is no such delivery.';
    throw webhooksErrors.error('WEBHOOK_DELIVERY_NOT_FOUND', message, { path: ['id'] });
  }
}

function refusalOf(delivery: WebhookDeliveryView): Error {
  const path = ['id'];
  if (retryRefusal(delivery) === 'WEBHOOK_NOT_FOUND') {
    return webhooksErrors.error('WEBHOOK_NOT_FOUND', 'The webhook was removed.', { path });
  }
  const { state } = delivery;
  const message = `The delivery is ${state}: what was given up is told again.`;
  return webhooksErrors.error('WEBHOOK_DELIVERY_STATE', message, { path, data: { state } });
}
