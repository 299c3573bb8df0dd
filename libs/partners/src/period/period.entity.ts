import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { PoolPolicyEntity } from '../pool/pool-policy.entity.js';

@Entity({ schema: 'partners', name: 'periods' })
@Check('periods_span', 'ends_on >= starts_on')
@Unique('periods_start_unique', ['cooperativeId', 'startsOn'])
export class UsagePeriodEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'periods_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'starts_on', type: 'date' })
  startsOn!: string;

  @Column({ name: 'ends_on', type: 'date' })
  endsOn!: string;

  @ForeignKey(() => PoolPolicyEntity, { name: 'periods_policy_fk' })
  @Column({ name: 'policy_id', type: 'uuid' })
  policyId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'paid_minor', type: 'bigint' })
  paidMinor!: bigint;

  @Column({ name: 'coop_minor', type: 'bigint' })
  coopMinor!: bigint;

  @Column({ name: 'unused_minor', type: 'bigint' })
  unusedMinor!: bigint;

  /** Fractions of a unit for the next period, by recipient. */
  @Column({ type: 'jsonb' })
  carry!: Readonly<Record<string, string>>;

  @Column({ name: 'input_hash', type: 'text' })
  inputHash!: string;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'closed_at', type: 'timestamptz' })
  closedAt!: Date;
}
