import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import type { PostingInput } from '@rochdale/ledger';
import { Destinations, Payouts } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import type { ChartKey } from '@rochdale/treasury';
import type { Payee } from '../expense/expense.js';
import { totalsByCategory } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseApproved } from '../expenses.events.js';

/** What else is to be known of a debt that comes of a decision. */
export interface OwedBy {
  /** What takes it out of an envelope, where it comes out of one. */
  readonly outOfFund?: readonly PostingInput[];
  /** Who entered what nobody approves by itself: they never release it. */
  readonly enteredByAccountId?: string | undefined;
}

function payablesOf(payeeKind: Payee['kind']): ChartKey {
  return payeeKind === 'member' ? 'payables' : 'partner-payables';
}

/**
 * What approval does, whoever approved: the co-operative now owes the payee. The debt is posted and
 * the payout requested in the transaction that approves, so that both happen exactly once.
 */
@Injectable()
export class ApprovedExpenses {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly payouts: Payouts,
    private readonly destinations: Destinations,
  ) {}

  /**
   * Where the payee is paid is part of what was read.
   *
   * @throws CodedError EXPENSE_CHANGED when the payee has said otherwise since it was handed in
   */
  async requireDestination(tx: Tx, expense: ExpenseRecord): Promise<void> {
    const { destinationId, payeeKind: kind, payeeId: id } = expense;
    if (destinationId === null) return;
    const current = await this.destinations.current(tx, { kind, id }, destinationId);
    if (current?.id === destinationId) return;
    const message = 'It has to be read again: this goes back to its submitter.';
    throw expensesErrors.error('EXPENSE_CHANGED', message, { path: ['termsHash'] });
  }

  /** Takes a locked, submitted expense. */
  async owe(
    tx: Tx,
    expense: ExpenseRecord,
    { outOfFund = [], enteredByAccountId }: OwedBy = {},
  ): Promise<void> {
    const { id, currency, amountMinor } = expense;
    const transactionId = await this.#post(tx, expense, outOfFund);
    const { id: payoutId } = await this.requestPayout(tx, expense, {
      destinationId: expense.destinationId,
      enteredByAccountId,
    });
    await expenseStore.approve(tx, expense, { transactionId, payoutId });
    tx.announce(
      ExpenseApproved.of(id, {
        expenseId: id,
        amountMinor: amountMinor.toString(),
        currency,
        payoutId,
        transactionId,
        proposalId: expense.proposalId,
      }),
    );
  }

  /** Asks for the money of a debt that stands, to where was read; or to where it is by now. */
  async requestPayout(
    tx: Tx,
    expense: ExpenseRecord,
    {
      destinationId = null,
      enteredByAccountId,
    }: {
      readonly destinationId?: string | null;
      readonly enteredByAccountId?: string | undefined;
    } = {},
  ): Promise<{ readonly id: string }> {
    const { id, payeeKind, payeeId, currency, amountMinor } = expense;
    return this.payouts.request(tx, {
      obligation: { kind: 'expense', id },
      payee: { kind: payeeKind, id: payeeId },
      amountMinor,
      currency,
      debitAccountId: await this.chart.account(tx, payablesOf(payeeKind), currency),
      memo: 'Expense',
      destinationId: destinationId ?? undefined,
      enteredByAccountId,
    });
  }

  async #post(tx: Tx, expense: ExpenseRecord, outOfFund: readonly PostingInput[]): Promise<string> {
    const { id, currency, amountMinor, payeeKind } = expense;
    const totals = totalsByCategory(await expenseStore.items(tx, id)).map(
      ([category, minor]) => [`expense:${category}` satisfies ChartKey, minor] as const,
    );
    const payables = payablesOf(payeeKind);
    const keys: ChartKey[] = [...totals.map(([key]) => key), payables];
    const accounts = await this.chart.accounts(tx, keys, currency);
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `expense-approved:${id}`,
      description: `Expense: ${expense.title}`,
      source: { kind: 'expense', id },
      postings: [
        ...totals.map(([key, minor]) => ({ accountId: accounts.require(key), amountMinor: minor })),
        { accountId: accounts.require(payables), amountMinor: -amountMinor },
        ...outOfFund,
      ],
    });
    return transaction.id;
  }
}
