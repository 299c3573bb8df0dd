import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork, violates } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { lockShownExpense } from '../expense/own-expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { ApprovalGiven } from '../expenses.events.js';
import { approvalStore } from './approval.store.js';
import type { ApprovalBand } from '../rule/approval-rule.js';
import { ApprovedExpenses } from './approved-expenses.js';

export interface ApproveExpenseInput {
  readonly expenseId: string;
  /** The fingerprint of amount, currency and payee that the approver saw. */
  readonly termsHash?: string | null;
}

/**
 * One holder of the office that the rule names approves. When as many have as the rule asks for,
 * the expense is approved. Neither its submitter nor its payee ever counts; Postgres checks it
 * again.
 */
@Injectable()
export class ApproveExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approved: ApprovedExpenses,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT, EXPENSE_CHANGED,
   *   EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED, PAYEE_MAY_NOT_APPROVE, APPROVED_ALREADY, and as
   *   `Payouts.request`
   */
  async execute(actor: Actor, input: ApproveExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.approve');
    const { expenseId } = input;
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        const expense = await lockShownExpense(tx, actor, expenseId);
        requireUnchanged(expense, input);
        const band = requireOffice(actor, expense);
        await give(tx, expense, requireStranger(actor, expense), band.role);
        const given = await approvalStore.count(tx, expenseId, expense.termsHash, band.role);
        if (given < band.approvals) return { expenseId, status: 'submitted' };
        await this.approved.owe(tx, expense);
        return { expenseId, status: 'approved' };
      });
    } catch (error) {
      if (!violates(error, 'approvals_one_current')) throw error;
      throw expensesErrors.error('APPROVED_ALREADY', 'You have approved this already.', {
        cause: error,
      });
    }
  }
}

function requireUnchanged(expense: ExpenseRecord, { termsHash }: ApproveExpenseInput): void {
  if (expense.status !== 'submitted') {
    const message = `An expense that is ${expense.status} cannot become approved.`;
    throw expensesErrors.error('EXPENSE_STATUS_CONFLICT', message);
  }
  if (termsHash !== undefined && termsHash !== null && termsHash !== expense.termsHash) {
    const message = 'The expense changed since you looked at it.';
    throw expensesErrors.error('EXPENSE_CHANGED', message, { path: ['termsHash'] });
  }
}

function requireOffice(
  actor: Actor,
  { band }: ExpenseRecord,
): Extract<ApprovalBand, { kind: 'role' }> {
  if (band?.kind !== 'role') {
    throw expensesErrors.error(
      'EXPENSE_NEEDS_VOTE',
      'The members vote on an expense of this size.',
    );
  }
  if (!actor.roles.has(band.role)) {
    const message = `An expense of this size is approved by a ${band.role}.`;
    throw expensesErrors.error('APPROVER_ROLE_REQUIRED', message, { data: { role: band.role } });
  }
  return band;
}

function requireStranger(actor: Actor, expense: ExpenseRecord): string {
  const { memberId } = actor;
  const isPayee = expense.payeeKind === 'member' && memberId === expense.payeeId;
  if (memberId === null || isPayee || memberId === expense.submitterMemberId) {
    const message = 'Neither who submits an expense nor who is paid by it approves it.';
    throw expensesErrors.error('PAYEE_MAY_NOT_APPROVE', message, { path: ['expenseId'] });
  }
  return memberId;
}

async function give(
  tx: Tx,
  { id, termsHash }: ExpenseRecord,
  approverMemberId: string,
  role: string,
): Promise<void> {
  const approvalId = await approvalStore.insert(tx, {
    expenseId: id,
    approverMemberId,
    role,
    termsHash,
  });
  tx.announce(ApprovalGiven.of(id, { expenseId: id, approvalId, role }));
}
