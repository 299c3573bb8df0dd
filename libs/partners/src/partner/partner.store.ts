import { columnsOf, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { In } from 'typeorm';
import type { MeterAggregation } from './meter-aggregation.js';
import { MeterEntity, PartnerEntity } from './partner.entity.js';

export type PartnerRow = Readonly<Omit<PartnerEntity, 'cooperativeId' | 'createdAt'>>;
export type MeterRow = Readonly<Omit<MeterEntity, 'cooperativeId' | 'createdAt'>>;

const partners = (tx: Tx) => tx.repository(PartnerEntity);
const meters = (tx: Tx) => tx.repository(MeterEntity);

// On the way of every batch of usage.
const meterKeys = sql(
  'partners.list-meters-among',
  `select ${columnsOf(MeterEntity, { only: ['key', 'aggregation'] })} from partners.meters
    where cooperative_id = $1 and key = any($2::text[])`,
);

export const partnerStore = {
  /** Null when the name is taken; the transaction can only end then. */
  async insert(tx: Tx, partner: Omit<PartnerRow, 'endedOn'>): Promise<PartnerRow | null> {
    const { id, name, website, agreedOn } = partner;
    const { cooperativeId, now: createdAt } = tx;
    const row = { id, cooperativeId, name, website, agreedOn, endedOn: null, createdAt };
    try {
      await partners(tx).insert(row);
      return row;
    } catch (error) {
      if (violates(error, 'partners_name_unique')) return null;
      throw error;
    }
  },

  byIds: (tx: Tx, ids: readonly string[]): Promise<PartnerRow[]> =>
    partners(tx).findBy({ cooperativeId: tx.cooperativeId, id: In(ids) }),

  all(tx: Tx): Promise<PartnerRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return partners(tx).find({ where, order: { name: 'asc', id: 'asc' }, take: 500 });
  },

  /** Null when the key is taken; the transaction can only end then. */
  async insertMeter(tx: Tx, meter: MeterRow): Promise<MeterRow | null> {
    const { id, key, name, unit, aggregation } = meter;
    const { cooperativeId, now: createdAt } = tx;
    try {
      await meters(tx).insert({ id, cooperativeId, key, name, unit, aggregation, createdAt });
      return meter;
    } catch (error) {
      if (violates(error, 'meters_key_unique')) return null;
      throw error;
    }
  },

  /** How the meters of these keys add up; there is none for the keys that are left out. */
  async metersAmong(
    tx: Tx,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, MeterAggregation>> {
    type Found = Pick<MeterRow, 'key' | 'aggregation'>;
    const rows = await tx.rows<Found>(meterKeys, [tx.cooperativeId, keys]);
    return new Map(rows.map(({ key, aggregation }) => [key, aggregation]));
  },

  meters(tx: Tx): Promise<MeterRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return meters(tx).find({ where, order: { key: 'asc' }, take: 200 });
  },
};
