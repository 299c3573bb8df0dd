import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ExpenseEntity } from '../expense/expense.entity.js';
import { MandateEntity } from './mandate.entity.js';

/** A bill that was approved by a mandate, and stays; its expense says what became of it. */
@Entity({ schema: 'expenses', name: 'mandate_bills' })
@Unique('mandate_bills_number_unique', ['mandateId', 'number'])
@Check('mandate_bills_amount_check', 'amount_minor > 0')
@Check('mandate_bills_number_check', 'length(number) BETWEEN 1 AND 60')
@Index('mandate_bills_by_period', ['cooperativeId', 'mandateId', 'periodStart'])
@Index('mandate_bills_by_day', ['cooperativeId', 'mandateId', 'billedOn', 'expenseId'])
export class MandateBillEntity {
  @ForeignKey(() => ExpenseEntity, { name: 'mandate_bills_expense_fk' })
  @PrimaryColumn({
    name: 'expense_id',
    type: 'uuid',
    primaryKeyConstraintName: 'mandate_bills_pk',
  })
  expenseId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => MandateEntity, { name: 'mandate_bills_mandate_fk' })
  @Column({ name: 'mandate_id', type: 'uuid' })
  mandateId!: string;

  /** How whoever sent it calls it. */
  @Column({ type: 'text' })
  number!: string;

  @Column({ name: 'billed_on', type: 'date' })
  billedOn!: string;

  /** The first day of the period that it counts in. */
  @Column({ name: 'period_start', type: 'date' })
  periodStart!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;
}
