import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { DeliverWebhookJob } from '../webhooks.jobs.js';
import { WebhookDeliveryEntity } from './webhook.entity.js';

const shown = [
  'id',
  'endpointId',
  'factId',
  'state',
  'attempts',
  'lastStatus',
  'createdAt',
  'triedAt',
  'deliveredAt',
] as const;

/** A delivery as an administrator sees it: what became of it, and nothing of what it told. */
export interface WebhookDeliveryView extends Readonly<
  Pick<WebhookDeliveryEntity, (typeof shown)[number]>
> {
  /** `forgotten` once the fact is: it went with a member, or at the end of its term. */
  readonly factType: string;
  /** The webhook is gone: nobody is told any more. */
  readonly isRemoved: boolean;
  /** Or later, when its receiver is left in peace. Null when nobody tries it any more. */
  readonly nextAttemptAt: Date | null;
}

export interface WebhookDeliveryFilter {
  readonly endpointId?: string | null;
  readonly state?: WebhookDeliveryView['state'] | null;
  /** Made at this moment or later. */
  readonly from?: Date | null;
  /** Made before this moment. */
  readonly before?: Date | null;
}

const deliveries = keysetList<WebhookDeliveryView, WebhookDeliveryFilter>({
  name: 'webhooks.list-webhook-deliveries',
  // Looked up for the rows of a page, by keys: a join may be planned from the other side.
  select: `${columnsOf(WebhookDeliveryEntity, { of: 'd', only: shown })},
    coalesce((select f.type from platform.facts f
      where f.cooperative_id = d.cooperative_id and f.id = d.fact_id), 'forgotten') as "factType",
    not exists (select from notifications.webhook_endpoints e
      where e.cooperative_id = d.cooperative_id and e.id = d.endpoint_id
        and e.removed_at is null) as "isRemoved",
    case when d.state in ('queued', 'given-up') then (select j.run_at from platform.jobs j
      where j.cooperative_id = d.cooperative_id and j.name = '${DeliverWebhookJob.name}'
        and j.key = d.id::text and j.status in ('queued', 'running')) end as "nextAttemptAt"`,
  from: 'notifications.webhook_deliveries d',
  where: 'd.cooperative_id = :cooperativeId',
  keys: [
    { column: 'd.created_at', field: 'createdAt', type: 'instant' },
    { column: 'd.id', field: 'id', type: 'id' },
  ],
  filters: {
    endpointId: 'd.endpoint_id = :endpointId::uuid',
    state: 'd.state = :state',
    from: 'd.created_at >= :from',
    before: 'd.created_at < :before',
  },
});

/** What became of a co-operative's news; for administrators. */
@Injectable()
export class WebhookDeliveryQueries {
  /** Newest first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: WebhookDeliveryFilter = {},
  ): Promise<Page<WebhookDeliveryView>> {
    permit(tx.actor, 'webhook.read');
    return deliveries.page(tx, request, { filter });
  }

  /** @throws CodedError FORBIDDEN */
  async byIds(tx: Tx, ids: readonly string[]): Promise<WebhookDeliveryView[]> {
    permit(tx.actor, 'webhook.read');
    return deliveries.find(tx, ids);
  }
}
