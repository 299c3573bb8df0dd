import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { SplitRule } from './split-pool.js';

@Entity({ schema: 'partners', name: 'pool_policies' })
@Check(
  'pool_policies_rule_known',
  `rule in ('user-centric', 'pro-rata', 'equal-per-member', 'hybrid')`,
)
@Check('pool_policies_currency', `currency ~ '^[A-Z]{3}$'`)
@Check('pool_policies_unused_known', `unused_goes_to in ('solidarity', 'co-operative')`)
@Check('pool_policies_minimum', 'minimum_payout_minor >= 0')
@Check('pool_policies_grace', 'grace_days between 0 and 60')
@Unique('pool_policies_version_unique', ['cooperativeId', 'version'])
export class PoolPolicyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pool_policies_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  rule!: SplitRule;

  /** `3/10` or `0.3`: what stays with the co-operative. */
  @Column({ name: 'coop_share', type: 'text' })
  coopShare!: string;

  @Column({ type: 'text' })
  lambda!: string;

  /** Which meter's quantities the rule weighs. */
  @Column({ name: 'meter_key', type: 'text' })
  meterKey!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'unused_goes_to', type: 'text' })
  unusedGoesTo!: 'solidarity' | 'co-operative';

  /** Below it, a partner's money waits for the next statement. */
  @Column({ name: 'minimum_payout_minor', type: 'bigint' })
  minimumPayoutMinor!: bigint;

  /** How long after a period's end its events are still waited for. */
  @Column({ name: 'grace_days', type: 'integer' })
  graceDays!: number;

  @Column({ name: 'adopted_at', type: 'timestamptz' })
  adoptedAt!: Date;
}
