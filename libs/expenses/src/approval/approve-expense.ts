import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { assert, permit, UnitOfWork, violates } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { lockShownExpense } from '../expense/own-expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { statusConflict } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { ApprovalGiven } from '../expenses.events.js';
import { approvalStore } from './approval.store.js';
import type { WhyNot } from './approver.js';
import { whyNotApprove } from './approver.js';
import { ApprovedExpenses } from './approved-expenses.js';

export interface ApproveExpenseInput {
  readonly expenseId: string;
  /** The fingerprint of what the approver read. Without it nothing is approved. */
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
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT, TERMS_HASH_REQUIRED,
   *   EXPENSE_CHANGED, EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED, PAYEE_MAY_NOT_APPROVE,
   *   APPROVED_ALREADY, and as `Payouts.request`
   */
  async execute(actor: Actor, input: ApproveExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.approve');
    const { expenseId } = input;
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        const expense = await lockShownExpense(tx, actor, expenseId);
        const { memberId, band } = requireApprover(actor, expense);
        requireUnchanged(expense, input);
        await this.approved.requireDestination(tx, expense);
        await give(tx, expense, memberId, band.role);
        const given = await approvalStore.count(tx, expenseId, expense.termsHash, band.role);
        if (given < band.approvals) return { expenseId, status: 'submitted' };
        await this.approved.owe(tx, expense);
        return { expenseId, status: 'approved' };
      });
    } catch (error) {
      if (!violates(error, 'approvals_one_current')) throw error;
      throw expensesErrors.error('APPROVED_ALREADY', 'You have approved this already.', {
        path: ['expenseId'],
        cause: error,
      });
    }
  }
}

function requireUnchanged(expense: ExpenseRecord, { termsHash }: ApproveExpenseInput): void {
  if (termsHash === undefined || termsHash === null) {
    const message = 'Send the termsHash of the expense as you read it.';
    throw expensesErrors.error('TERMS_HASH_REQUIRED', message, { path: ['termsHash'] });
  }
  if (termsHash !== expense.termsHash) {
    const message = 'The expense changed since you looked at it.';
    throw expensesErrors.error('EXPENSE_CHANGED', message, { path: ['termsHash'] });
  }
}

function refusal(reason: WhyNot, { status, band }: ExpenseRecord): Error {
  const role = band?.kind === 'role' ? band.role : '';
  const path = ['expenseId'];
  switch (reason) {
    case 'EXPENSE_STATUS_CONFLICT':
      return statusConflict(status, 'approved');
    case 'EXPENSE_NEEDS_VOTE':
      return expensesErrors.error(reason, 'The members vote on an expense of this size.', { path });
    case 'APPROVER_ROLE_REQUIRED':
      return expensesErrors.error(reason, `An expense of this size is approved by a ${role}.`, {
        path,
        data: { role },
      });
    case 'PAYEE_MAY_NOT_APPROVE':
      return expensesErrors.error(
        reason,
        'Neither who submits an expense nor who is paid by it approves it.',
        { path },
      );
  }
}

/** Who approves, and in which office. */
function requireApprover(actor: Actor, expense: ExpenseRecord) {
  const reason = whyNotApprove(actor, expense);
  if (reason !== null) throw refusal(reason, expense);
  const { memberId } = actor;
  const { band } = expense;
  assert(memberId !== null && band?.kind === 'role', 'a member approves what an office decides');
  return { memberId, band };
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
