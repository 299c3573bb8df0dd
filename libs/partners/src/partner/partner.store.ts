import { columnsOf, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { In, IsNull } from 'typeorm';
import type { MeterAggregation } from './meter-aggregation.js';
import { MeterEntity, PartnerEntity } from './partner.entity.js';

export type PartnerRow = Readonly<Omit<PartnerEntity, 'cooperativeId' | 'createdAt'>>;
export type MeterRow = Readonly<Omit<MeterEntity, 'cooperativeId' | 'createdAt'>>;

const partners = (tx: Tx) => tx.repository(PartnerEntity);
const meters = (tx: Tx) => tx.repository(MeterEntity);

// On the way of every batch of usage, so the lock needs no message of its own.
const meterKeys = sql(
  'partners.list-meters-among',
  `with held as materialized (select pg_advisory_xact_lock_shared(
     hashtextextended('partners.reports ' || $1::uuid::text, 0)))
   select ${columnsOf(MeterEntity, { only: ['key', 'aggregation'] })} from held, partners.meters
    where cooperative_id = $1 and key = any($2::text[])`,
);
const awaitReports = sql('partners.wait-for-reports', 'select partners.await_reports($1)');

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

  async end(tx: Tx, id: string, endedOn: string): Promise<boolean> {
    const going = { cooperativeId: tx.cooperativeId, id, endedOn: IsNull() };
    return (await partners(tx).update(going, { endedOn })).affected === 1;
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

  /**
   * How the meters of these keys add up; there is none for the keys that are left out. Where there
   * are any, whoever forgets a member waits for the end of this transaction: asked afterwards, it
   * is known who was erased. Others report meanwhile.
   */
  async metersAmong(
    tx: Tx,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, MeterAggregation>> {
    type Found = Pick<MeterRow, 'key' | 'aggregation'>;
    const rows = await tx.rows<Found>(meterKeys, [tx.cooperativeId, keys]);
    return new Map(rows.map(({ key, aggregation }) => [key, aggregation]));
  },

  /** Reports that are under way are over; those that begin now see who is erased. */
  awaitReports: (tx: Tx) => tx.rows(awaitReports, [tx.cooperativeId]),

  meters(tx: Tx): Promise<MeterRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return meters(tx).find({ where, order: { key: 'asc' }, take: 200 });
  },
};
