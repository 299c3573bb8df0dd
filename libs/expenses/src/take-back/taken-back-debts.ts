import { Injectable } from '@nestjs/common';
import { Payouts } from '@rochdale/payouts';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Funds } from '@rochdale/treasury';
import { statusConflict, transition } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { BillFreed, ExpenseVoided } from '../expenses.events.js';
import { mandateStore } from '../mandate/mandate.store.js';
import { cancelUnreleased } from '../payout/unreleased.js';
import { freedBillsStore } from './freed-bills.store.js';

const endedUnowed = ['rejected', 'withdrawn'];

/** Debts to partners that were a mistake, inside the caller's transaction. */
@Injectable()
export class TakenBackDebts {
  constructor(
    private readonly payouts: Payouts,
    private readonly funds: Funds,
  ) {}

  /**
   * Whether it could be taken back now. What was paid is not: once its money came back it is owed
   * again, and is taken back then.
   *
   * @throws CodedError EXPENSE_NOT_VOIDABLE of what is owed to a member, who waives it themselves;
   *   EXPENSE_STATUS_CONFLICT; EXPENSE_BEING_PAID when the payout was released
   */
  async check(tx: Tx, expense: ExpenseRecord): Promise<void> {
    if (expense.payeeKind !== 'partner') {
      const message = 'What is owed to a member only they themselves give back.';
      throw expensesErrors.error('EXPENSE_NOT_VOIDABLE', message, { path: ['expenseId'] });
    }
    transition(expense.status, 'voided');
    if (!(await this.payouts.beingPaid(tx, 'expense', [expense.id])).has(expense.id)) return;
    const message = 'The money is on its way already: wait until it came, or came back.';
    throw expensesErrors.error('EXPENSE_BEING_PAID', message, { path: ['expenseId'] });
  }

  /**
   * Takes the debt of a locked expense back: its payout is cancelled, and the books say the
   * opposite, today; what its fund cannot hold by now is set aside in none. The number of its bill
   * stays taken.
   *
   * @throws CodedError as `check`
   */
  async takeBack(tx: Tx, expense: ExpenseRecord, reason: string): Promise<void> {
    await this.check(tx, expense);
    const { id: expenseId, transactionId, currency } = expense;
    await cancelUnreleased(tx, this.payouts, expenseId);
    assert(transactionId !== null, 'what was approved is booked');
    const { id: reversalId } = await this.funds.reverseSpending(tx, {
      transactionId,
      idempotencyKey: `expense-voided:${expenseId}`,
      // Nobody's words: they would outlive the reason.
      reason: 'Expense voided',
    });
    await expenseStore.move(tx, expense, 'voided', reason);
    if ((await mandateStore.stateOf(tx, expenseId)) === 'owed') {
      await mandateStore.voidBill(tx, expenseId);
    }
    const amountMinor = expense.amountMinor.toString();
    tx.announce(ExpenseVoided.of(expenseId, { expenseId, amountMinor, currency, reversalId }));
  }

  /**
   * Whether its bill could be let in again: it is voided, or ended with nothing owed.
   *
   * @throws CodedError EXPENSE_STATUS_CONFLICT where it names none, or it was let in already
   */
  requireTakenBill({ status, billHash, billFreedAt }: ExpenseRecord): void {
    const isOver = status === 'voided' || endedUnowed.includes(status);
    if (isOver && billHash !== null && billFreedAt === null) return;
    throw statusConflict(status, 'voided');
  }

  /**
   * Lets the bill of a locked expense that is over be handed in again.
   *
   * @throws CodedError EXPENSE_STATUS_CONFLICT
   */
  async freeBill(tx: Tx, expense: ExpenseRecord): Promise<void> {
    this.requireTakenBill(expense);
    const { id: expenseId, status, billPartnerId, billHash } = expense;
    if (status === 'voided') await freedBillsStore.free(tx, expenseId);
    const freed = await mandateStore.freeNumber(tx, billPartnerId ?? '', billHash ?? '');
    // What ended with nothing owed holds its number under a mandate alone.
    if (status !== 'voided' && freed === 0) throw statusConflict(status, 'voided');
    tx.announce(BillFreed.of(expenseId, { expenseId }));
  }
}
