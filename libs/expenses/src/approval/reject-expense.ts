import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { transition } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockShownExpense } from '../expense/own-expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseRejected, InformationRequested } from '../expenses.events.js';

export interface RefuseExpenseInput {
  readonly expenseId: string;
  readonly reason: string;
}

function readReason({ reason }: RefuseExpenseInput): string {
  const text = reason.trim();
  if (text === '' || text.length > 2000 || text.includes('\0')) {
    const message = 'Say why, in at most 2,000 characters.';
    throw expensesErrors.error('REASON_REQUIRED', message, { path: ['reason'] });
  }
  return text;
}

/** What an office decides is for the office; what the members vote on is for the members. */
function requireOffice(actor: Actor, { band, submitterMemberId }: ExpenseRecord): void {
  if (band?.kind === 'vote') {
    throw expensesErrors.error(
      'EXPENSE_NEEDS_VOTE',
      'The members vote on an expense of this size.',
    );
  }
  const holds = band !== null && actor.roles.has(band.role);
  if (!holds || actor.memberId === submitterMemberId) {
    const message = 'This is for another holder of the office that approves it.';
    throw expensesErrors.error('APPROVER_ROLE_REQUIRED', message);
  }
}

export function announceRejection(tx: Tx, expenseId: string, by: 'role' | 'vote'): void {
  tx.announce(ExpenseRejected.of(expenseId, { expenseId, by }));
}

/** An approver refuses an expense, and says why. */
@Injectable()
export class RejectExpense {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN, REASON_REQUIRED, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT,
   *   EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED
   */
  async execute(actor: Actor, input: RefuseExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.reject');
    const reason = readReason(input);
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockShownExpense(tx, actor, expenseId);
      transition(expense.status, 'rejected');
      requireOffice(actor, expense);
      await expenseStore.move(tx, expense, 'rejected', reason);
      announceRejection(tx, expenseId, 'role');
      return { expenseId, status: 'rejected' };
    });
  }
}

/** An approver asks the submitter for more. Approvals stand unless the answer changes the terms. */
@Injectable()
export class RequestExpenseInformation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN, REASON_REQUIRED, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT,
   *   EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED
   */
  async execute(actor: Actor, input: RefuseExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.reject');
    const reason = readReason(input);
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockShownExpense(tx, actor, expenseId);
      transition(expense.status, 'needs-information');
      requireOffice(actor, expense);
      await expenseStore.move(tx, expense, 'needs-information', reason);
      tx.announce(InformationRequested.of(expenseId, { expenseId }));
      return { expenseId, status: 'needs-information' };
    });
  }
}
