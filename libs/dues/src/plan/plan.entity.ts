import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { JoiningRule } from './plan.js';

@Entity({ schema: 'dues', name: 'plans' })
@Check('plans_currency', `currency ~ '^[A-Z]{3}$'`)
@Check('plans_minimum', 'minimum_minor >= 0')
@Check('plans_months', 'months in (1, 3, 6, 12)')
@Check(
  'plans_scale_in_order',
  'suggested_minor >= minimum_minor ' +
    'and (maximum_minor is null or maximum_minor >= suggested_minor)',
)
@Check(
  'plans_joining_check',
  `joining in ('full-period', 'pro-rata-days', 'pro-rata-months', 'next-period')`,
)
@Unique('plans_key_unique', ['cooperativeId', 'key'])
export class PlanEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'plans_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'minimum_minor', type: 'bigint' })
  minimumMinor!: bigint;

  @Column({ name: 'suggested_minor', type: 'bigint' })
  suggestedMinor!: bigint;

  @Column({ name: 'maximum_minor', type: 'bigint', nullable: true })
  maximumMinor!: bigint | null;

  @Column({ type: 'integer' })
  months!: number;

  /** What is owed of the period in which somebody joins. */
  @Column({ type: 'text', default: 'full-period' })
  joining!: JoiningRule;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}
