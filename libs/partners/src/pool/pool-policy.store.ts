import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { SplitRule } from './split-pool.js';

/** How a co-operative shares its pool, as data: versioned, never changed. */
export interface PoolPolicyTerms {
  readonly rule: SplitRule;
  /** `3/10` or `0.3`: what stays with the co-operative. */
  readonly coopShare: string;
  readonly lambda: string;
  /** Which meter's quantities the rule weighs. */
  readonly meterKey: string;
  readonly currency: string;
  readonly unusedGoesTo: 'solidarity' | 'co-operative';
  /** Below it, a partner's money waits for the next statement. */
  readonly minimumPayoutMinor: bigint;
  /** How long after a period's end its events are still waited for. */
  readonly graceDays: number;
}

export interface PoolPolicyRow extends PoolPolicyTerms {
  readonly id: string;
  readonly version: number;
  readonly adoptedAt: Date;
}

const columns = `id, version, rule, coop_share as "coopShare", lambda, meter_key as "meterKey",
  currency, unused_goes_to as "unusedGoesTo", minimum_payout_minor as "minimumPayoutMinor",
  grace_days as "graceDays", adopted_at as "adoptedAt"`;
const insert = sql(
  'partners.insert-pool-policy',
  `insert into partners.pool_policies (id, cooperative_id, version, rule, coop_share, lambda,
     meter_key, currency, unused_goes_to, minimum_payout_minor, grace_days, adopted_at)
   select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
   from partners.pool_policies where cooperative_id = $2 returning ${columns}`,
);
const current = sql(
  'partners.current-pool-policy',
  `select ${columns} from partners.pool_policies
   where cooperative_id = $1 order by version desc limit 1`,
);

const lock = sql(
  'partners.lock-pool-policies',
  `select pg_advisory_xact_lock(hashtextextended('partners.pool-policies ' || $1::text, 0))`,
);

export const poolPolicyStore = {
  /** One version at a time. */
  lock: (tx: Tx) => tx.rows(lock, [tx.cooperativeId]),

  insert: (tx: Tx, id: string, terms: PoolPolicyTerms) =>
    tx.one<PoolPolicyRow>(insert, [
      id,
      tx.cooperativeId,
      terms.rule,
      terms.coopShare,
      terms.lambda,
      terms.meterKey,
      terms.currency,
      terms.unusedGoesTo,
      terms.minimumPayoutMinor,
      terms.graceDays,
      tx.now,
    ]),

  current: (tx: Tx) => tx.maybeOne<PoolPolicyRow>(current, [tx.cooperativeId]),
};
