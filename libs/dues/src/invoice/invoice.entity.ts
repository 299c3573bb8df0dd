import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { InvoiceState } from './invoice.js';
import { PlanEntity } from '../plan/plan.entity.js';

@Entity({ schema: 'dues', name: 'counters' })
export class InvoiceCounterEntity {
  @PrimaryColumn({ name: 'cooperative_id', type: 'uuid', primaryKeyConstraintName: 'counters_pk' })
  cooperativeId!: string;

  @Column({ name: 'last_number', type: 'bigint' })
  lastNumber!: bigint;
}

@Entity({ schema: 'dues', name: 'invoices' })
@Check('invoices_amount', 'amount_minor >= 0')
@Check('invoices_state_known', `state in ('open', 'paid', 'waived', 'cancelled')`)
@Check('invoices_credited_check', 'credited_minor between 0 and amount_minor')
@Check('invoices_paid_within', 'paid_minor between 0 and amount_minor - credited_minor')
@Check(
  'invoices_paid_whole',
  `(state = 'paid') = ` +
    `(paid_minor = amount_minor - credited_minor and amount_minor > credited_minor)`,
)
@Check(
  'invoices_nothing_due_check',
  `(state in ('waived', 'cancelled')) = (amount_minor = credited_minor)`,
)
@Unique('invoices_number_unique', ['cooperativeId', 'number'])
@Unique('invoices_reference_unique', ['cooperativeId', 'reference'])
@Unique('invoices_one_per_period', ['cooperativeId', 'memberId', 'periodStart'])
@Index('invoices_by_member', ['cooperativeId', 'memberId', 'periodStart', 'id'])
@Index('invoices_by_number_of_member', ['cooperativeId', 'memberId', 'number'])
@Index('invoices_by_state', ['cooperativeId', 'state', 'number'])
@Index('invoices_open', ['cooperativeId', 'dueOn', 'id'], { where: `(state = 'open'::text)` })
@Index('invoices_by_due_day', ['cooperativeId', 'dueOn', 'number'])
@Index('invoices_by_due_day_of_state', ['cooperativeId', 'state', 'dueOn', 'number'])
@Index('invoices_by_due_day_of_member', ['cooperativeId', 'memberId', 'dueOn', 'number'])
@Index('invoices_by_plan', ['cooperativeId', 'planId', 'number'])
@Index('invoices_by_time', ['cooperativeId', 'issuedAt', 'number'])
export class InvoiceEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'invoices_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'bigint' })
  number!: bigint;

  @Column({ type: 'text' })
  reference!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @ForeignKey(() => PlanEntity, { name: 'invoices_plan_fk' })
  @Column({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @Column({ name: 'period_start', type: 'date' })
  periodStart!: string;

  @Column({ name: 'period_end', type: 'date' })
  periodEnd!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'paid_minor', type: 'bigint', default: 0 })
  paidMinor!: bigint;

  /** What was taken off again by credit notes. */
  @Column({ name: 'credited_minor', type: 'bigint', default: 0 })
  creditedMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  state!: InvoiceState;

  @Column({ name: 'due_on', type: 'date' })
  dueOn!: string;

  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt!: Date;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt!: Date | null;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;
}
