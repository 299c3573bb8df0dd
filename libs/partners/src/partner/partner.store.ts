import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface PartnerRow {
  readonly id: string;
  readonly name: string;
  readonly website: string | null;
  readonly agreedOn: string;
  readonly endedOn: string | null;
}

export interface MeterRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly aggregation: MeterAggregation;
}

export const meterAggregations = ['sum', 'count', 'max', 'last', 'unique'] as const;
export type MeterAggregation = (typeof meterAggregations)[number];

const columns = `id, name, website, agreed_on as "agreedOn", ended_on as "endedOn"`;
const insert = sql(
  'partners.insert-partner',
  `insert into partners.partners (id, cooperative_id, name, website, agreed_on, created_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (cooperative_id, name) do nothing returning ${columns}`,
);
const byIds = sql(
  'partners.partners-by-ids',
  `select ${columns} from partners.partners where cooperative_id = $1 and id = any($2::uuid[])`,
);
const all = sql(
  'partners.all-partners',
  `select ${columns} from partners.partners where cooperative_id = $1 order by name, id limit 500`,
);
const insertMeter = sql(
  'partners.insert-meter',
  `insert into partners.meters (id, cooperative_id, key, name, unit, aggregation, created_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (cooperative_id, key) do nothing returning id, key, name, unit, aggregation`,
);
const meters = sql(
  'partners.all-meters',
  `select id, key, name, unit, aggregation from partners.meters
   where cooperative_id = $1 order by key limit 200`,
);

export const partnerStore = {
  /** Null when the name is taken. */
  insert: (tx: Tx, partner: Omit<PartnerRow, 'endedOn'>) =>
    tx.maybeOne<PartnerRow>(insert, [
      partner.id,
      tx.cooperativeId,
      partner.name,
      partner.website,
      partner.agreedOn,
      tx.now,
    ]),

  byIds: (tx: Tx, ids: readonly string[]) => tx.rows<PartnerRow>(byIds, [tx.cooperativeId, ids]),

  all: (tx: Tx) => tx.rows<PartnerRow>(all, [tx.cooperativeId]),

  /** Null when the key is taken. */
  insertMeter: (tx: Tx, meter: MeterRow) =>
    tx.maybeOne<MeterRow>(insertMeter, [
      meter.id,
      tx.cooperativeId,
      meter.key,
      meter.name,
      meter.unit,
      meter.aggregation,
      tx.now,
    ]),

  meters: (tx: Tx) => tx.rows<MeterRow>(meters, [tx.cooperativeId]),
};
