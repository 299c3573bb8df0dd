import { Injectable } from '@nestjs/common';
import { Payees } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { ApprovedExpenses } from '../approval/approved-expenses.js';
import type { OwedBy } from '../approval/approved-expenses.js';
import type { NamedBill } from '../bill/bill.js';
import { ExpenseTexts } from '../claim/expense-texts.js';
import type { ExpenseItem, Payee } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockExpense } from '../expense/own-expense.js';
import { ExpenseSubmitted } from '../expenses.events.js';

/** What members decided to pay before it was handed in. */
export interface OwedBill extends OwedBy {
  readonly id: string;
  readonly title: string;
  readonly payee: Payee;
  readonly currency: string;
  readonly items: readonly ExpenseItem[];
  readonly submitterMemberId: string;
  readonly decision: { readonly proposalId: string; readonly policyKey: string };
  /** Its number, where it is known: nothing else pays it. */
  readonly bill?: NamedBill | null;
}

/**
 * Bills that are approved by a decision of the members as they are handed in: written down, owed
 * and asked for in one transaction, as any expense is.
 */
@Injectable()
export class OwedBills {
  constructor(
    private readonly texts: ExpenseTexts,
    private readonly approved: ApprovedExpenses,
    private readonly payees: Payees,
  ) {}

  /** @throws CodedError PAYEE_UNKNOWN */
  requirePayee(tx: Tx, payee: Payee): Promise<void> {
    return this.payees.requireNamed(tx, payee, ['partnerId']);
  }

  /** @throws CodedError BILL_KNOWN, and as `ExpenseTexts.read` and `Payouts.request` */
  async owe(tx: Tx, bill: OwedBill): Promise<void> {
    const { id, items, submitterMemberId, decision } = bill;
    const text = await this.texts.read(tx, id, bill, null);
    await expenseStore.insert(tx, text, submitterMemberId);
    const draft = await lockExpense(tx, id);
    const { proposalId, policyKey } = decision;
    const band = { kind: 'vote', policyKey } as const;
    const fixed = await this.texts.fix(tx, draft, items);
    await expenseStore.submit(tx, draft, { ...fixed, band, proposalId });
    const { currency } = bill;
    const amountMinor = text.amountMinor.toString();
    tx.announce(
      ExpenseSubmitted.of(id, { expenseId: id, amountMinor, currency, decidedBy: 'vote' }),
    );
    await this.approved.owe(tx, await lockExpense(tx, id), bill);
  }
}
