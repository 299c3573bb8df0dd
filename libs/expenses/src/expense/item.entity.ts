import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ExpenseEntity } from './expense.entity.js';
import type { ExpenseCategory } from './expense.js';

@Entity({ schema: 'expenses', name: 'items' })
@Unique('items_ordinal_unique', ['expenseId', 'ordinal'])
@Index('items_by_receipt', ['cooperativeId', 'receiptId'], { where: 'receipt_id is not null' })
@Check('items_amount_positive', 'amount_minor > 0')
@Check('items_description_length', 'length(description) BETWEEN 1 AND 500')
export class ExpenseItemEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'items_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => ExpenseEntity, { name: 'items_expense_fk' })
  @Column({ name: 'expense_id', type: 'uuid' })
  expenseId!: string;

  @Column({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  category!: ExpenseCategory;

  @Column({ name: 'incurred_on', type: 'date' })
  incurredOn!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'receipt_id', type: 'uuid', nullable: true })
  receiptId!: string | null;
}
