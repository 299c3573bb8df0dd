import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { statusConflict } from '../expense/expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { lockShownExpense, notYours } from '../expense/own-expense.js';
import { whyNotDecline } from './decliner.js';
import { endForPayee } from './end-for-payee.js';

/**
 * A member for whom somebody else claims something says that they do not want it, before it is
 * decided: nobody is paid against their will, and nobody keeps a member busy with claims.
 */
@Injectable()
export class DeclineExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  /**
   * Also when the members passed it, and that waits to be carried out.
   *
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND also for what was never submitted, and for all
   *   that is another's to who sees only their own; EXPENSE_NOT_YOURS, EXPENSE_STATUS_CONFLICT
   */
  async execute(actor: Actor, input: { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.decline');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockShownExpense(tx, actor, expenseId);
      const reason = whyNotDecline(actor, expense);
      if (reason === 'EXPENSE_NOT_YOURS') {
        const message = 'Only the member for whom somebody else claims it declines it.';
        throw notYours(actor, expense, message);
      }
      if (reason !== null) throw statusConflict(expense.status, 'rejected');
      await endForPayee(tx, this.proposals, expense, 'payee');
      return { expenseId, status: 'rejected' };
    });
  }
}
