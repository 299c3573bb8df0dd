import { canonicalJson, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsagePeriodEntity } from './period.entity.js';

export type UsagePeriodRow = Readonly<Omit<UsagePeriodEntity, 'cooperativeId'>>;

const columns = columnsOf(UsagePeriodEntity, { without: ['cooperativeId'] });
const lock = sql(
  'partners.lock-periods',
  `select pg_advisory_xact_lock(hashtextextended('partners.periods ' || $1::text, 0))`,
);
const newest = sql(
  'partners.find-newest-period',
  `select ${columns} from partners.periods where cooperative_id = $1
   order by starts_on desc limit 1`,
);
const newestIn = sql(
  'partners.find-newest-period-in-currency',
  `select ${columns} from partners.periods where cooperative_id = $1 and currency = $2
   order by starts_on desc limit 1`,
);
const first = sql(
  'partners.find-first-day',
  `select min(starts_on) as "startsOn" from partners.periods where cooperative_id = $1`,
);
const lastSettled = sql(
  'partners.find-last-settled-before',
  `select max(closed_at) as "closedAt" from partners.periods
   where cooperative_id = $1 and closed_at < $2`,
);
const insert = sql(
  'partners.insert-period',
  `insert into partners.periods (id, cooperative_id, starts_on, ends_on, policy_id, currency,
     paid_minor, coop_minor, unused_minor, carry, input_hash, transaction_id, closed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)`,
);
const byIds = sql(
  'partners.find-periods',
  `select ${columns} from partners.periods where cooperative_id = $1 and id = any($2::uuid[])`,
);
const firstPartner = sql(
  'partners.find-first-agreement',
  `select min(agreed_on) as "agreedOn" from partners.partners where cooperative_id = $1`,
);

export const periodStore = {
  /** One close at a time in a co-operative. */
  lock: (tx: Tx) => tx.rows(lock, [tx.cooperativeId]),

  newest: (tx: Tx) => tx.maybeOne<UsagePeriodRow>(newest, [tx.cooperativeId]),

  newestIn: (tx: Tx, currency: string) =>
    tx.maybeOne<UsagePeriodRow>(newestIn, [tx.cooperativeId, currency]),

  byIds: (tx: Tx, ids: readonly string[]) =>
    tx.rows<UsagePeriodRow>(byIds, [tx.cooperativeId, ids]),

  /** The first day of the first period; null when there is none. */
  firstDay: async (tx: Tx): Promise<string | null> =>
    (await tx.one<{ startsOn: string | null }>(first, [tx.cooperativeId])).startsOn,

  /** When the last month was settled that was settled before; null when none was. */
  lastSettledBefore: async (tx: Tx, before: Date): Promise<Date | null> =>
    (await tx.one<{ closedAt: Date | null }>(lastSettled, [tx.cooperativeId, before])).closedAt,

  firstAgreement: async (tx: Tx): Promise<string | null> =>
    (await tx.one<{ agreedOn: string | null }>(firstPartner, [tx.cooperativeId])).agreedOn,

  insert: (tx: Tx, period: Omit<UsagePeriodRow, 'closedAt'>) =>
    tx.run(insert, [
      period.id,
      tx.cooperativeId,
      period.startsOn,
      period.endsOn,
      period.policyId,
      period.currency,
      period.paidMinor,
      period.coopMinor,
      period.unusedMinor,
      canonicalJson(period.carry),
      period.inputHash,
      period.transactionId,
      tx.now,
    ]),
};
