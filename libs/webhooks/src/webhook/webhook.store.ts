import { assert, columnsOf, newId, sql, toldColumns } from '@rochdale/platform';
import type { RecordedFact, ToldFact, Tx } from '@rochdale/platform';
import { IsNull } from 'typeorm';
import { WebhookDeliveryEntity, WebhookEndpointEntity } from './webhook.entity.js';

/** `types` names facts such as `governance.ProposalClosed`, or `*`. The secret stays here. */
export type WebhookEndpointRow = Readonly<
  Pick<WebhookEndpointEntity, 'id' | 'url' | 'types' | 'createdAt'>
>;

const delivered = ['id', 'factId', 'endpointId'] as const;
const reached = ['url', 'secretSealed', 'failures', 'quietUntil'] as const;

type Delivered = Pick<WebhookDeliveryEntity, (typeof delivered)[number]>;
type Reached = Pick<WebhookEndpointEntity, (typeof reached)[number]>;

/** A delivery, where it goes, and the fact that it tells. */
export interface DeliveryRow extends Readonly<Delivered & Reached>, ToldFact {
  readonly isRemoved: boolean;
  /** Since it was made, or asked for again. */
  readonly waitsSince: Date;
  /** Real time, also in a year that is told: the receiver compares it with its own clock. */
  readonly sentAt: Date;
}

const endpoints = (tx: Tx) => tx.repository(WebhookEndpointEntity);
const shown = { id: true, url: true, types: true, createdAt: true } as const;
const fanOut = sql(
  'webhooks.fan-out-facts',
  `select e.id as "endpointId",
     ${columnsOf(WebhookEndpointEntity, { of: 'e', only: ['cooperativeId'] })}, fact.id as "factId"
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
     as fact (id, cooperative_id, type, occurred_at)
   join notifications.webhook_endpoints e on e.cooperative_id = fact.cooperative_id
   where e.removed_at is null and (fact.type = any(e.types) or '*' = any(e.types))
     and e.created_at <= fact.occurred_at`,
);
const insertDeliveries = sql(
  'webhooks.insert-webhook-deliveries',
  `insert into notifications.webhook_deliveries
     (id, cooperative_id, endpoint_id, fact_id, created_at)
   select id, cooperative_id, endpoint_id, fact_id, $5
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
     as delivery (id, cooperative_id, endpoint_id, fact_id)`,
);
const deliveredColumns = columnsOf(WebhookDeliveryEntity, { of: 'd', only: delivered });
const reachedColumns = columnsOf(WebhookEndpointEntity, { of: 'e', only: reached });
const find = sql(
  'webhooks.find-webhook-delivery',
  `select ${deliveredColumns}, ${reachedColumns},
     e.removed_at is not null as "isRemoved", coalesce(d.queued_at, d.created_at) as "waitsSince",
     ${toldColumns('f')}, clock_timestamp() as "sentAt"
   from notifications.webhook_deliveries d
   join notifications.webhook_endpoints e
     on e.cooperative_id = d.cooperative_id and e.id = d.endpoint_id
   join platform.facts f on f.cooperative_id = d.cooperative_id and f.id = d.fact_id
     and f.visibility <> 'private'
   where d.cooperative_id = $1 and d.id = $2 and d.state in ('queued', 'given-up')`,
);
const close = sql(
  'webhooks.close-webhook-delivery',
  `update notifications.webhook_deliveries set state = $3, last_status = $4,
     delivered_at = case when $3 = 'delivered' then $5::timestamptz end,
     tried_at = case when $3 = 'delivered' then $5::timestamptz else tried_at end,
     attempts = attempts + case when $3 = 'delivered' then 1 else 0 end
   where cooperative_id = $1 and id = $2 and state in ('queued', 'given-up')`,
);
const unanswered = ['endpointId', 'factId', 'lastStatus'] as const;
const giveUp = sql(
  'webhooks.give-up-webhook-delivery',
  `update notifications.webhook_deliveries set state = 'given-up'
   where cooperative_id = $1 and id = $2 and state = 'queued'
   returning ${columnsOf(WebhookDeliveryEntity, { only: unanswered })}`,
);
const noteStatus = sql(
  'webhooks.note-webhook-status',
  `update notifications.webhook_deliveries
   set last_status = $3, tried_at = $4, attempts = attempts + 1
   where cooperative_id = $1 and id = $2 and state in ('queued', 'given-up')`,
);
const queueAgain = sql(
  'webhooks.queue-webhook-delivery-again',
  `update notifications.webhook_deliveries d set state = 'queued', queued_at = $3
   where d.cooperative_id = $1 and d.id = $2 and d.state = 'given-up' and exists
     (select from notifications.webhook_endpoints e where e.cooperative_id = $1
        and e.id = d.endpoint_id and e.removed_at is null)`,
);

// Of several that failed at the same time the first counts.
const noteFailure = sql(
  'webhooks.note-webhook-failure',
  `update notifications.webhook_endpoints
   set failures = failures + 1,
     quiet_until = $3::timestamptz + least($4 * 2 ^ least(failures, 20), $5) * interval '1 ms'
   where cooperative_id = $1 and id = $2 and (quiet_until is null or quiet_until <= $3)`,
);
// Who waits keeps their place; who comes to wait after it is not behind all of them.
const noteSuccess = sql(
  'webhooks.note-webhook-success',
  `update notifications.webhook_endpoints
   set failures = 0, quiet_until = null, wakes_until = null
   where cooperative_id = $1 and id = $2 and failures > 0`,
);
// Who asks for a delivery again says that the receiver is mended: it is asked at once.
const endQuiet = sql(
  'webhooks.end-webhook-quiet',
  `update notifications.webhook_endpoints e set quiet_until = null
   from notifications.webhook_deliveries d
   where d.cooperative_id = $1 and d.id = $2 and e.cooperative_id = $1 and e.id = d.endpoint_id
     and e.quiet_until > $3`,
);
// Each a step behind the last, so that a long time of peace does not end with all of them at once.
const wait = sql(
  'webhooks.wait-for-webhook',
  `update notifications.webhook_endpoints
   set wakes_until = greatest(wakes_until + $4 * interval '1 ms', quiet_until)
   where cooperative_id = $1 and id = $2 and quiet_until > $3
   returning ${columnsOf(WebhookEndpointEntity, { only: ['wakesUntil'] })}`,
);

// By the key of deliveries, which begins with the receiver; of these there are a few.
const untold = sql(
  'webhooks.find-untold-facts',
  `select ${columnsOf(WebhookDeliveryEntity, { of: 'd', only: ['factId'] })}
   from notifications.webhook_endpoints e
   join notifications.webhook_deliveries d on d.cooperative_id = e.cooperative_id
     and d.endpoint_id = e.id and d.fact_id = any($2::uuid[])
   where e.cooperative_id = $1 and e.removed_at is null and d.state = 'queued'`,
);
const dropFacts = sql(
  'webhooks.forget-deliveries-of-facts',
  `update notifications.webhook_deliveries d set state = 'dropped'
   from notifications.webhook_endpoints e
   where d.cooperative_id = $1 and e.cooperative_id = $1 and d.endpoint_id = e.id
     and d.fact_id = any($2::uuid[]) and d.state in ('queued', 'given-up')`,
);
const dropForgotten = sql(
  'webhooks.forget-delivery',
  `update notifications.webhook_deliveries d set state = 'dropped'
   where d.cooperative_id = $1 and d.id = $2 and d.state in ('queued', 'given-up')
     and not exists (select from platform.facts f
       where f.cooperative_id = $1 and f.id = d.fact_id and f.visibility <> 'private')`,
);

export type GivenUpDelivery = Readonly<Pick<WebhookDeliveryEntity, (typeof unanswered)[number]>>;

export interface NewDelivery {
  readonly id: string;
  readonly cooperativeId: string;
}

export const webhookStore = {
  async insert(
    tx: Tx,
    { id, url, types }: { id: string; url: string; types: readonly string[] },
    secretSealed: Buffer,
  ): Promise<WebhookEndpointRow> {
    const endpoint = { id, url, types: [...types], createdAt: tx.now };
    const { cooperativeId } = tx;
    await endpoints(tx).insert({ ...endpoint, cooperativeId, secretSealed, removedAt: null });
    return endpoint;
  },

  /** Null when there is none, or it was removed before. */
  async remove(tx: Tx, id: string): Promise<WebhookEndpointRow | null> {
    const active = { cooperativeId: tx.cooperativeId, id, removedAt: IsNull() };
    const endpoint = await endpoints(tx).findOne({ where: active, select: shown });
    const { affected } = await endpoints(tx).update(active, { removedAt: tx.now });
    return affected === 1 ? endpoint : null;
  },

  list(tx: Tx): Promise<WebhookEndpointRow[]> {
    const where = { cooperativeId: tx.cooperativeId, removedAt: IsNull() };
    const order = { createdAt: 'asc', id: 'asc' } as const;
    return endpoints(tx).find({ where, select: shown, order, take: 100 });
  },

  /** One delivery per fact and endpoint that wants it, over all co-operatives at once. */
  fanOut: async (tx: Tx, facts: readonly RecordedFact[]): Promise<NewDelivery[]> => {
    const wanted = await tx.rows<{ endpointId: string; cooperativeId: string; factId: string }>(
      fanOut,
      [
        facts.map(({ id }) => id),
        facts.map(({ cooperativeId }) => cooperativeId),
        facts.map(({ type }) => type),
        facts.map(({ occurredAt }) => occurredAt),
      ],
    );
    if (wanted.length === 0) return [];
    const made = wanted.map((row) => ({ ...row, id: newId() }));
    await tx.run(insertDeliveries, [
      made.map(({ id }) => id),
      made.map(({ cooperativeId }) => cooperativeId),
      made.map(({ endpointId }) => endpointId),
      made.map(({ factId }) => factId),
      tx.now,
    ]);
    return made.map(({ id, cooperativeId }) => ({ id, cooperativeId }));
  },

  find: (tx: Tx, id: string) => tx.maybeOne<DeliveryRow>(find, [tx.cooperativeId, id]),

  close: async (
    tx: Tx,
    id: string,
    state: 'delivered' | 'dropped',
    status: number | null,
  ): Promise<void> => {
    const closed = await tx.run(close, [tx.cooperativeId, id, state, status, tx.now]);
    assert(closed === 1, 'a delivery is closed once');
  },

  noteStatus: async (tx: Tx, id: string, status: number | null): Promise<void> => {
    const noted = await tx.run(noteStatus, [tx.cooperativeId, id, status, tx.now]);
    assert(noted === 1, 'a delivery that was refused is open');
  },

  /**
   * A delivery that was given up is tried again, and its receiver is left in peace no longer. False
   * when there is none to be told again.
   */
  queueAgain: async (tx: Tx, id: string): Promise<boolean> => {
    const queued = await tx.run(queueAgain, [tx.cooperativeId, id, tx.now]);
    if (queued === 1) await tx.run(endQuiet, [tx.cooperativeId, id, tx.now]);
    return queued === 1;
  },

  /** Of these facts those that a receiver still waits to be told of. */
  untold: async (tx: Tx, factIds: readonly string[]): Promise<string[]> => {
    const rows = await tx.rows<Pick<Delivered, 'factId'>>(untold, [tx.cooperativeId, factIds]);
    return rows.map(({ factId }) => factId);
  },

  /** These facts go, and nobody is told of them any more. */
  dropFacts: async (tx: Tx, factIds: readonly string[]): Promise<void> => {
    await tx.run(dropFacts, [tx.cooperativeId, factIds]);
  },

  /** What it was to tell is gone, or private by now: it waits no longer. */
  dropForgotten: async (tx: Tx, id: string): Promise<void> => {
    await tx.run(dropForgotten, [tx.cooperativeId, id]);
  },

  /** It took nothing: it is left in peace, twice as long as the last time. */
  noteFailure: async (
    tx: Tx,
    endpointId: string,
    quiet: { readonly firstMs: number; readonly longestMs: number },
  ): Promise<void> => {
    const { firstMs, longestMs } = quiet;
    await tx.run(noteFailure, [tx.cooperativeId, endpointId, tx.now, firstMs, longestMs]);
  },

  /** When who waits for it may ask again, each a step after the last; null when it is well. */
  wait: async (tx: Tx, endpointId: string, stepMs: number): Promise<Date | null> => {
    const place = [tx.cooperativeId, endpointId, tx.now, stepMs];
    const row = await tx.maybeOne<Pick<WebhookEndpointEntity, 'wakesUntil'>>(wait, place);
    return row?.wakesUntil ?? null;
  },

  /** It is well, again or still. */
  noteSuccess: async (tx: Tx, endpointId: string): Promise<void> => {
    await tx.run(noteSuccess, [tx.cooperativeId, endpointId]);
  },

  /** Null when there is nothing to give up any more. */
  giveUp: (tx: Tx, id: string) => tx.maybeOne<GivenUpDelivery>(giveUp, [tx.cooperativeId, id]),
};
