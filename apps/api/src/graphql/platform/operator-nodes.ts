import { Injectable } from '@nestjs/common';
import { WaiverQueries } from '@rochdale/dues';
import { HoldQueries } from '@rochdale/ledger';
import { audienceOf, OperatorJobs } from '@rochdale/platform';
import { WebhookDeliveryQueries, WebhookQueries } from '@rochdale/webhooks';
import { toWaiver } from '../dues/dues.type.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toHold } from '../ledger/hold.type.js';
import { toWebhookDelivery } from '../webhooks/webhook-delivery.type.js';
import { toWebhook } from '../webhooks/webhook.type.js';
import { toJob } from './job.type.js';

/** How `node(id)` finds what one office or another sees of the service's work. */
@Injectable()
export class OperatorNodes {
  constructor(
    nodes: NodeRegistry,
    holds: HoldQueries,
    jobs: OperatorJobs,
    waivers: WaiverQueries,
    webhooks: WebhookQueries,
    deliveries: WebhookDeliveryQueries,
  ) {
    nodes.registerRows('Hold', 'ledger.read-all', async (tx, id) =>
      (await holds.byIds(tx, [id])).map((row) => toHold(row, audienceOf(tx.actor))),
    );
    nodes.registerRows('Job', 'job.read', async (tx, id) =>
      (await jobs.byIds(tx, [id])).map(toJob),
    );
    nodes.registerRows('Waiver', 'dues-waiver.read', async (tx, id) =>
      (await waivers.list(tx)).filter((one) => one.id === id).map(toWaiver),
    );
    nodes.registerRows('Webhook', 'webhook.read', async (tx, id) =>
      (await webhooks.all(tx)).filter((one) => one.id === id).map(toWebhook),
    );
    nodes.registerRows('WebhookDelivery', 'webhook.read', async (tx, id) =>
      (await deliveries.byIds(tx, [id])).map(toWebhookDelivery),
    );
  }
}
