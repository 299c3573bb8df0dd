import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { isNewsOf, Payouts } from '@rochdale/payouts';
import type { ExpenseStatus } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { ExpensePaid, ExpensePayoutFailed } from '../expenses.events.js';

export interface RecordExpensePayoutInput {
  readonly payoutId: string;
  readonly came: 'settled' | 'failed' | 'reopened';
}

/** From which status each piece of news leads on; elsewhere it is old news, and changes nothing. */
const expected: Readonly<Record<RecordExpensePayoutInput['came'], readonly ExpenseStatus[]>> = {
  settled: ['approved', 'payout-failed'],
  failed: ['approved', 'paid'],
  reopened: ['paid'],
};

/**
 * Follows what became of an expense's payout. A payout that failed or came back leaves the debt
 * standing: a treasurer asks for it again. One that failed may be settled after all, as long as
 * nobody did: then it paid the debt, also where another one that failed had replaced it. Of a
 * payout that was replaced nothing else is taken.
 */
@Injectable()
export class RecordPayoutOfExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payouts: Payouts,
  ) {}

  /** @throws CodedError FORBIDDEN */
  async execute(
    actor: Actor,
    { payoutId, came }: RecordExpensePayoutInput,
  ): Promise<'recorded' | 'nothing'> {
    permit(actor, 'expense.settle');
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await this.#lock(tx, payoutId);
      if (expense === null || !expected[came].includes(expense.status)) return 'nothing';
      const payout = await this.payouts.find(tx, payoutId);
      const debt = { payoutId: expense.payoutId, hasFailed: expense.status === 'payout-failed' };
      if (!isNewsOf(debt, { payoutId, outcome: came }, payout)) return 'nothing';
      if (came === 'settled') await recordPaid(tx, expense, payoutId);
      else if (came === 'failed') await recordFailed(tx, expense, payoutId);
      else await recordReopened(tx, expense, payoutId);
      return 'recorded';
    });
  }

  async #lock(tx: Tx, payoutId: string): Promise<ExpenseRecord | null> {
    const current = await expenseStore.lockByPayout(tx, payoutId);
    if (current !== null) return current;
    const payout = await this.payouts.find(tx, payoutId);
    return payout?.obligationKind === 'expense' ? expenseStore.lock(tx, payout.obligationId) : null;
  }
}

async function recordPaid(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
  const isOther = expense.status === 'approved' && expense.payoutId !== payoutId;
  if (isOther) await expenseStore.move(tx, expense, 'payout-failed');
  const failed = { ...expense, status: 'payout-failed' } as const;
  if (isOther || expense.status === 'payout-failed') {
    await expenseStore.payAgain(tx, failed, payoutId);
  }
  await expenseStore.move(tx, { ...expense, status: 'approved' }, 'paid');
  const { id, amountMinor, currency } = expense;
  tx.announce(
    ExpensePaid.of(id, { expenseId: id, amountMinor: amountMinor.toString(), currency, payoutId }),
  );
}

async function recordFailed(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
  await expenseStore.move(tx, expense, 'payout-failed');
  tx.announce(ExpensePayoutFailed.of(expense.id, { expenseId: expense.id, payoutId }));
}

/** As if it had failed and been asked for again, of the same payout. */
async function recordReopened(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
  await expenseStore.move(tx, expense, 'payout-failed');
  await expenseStore.payAgain(tx, { ...expense, status: 'payout-failed' }, payoutId);
}
