import { Injectable } from '@nestjs/common';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { keysetList, may, permit, sql } from '@rochdale/platform';
import type { ApprovalBand } from '../rule/approval-rule.js';
import type { ApprovalRuleView } from '../rule/approval-rule.store.js';
import { approvalRuleStore } from '../rule/approval-rule.store.js';
import type { ExpenseCategory, ExpenseStatus, Payee } from './expense.js';

export interface ExpenseView {
  readonly id: string;
  readonly title: string;
  readonly submitterMemberId: string;
  readonly payeeKind: Payee['kind'];
  readonly payeeId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly status: ExpenseStatus;
  readonly termsHash: string;
  readonly band: ApprovalBand | null;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly proposalId: string | null;
  readonly transactionId: string | null;
  readonly payoutId: string | null;
  readonly paidAt: Date | null;
}

export interface ExpenseItemView {
  readonly id: string;
  readonly expenseId: string;
  readonly description: string;
  readonly category: ExpenseCategory;
  readonly incurredOn: string;
  readonly amountMinor: bigint;
  /** Null also for a reader who may not open receipts. */
  readonly receiptId: string | null;
}

export interface ApprovalView {
  readonly id: string;
  readonly expenseId: string;
  readonly approverMemberId: string;
  readonly approverRole: string;
  readonly approvedAt: Date;
  readonly voidedAt: Date | null;
  readonly voidReason: string | null;
}

export interface ExpenseFilter {
  readonly statuses?: readonly ExpenseStatus[] | null;
  readonly submitterMemberId?: string | null;
}

const columns = `e.id, e.title, e.submitter_member_id as "submitterMemberId",
  e.payee_kind as "payeeKind", e.payee_id as "payeeId", e.currency,
  e.amount_minor as "amountMinor", e.status, e.terms_hash as "termsHash", e.band,
  e.created_at as "createdAt", e.submitted_at as "submittedAt", e.decided_at as "decidedAt",
  e.reason, e.proposal_id as "proposalId", e.transaction_id as "transactionId",
  e.payout_id as "payoutId", e.paid_at as "paidAt"`;

// What was never submitted is its author's alone.
const visibleTo = (reader: string) =>
  `(e.submitted_at is not null or e.submitter_member_id = ${reader}::uuid)`;
// $1: the reader's member id.
const visible = visibleTo('$1');

const expenses = keysetList<ExpenseView, ExpenseFilter, { reader: string | null }>({
  name: 'expenses.list-expenses',
  select: columns,
  from: 'expenses.expenses e',
  where: `e.cooperative_id = :cooperativeId and ${visibleTo(':reader')}`,
  keys: [
    { column: 'e.created_at', field: 'createdAt', type: 'instant' },
    { column: 'e.id', field: 'id', type: 'id' },
  ],
  filters: {
    statuses: { anyOf: 'e.status', type: 'text' },
    submitterMemberId: 'e.submitter_member_id = :submitterMemberId::uuid',
  },
});

const byIds = sql(
  'expenses.find-expenses',
  `select ${columns} from expenses.expenses e where e.cooperative_id = $3 and ${visible}
     and e.id = any ($2::uuid[])`,
);

// $3: whether the reader's office reads every receipt. Otherwise: their own, those of money that
// is theirs, and those of what the members vote on.
const readable = `($3::boolean or e.submitter_member_id = $1::uuid or e.proposal_id is not null
  or (e.payee_kind = 'member' and e.payee_id = $1::uuid))`;

const items = sql(
  'expenses.find-items',
  `select i.id, i.expense_id as "expenseId", i.description, i.category,
     i.incurred_on as "incurredOn", i.amount_minor as "amountMinor",
     case when ${readable} then i.receipt_id end as "receiptId"
   from expenses.items i join expenses.expenses e on e.id = i.expense_id
   where e.cooperative_id = $4 and ${visible} and e.id = any ($2::uuid[])
   order by i.expense_id, i.ordinal`,
);

const approvals = sql(
  'expenses.find-approvals',
  `select a.id, a.expense_id as "expenseId", a.approver_member_id as "approverMemberId",
     a.approver_role as "approverRole", a.approved_at as "approvedAt",
     a.voided_at as "voidedAt", a.void_reason as "voidReason"
   from expenses.approvals a join expenses.expenses e on e.id = a.expense_id
   where e.cooperative_id = $3 and ${visible} and e.id = any ($2::uuid[])
   order by a.expense_id, a.approved_at, a.id`,
);

const mayReadReceipts = sql(
  'expenses.find-readable-receipts',
  `select true as allowed from expenses.expenses e
   where e.cooperative_id = $4 and e.id = $2 and ${visible} and ${readable}`,
);

/** Expenses to read: members see what was submitted, and all of their own. */
@Injectable()
export class ExpenseQueries {
  /** Newest first. */
  async page(tx: Tx, where: ExpenseFilter, request: PageRequest): Promise<Page<ExpenseView>> {
    permit(tx.actor, 'expense.read');
    const params = { reader: tx.actor.memberId };
    return expenses.page(tx, request, { params, filter: where });
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<ExpenseView[]> {
    permit(tx.actor, 'expense.read');
    return tx.rows<ExpenseView>(byIds, [tx.actor.memberId, ids, tx.actor.cooperativeId]);
  }

  async itemsOf(tx: Tx, ids: readonly string[]): Promise<ExpenseItemView[]> {
    permit(tx.actor, 'expense.read');
    return tx.rows<ExpenseItemView>(items, [
      tx.actor.memberId,
      ids,
      readsEveryReceipt(tx.actor),
      tx.actor.cooperativeId,
    ]);
  }

  /** Every approval that was given, the voided ones too. */
  async approvalsOf(tx: Tx, ids: readonly string[]): Promise<ApprovalView[]> {
    permit(tx.actor, 'expense.read');
    return tx.rows<ApprovalView>(approvals, [tx.actor.memberId, ids, tx.actor.cooperativeId]);
  }

  /** Whether the reader may open the receipts of an expense. */
  async mayReadReceipts(tx: Tx, expenseId: string): Promise<boolean> {
    permit(tx.actor, 'expense.read');
    const { memberId, cooperativeId } = tx.actor;
    const params = [memberId, expenseId, readsEveryReceipt(tx.actor), cooperativeId];
    return (await tx.maybeOne(mayReadReceipts, params)) !== null;
  }

  /** The rules of approval in force, one per currency that has its own. */
  async approvalRules(tx: Tx): Promise<ApprovalRuleView[]> {
    permit(tx.actor, 'approval-rule.read');
    return approvalRuleStore.list(tx);
  }
}

function readsEveryReceipt(actor: Actor): boolean {
  return may(actor, 'expense.read-receipts').allowed;
}
