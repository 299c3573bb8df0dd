import type { Tx } from '@rochdale/platform';
import { newId, sql } from '@rochdale/platform';

const insert = sql(
  'expenses.insert-approval',
  `insert into expenses.approvals (id, cooperative_id, expense_id, approver_member_id,
     approver_role, terms_hash, approved_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

const voidAll = sql(
  'expenses.void-approvals',
  `update expenses.approvals set voided_at = $2, void_reason = $3
   where cooperative_id = $4 and expense_id = $1 and voided_at is null`,
);

const count = sql(
  'expenses.count-approvals',
  `select count(*)::int as count from expenses.approvals
   where cooperative_id = $4 and expense_id = $1 and voided_at is null and terms_hash = $2
     and approver_role = $3`,
);

export interface NewApproval {
  readonly expenseId: string;
  readonly approverMemberId: string;
  readonly role: string;
  readonly termsHash: string;
}

/** Approvals in SQL: rows that are given and voided, never changed. */
export const approvalStore = {
  async insert(tx: Tx, approval: NewApproval): Promise<string> {
    const id = newId();
    await tx.run(insert, [
      id,
      tx.cooperativeId,
      approval.expenseId,
      approval.approverMemberId,
      approval.role,
      approval.termsHash,
      tx.now,
    ]);
    return id;
  },

  voidAll: (tx: Tx, expenseId: string, reason: string): Promise<number> =>
    tx.run(voidAll, [expenseId, tx.now, reason, tx.cooperativeId]),

  async count(tx: Tx, expenseId: string, termsHash: string, role: string): Promise<number> {
    return (await tx.one<{ count: number }>(count, [expenseId, termsHash, role, tx.cooperativeId]))
      .count;
  },
};
