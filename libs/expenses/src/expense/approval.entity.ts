import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ExpenseEntity } from './expense.entity.js';

@Entity({ schema: 'expenses', name: 'approvals' })
@Check('approvals_void_has_reason', '(voided_at IS NULL) = (void_reason IS NULL)')
@Index('approvals_by_expense', ['expenseId', 'approvedAt', 'id'])
@Index('approvals_one_current', ['expenseId', 'approverMemberId'], {
  unique: true,
  where: '(voided_at IS NULL)',
})
export class ApprovalEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'approvals_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => ExpenseEntity, { name: 'approvals_expense_fk' })
  @Column({ name: 'expense_id', type: 'uuid' })
  expenseId!: string;

  @Column({ name: 'approver_member_id', type: 'uuid' })
  approverMemberId!: string;

  @Column({ name: 'approver_role', type: 'text' })
  approverRole!: string;

  @Column({ name: 'terms_hash', type: 'text' })
  termsHash!: string;

  @Column({ name: 'approved_at', type: 'timestamptz' })
  approvedAt!: Date;

  @Column({ name: 'voided_at', type: 'timestamptz', nullable: true })
  voidedAt!: Date | null;

  @Column({ name: 'void_reason', type: 'text', nullable: true })
  voidReason!: string | null;
}
