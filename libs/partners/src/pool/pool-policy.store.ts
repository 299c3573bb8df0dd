import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PoolPolicyEntity } from './pool-policy.entity.js';

export type PoolPolicyRow = Readonly<Omit<PoolPolicyEntity, 'cooperativeId'>>;

/** How a co-operative shares its pool, as data: versioned, never changed. */
export type PoolPolicyTerms = Omit<PoolPolicyRow, 'id' | 'version' | 'adoptedAt'>;

const policies = (tx: Tx) => tx.repository(PoolPolicyEntity);
const lock = sql(
  'partners.lock-pool-policies',
  `select pg_advisory_xact_lock(hashtextextended('partners.pool-policies ' || $1::text, 0))`,
);

export const poolPolicyStore = {
  /** One version at a time. */
  lock: (tx: Tx) => tx.rows(lock, [tx.cooperativeId]),

  /** The next version. Whoever adds one holds the lock. */
  async insert(tx: Tx, id: string, terms: PoolPolicyTerms): Promise<PoolPolicyRow> {
    const { cooperativeId, now: adoptedAt } = tx;
    const last = await policies(tx).maximum('version', { cooperativeId });
    const { rule, coopShare, lambda, meterKey, currency } = terms;
    const { unusedGoesTo, minimumPayoutMinor, graceDays } = terms;
    const split = { rule, coopShare, lambda, meterKey, currency };
    const payout = { unusedGoesTo, minimumPayoutMinor, graceDays };
    const place = { id, cooperativeId, version: (last ?? 0) + 1, adoptedAt };
    const policy = { ...place, ...split, ...payout };
    await policies(tx).insert(policy);
    return policy;
  },

  current(tx: Tx): Promise<PoolPolicyRow | null> {
    const where = { cooperativeId: tx.cooperativeId };
    return policies(tx).findOne({ where, order: { version: 'desc' } });
  },
};
