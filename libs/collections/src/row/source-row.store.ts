import { assert, columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { WaitingReason } from '../source/movement.js';
import { SourceRowEntity } from './source-row.entity.js';
import type { FreshRow, KnownVersion } from './source-row.js';

const open = ['id', 'externalId', 'json'] as const;
const locked = ['id', 'connectionId', 'state', 'waits'] as const;

/** A row of which nothing was made yet. */
export type OpenRow = Readonly<Pick<SourceRowEntity, (typeof open)[number]>>;

const known = sql(
  'collections.find-known-versions',
  `select ${columnsOf(SourceRowEntity, { only: ['externalId', 'contentHash'] })}
   from collections.source_rows
   where cooperative_id = $1 and connection_id = $2 and external_id = any($3::text[])`,
);
const insert = sql(
  'collections.insert-source-rows',
  `insert into collections.source_rows (id, cooperative_id, connection_id, external_id, version,
     content_hash, json, state, waits, swept_at)
   select id, $1, $2, external_id, version, content_hash, json,
     case version when 1 then 'new' else 'waiting' end,
     case version when 1 then null else 'changed' end, $3
   from unnest($4::uuid[], $5::text[], $6::integer[], $7::text[], $8::text[])
     as told (id, external_id, version, content_hash, json)`,
);
const leftOf = sql(
  'collections.list-connections-with-new-rows',
  `select distinct ${columnsOf(SourceRowEntity, { only: ['connectionId'] })}
   from collections.source_rows where cooperative_id = $1 and state = 'new'`,
);
const lockNew = sql(
  'collections.lock-new-rows',
  `select ${columnsOf(SourceRowEntity, { only: open })} from collections.source_rows
   where cooperative_id = $1 and connection_id = $2 and state = 'new'
   order by id limit $3 for update`,
);
const take = sql(
  'collections.take-rows',
  `update collections.source_rows r set state = 'taken', line_id = made.line_id
   from unnest($2::uuid[], $3::uuid[]) as made (id, line_id)
   where r.cooperative_id = $1 and r.id = made.id and r.state = 'new'`,
);
const putBy = sql(
  'collections.put-rows-by',
  `update collections.source_rows r set state = 'waiting', waits = odd.waits
   from unnest($2::uuid[], $3::text[]) as odd (id, waits)
   where r.cooperative_id = $1 and r.id = odd.id and r.state = 'new'`,
);
const lock = sql(
  'collections.lock-source-row',
  `select ${columnsOf(SourceRowEntity, { only: locked })} from collections.source_rows
   where cooperative_id = $1 and id = $2 for update`,
);
const close = sql(
  'collections.close-source-row',
  `update collections.source_rows
   set state = 'closed', closed_because = $3, closed_by_account_id = $4, closed_at = $5
   where cooperative_id = $1 and id = $2 and state = 'waiting'`,
);

export const sourceRowStore = {
  known: (tx: Tx, connectionId: string, ids: readonly string[]): Promise<KnownVersion[]> =>
    tx.rows<KnownVersion>(known, [tx.cooperativeId, connectionId, ids]),

  /** What was told for the first time: a first version to become a line, others for a person. */
  insert: async (tx: Tx, connectionId: string, rows: readonly FreshRow[]): Promise<void> => {
    const inserted = await tx.run(insert, [
      tx.cooperativeId,
      connectionId,
      tx.now,
      rows.map(() => newId()),
      rows.map(({ externalId }) => externalId),
      rows.map(({ version }) => version),
      rows.map(({ contentHash }) => contentHash),
      rows.map(({ json }) => json),
    ]);
    assert(inserted === rows.length, 'fresh rows are fresh');
  },

  /** The connections that told rows of which nothing was made yet. */
  connectionsLeft: async (tx: Tx): Promise<ReadonlySet<string>> => {
    const rows = await tx.rows<Pick<SourceRowEntity, 'connectionId'>>(leftOf, [tx.cooperativeId]);
    return new Set(rows.map(({ connectionId }) => connectionId));
  },

  /** The oldest rows of which nothing was made yet, locked. */
  lockNew: (tx: Tx, connectionId: string, atMost: number): Promise<OpenRow[]> =>
    tx.rows<OpenRow>(lockNew, [tx.cooperativeId, connectionId, atMost]),

  /** Locked rows became these lines. Asserts that nothing had become of them. */
  take: async (
    tx: Tx,
    made: readonly { readonly id: string; readonly lineId: string }[],
  ): Promise<void> => {
    const lineIds = made.map(({ lineId }) => lineId);
    const taken = await tx.run(take, [tx.cooperativeId, made.map(({ id }) => id), lineIds]);
    assert(taken === made.length, 'a locked row is taken once');
  },

  /** Locked rows wait for a person. Asserts that nothing had become of them. */
  putBy: async (
    tx: Tx,
    odd: readonly { readonly id: string; readonly waits: WaitingReason }[],
  ): Promise<void> => {
    const reasons = odd.map(({ waits }) => waits);
    const waiting = await tx.run(putBy, [tx.cooperativeId, odd.map(({ id }) => id), reasons]);
    assert(waiting === odd.length, 'a locked row is put by once');
  },

  lock: (tx: Tx, id: string) =>
    tx.maybeOne<Pick<SourceRowEntity, (typeof locked)[number]>>(lock, [tx.cooperativeId, id]),

  /** @throws CodedError CONFLICT when it does not wait any more */
  close: (tx: Tx, id: string, because: string): Promise<void> =>
    tx.change(close, [tx.cooperativeId, id, because, tx.actor.accountId, tx.now]),
};
