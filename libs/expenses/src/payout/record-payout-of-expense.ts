import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { ExpensePaid, ExpensePayoutFailed } from '../expenses.events.js';

export interface RecordExpensePayoutInput {
  readonly payoutId: string;
  readonly came: 'settled' | 'failed';
}

/** From which status each piece of news leads on; elsewhere it is old news, and changes nothing. */
const expected = { settled: ['approved'], failed: ['approved', 'paid'] } as const;

/**
 * Follows what became of an expense's payout. A payout that failed or came back leaves the debt
 * standing: a treasurer asks for it again. Of a payout that was replaced nothing is taken.
 */
@Injectable()
export class RecordPayoutOfExpense {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN */
  async execute(actor: Actor, input: RecordExpensePayoutInput): Promise<'recorded' | 'nothing'> {
    permit(actor, 'expense.settle');
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await expenseStore.lockByPayout(tx, input.payoutId);
      const isNews =
        expense !== null && (expected[input.came] as readonly string[]).includes(expense.status);
      if (!isNews) return 'nothing';
      if (input.came === 'settled') await recordPaid(tx, expense, input.payoutId);
      else await recordFailed(tx, expense, input.payoutId);
      return 'recorded';
    });
  }
}

async function recordPaid(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
  await expenseStore.move(tx, expense, 'paid');
  const { id, amountMinor, currency } = expense;
  tx.announce(
    ExpensePaid.of(id, { expenseId: id, amountMinor: amountMinor.toString(), currency, payoutId }),
  );
}

async function recordFailed(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
  await expenseStore.move(tx, expense, 'payout-failed');
  tx.announce(ExpensePayoutFailed.of(expense.id, { expenseId: expense.id, payoutId }));
}
