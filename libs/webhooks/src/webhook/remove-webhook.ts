import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { webhooksErrors } from '../webhooks.errors.js';
import { webhookStore } from './webhook.store.js';
import type { WebhookEndpointRow } from './webhook.store.js';

/** Stops telling a program. What is under way to it is dropped. */
@Injectable()
export class RemoveWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, WEBHOOK_NOT_FOUND */
  async execute(actor: Actor, input: { endpointId: string }): Promise<WebhookEndpointRow> {
    permit(actor, 'webhook.remove');
    return this.unitOfWork.run(actor, async (tx) => {
      const removed = await webhookStore.remove(tx, input.endpointId);
      if (removed !== null) return removed;
      throw webhooksErrors.error('WEBHOOK_NOT_FOUND', 'There is no such webhook.', {
        path: ['endpointId'],
      });
    });
  }
}
