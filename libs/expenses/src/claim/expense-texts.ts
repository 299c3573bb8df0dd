import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { Attachments, currencyExponent } from '@rochdale/platform';
import type { ExpenseItem, Payee } from '../expense/expense.js';
import { checkExpense, termsHash, totalMinor } from '../expense/expense.js';
import type { ExpenseText } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';

export interface ExpenseInput {
  readonly title: string;
  /** Without it, the submitter is paid back. */
  readonly payee?: Payee | null;
  readonly currency: string;
  readonly items: readonly ExpenseItem[];
}

/** What was asked for, checked; receipts become the expense's own. */
@Injectable()
export class ExpenseTexts {
  constructor(
    private readonly members: MemberDirectory,
    private readonly attachments: Attachments,
  ) {}

  async read(tx: Tx, id: string, input: ExpenseInput): Promise<ExpenseText> {
    const { title, currency, items } = input;
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(currency);
    checkExpense(input, tx.today);
    const payee = input.payee ?? { kind: 'member', id: tx.actor.memberId ?? '' };
    if (payee.kind === 'member' && (await this.members.find(tx, payee.id)) === null) {
      throw expensesErrors.error('PAYEE_UNKNOWN', 'There is no such member to pay.', {
        path: ['payee'],
      });
    }
    const amountMinor = totalMinor(items);
    const hash = termsHash(id, { payee, currency, amountMinor });
    return { id, title, payee, currency, amountMinor, termsHash: hash, items };
  }

  async takeReceipts(tx: Tx, { id, items }: ExpenseText): Promise<void> {
    const receipts = items.flatMap(({ receiptId }) => (receiptId === null ? [] : [receiptId]));
    await this.attachments.attach(tx, receipts, { kind: 'expense', id });
  }
}
