import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { Payouts } from '@rochdale/payouts';
import type { Actor, Tx } from '@rochdale/platform';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import { statusConflict } from '../expense/expense.js';
import type { ExpenseState } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockShownExpense, notYours } from '../expense/own-expense.js';
import { ExpenseWaived } from '../expenses.events.js';
import { cancelUnreleased } from './unreleased.js';
import { whyNotWaive } from './waiver.js';
import { waiverStore } from './waiver.store.js';

/**
 * Who is paid by an approved expense gives what is owed to the co-operative, as long as the money
 * was not let go. Only they do: whoever could withhold a payment would else make the debt vanish.
 * Of who was erased, and is paid nothing any more, a treasurer says it.
 */
@Injectable()
export class WaiveExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payouts: Payouts,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Once, whoever releases the payout or asks for it again at the same time: the expense is locked
   * first, as by whoever asks again, and then its payouts, as by whoever releases them, or books
   * what a bank debits. The debt is reversed today, also where its month is closed.
   *
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND also for what was not handed in, and for all
   *   that is another's to who sees only their own; EXPENSE_NOT_YOURS, EXPENSE_STATUS_CONFLICT,
   *   EXPENSE_BEING_PAID when the payout was released, or its money is out
   */
  async execute(actor: Actor, input: { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.waive');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockOwed(tx, actor, expenseId);
      await cancelUnreleased(tx, this.payouts, expenseId);
      assert(expense.transactionId !== null, 'what was approved is booked');
      const { id: reversalId } = await this.ledger.reverse(tx, {
        transactionId: expense.transactionId,
        idempotencyKey: `expense-waived:${expenseId}`,
        // Nobody's words: they would outlive the title.
        reason: 'Expense waived',
      });
      await expenseStore.move(tx, expense, 'waived');
      const { currency } = expense;
      const amountMinor = expense.amountMinor.toString();
      tx.announce(ExpenseWaived.of(expenseId, { expenseId, amountMinor, currency, reversalId }));
      return { expenseId, status: 'waived' };
    });
  }
}

/** The expense, locked, and the actor's to waive as far as its payouts let them. */
async function lockOwed(tx: Tx, actor: Actor, expenseId: string): Promise<ExpenseRecord> {
  const expense = await lockShownExpense(tx, actor, expenseId);
  const isOfErased = (await waiverStore.ofErased(tx, [expenseId])).has(expenseId);
  // Whether it is being paid is asked of its payouts, when they are locked.
  const reason = whyNotWaive(actor, expense, { isOfErased, isBeingPaid: false });
  if (reason === null) return expense;
  if (reason === 'EXPENSE_STATUS_CONFLICT') throw statusConflict(expense.status, 'waived');
  throw notYours(actor, expense, 'Only the member whom it pays waives it.');
}
