import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ExpenseEntity } from '../expense/expense.entity.js';
import { MandateEntity } from './mandate.entity.js';

/** Whether it is owed by its mandate, was voided since, or goes the way of any claim. */
export type MandateBillState = 'owed' | 'voided' | 'claimed';

/** A bill that was handed in under a mandate, and stays; its expense says what became of it. */
@Entity({ schema: 'expenses', name: 'mandate_bills' })
@Unique('mandate_bills_expense_unique', ['expenseId'])
@Check('mandate_bills_state_check', `state IN ('owed', 'voided', 'claimed')`)
@Check('mandate_bills_expense_check', `(expense_id IS NULL) = (state = 'claimed')`)
@Check('mandate_bills_hash_check', `bill_hash ~ '^[0-9a-f]{64}$'`)
@Check('mandate_bills_amount_check', 'amount_minor > 0')
@Check('mandate_bills_days_check', 'handed_in_on >= billed_on')
@Index('mandate_bills_bill_unique', ['cooperativeId', 'partnerId', 'billHash'], {
  unique: true,
  where: 'freed_at IS NULL',
})
@Index('mandate_bills_by_period', ['cooperativeId', 'mandateId', 'periodStart'])
@Index('mandate_bills_by_day', ['cooperativeId', 'mandateId', 'billedOn', 'id'])
export class MandateBillEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'mandate_bills_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => MandateEntity, { name: 'mandate_bills_mandate_fk' })
  @Column({ name: 'mandate_id', type: 'uuid' })
  mandateId!: string;

  /** What owes it; null of what was above the cap, which is a claim that may go. */
  @ForeignKey(() => ExpenseEntity, { name: 'mandate_bills_expense_fk' })
  @Column({ name: 'expense_id', type: 'uuid', nullable: true })
  expenseId!: string | null;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  /** The same of every way to write its number. */
  @Column({ name: 'bill_hash', type: 'text' })
  billHash!: string;

  @Column({ type: 'text' })
  state!: MandateBillState;

  @Column({ name: 'billed_on', type: 'date' })
  billedOn!: string;

  /** The day on which it was handed in, by the co-operative's calendar. */
  @Column({ name: 'handed_in_on', type: 'date' })
  handedInOn!: string;

  /** The first day of the period that it counts in. */
  @Column({ name: 'period_start', type: 'date' })
  periodStart!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  /** When members let its number be handed in again. */
  @Column({ name: 'freed_at', type: 'timestamptz', nullable: true })
  freedAt!: Date | null;
}
