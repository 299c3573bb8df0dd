import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { webhookStore } from './webhook.store.js';
import type { WebhookEndpointRow } from './webhook.store.js';

/** Where a co-operative's news goes; for administrators. */
@Injectable()
export class WebhookQueries {
  /** Endpoints that are told, the oldest first, a hundred at most. */
  async all(tx: Tx): Promise<WebhookEndpointRow[]> {
    permit(tx.actor, 'webhook.read');
    return webhookStore.list(tx);
  }
}
