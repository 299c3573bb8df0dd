import { Injectable } from '@nestjs/common';
import { permit, readsOtherwise, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { statusConflict } from '../expense/expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { lockShownExpense, noSuchExpense } from '../expense/own-expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { mandateStore } from '../mandate/mandate.store.js';
import { TakenBackDebts } from './taken-back-debts.js';

export interface VoidBillInput {
  readonly expenseId: string;
  /** Why it was wrong, in a line. */
  readonly reason: string;
}

const longest = 200;

/**
 * An officer voids a bill under a mandate that was entered wrong, before it is paid: another one
 * than who entered it. It counts under the cap no more, and its number stays taken until members
 * free it.
 */
@Injectable()
export class VoidBill {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly debts: TakenBackDebts,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, REASON_REQUIRED, EXPENSE_NOT_FOUND also for what no mandate owes,
   *   VOIDED_BY_ANOTHER, EXPENSE_STATUS_CONFLICT, EXPENSE_BEING_PAID
   */
  async execute(actor: Actor, { expenseId, reason }: VoidBillInput): Promise<ExpenseState> {
    permit(actor, 'mandate.bill');
    const why = reason.trim();
    if (why === '' || why.length > longest || readsOtherwise(why)) {
      const message = `Say why it is wrong, in 1 to ${longest} characters.`;
      throw expensesErrors.error('REASON_REQUIRED', message, { path: ['reason'] });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      await this.debts.takeTurn(tx);
      const expense = await lockShownExpense(tx, actor, expenseId);
      const state = await mandateStore.stateOf(tx, expenseId);
      if (state === null) throw noSuchExpense();
      if (state !== 'owed') throw statusConflict(expense.status, 'voided');
      if (expense.submitterMemberId === actor.memberId) {
        const message = 'Who entered a bill does not void it: another officer does.';
        throw expensesErrors.error('VOIDED_BY_ANOTHER', message, { path: ['expenseId'] });
      }
      await this.debts.takeBack(tx, expense, why);
      return { expenseId, status: 'voided' };
    });
  }
}
