import { Injectable } from '@nestjs/common';
import { Payees } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { Attachments, currencyExponent, platformErrors } from '@rochdale/platform';
import type { ExpenseItem, Payee } from '../expense/expense.js';
import { checkExpense, termsHash, totalMinor } from '../expense/expense.js';
import type { ExpenseText } from '../expense/expense.store.js';
import { ClaimReach } from './claim-reach.js';

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
    private readonly payees: Payees,
    private readonly attachments: Attachments,
    private readonly reach: ClaimReach,
  ) {}

  async read(tx: Tx, id: string, input: ExpenseInput): Promise<ExpenseText> {
    const { title, currency, items } = input;
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(currency);
    checkExpense(input);
    const payee = input.payee ?? { kind: 'member', id: tx.actor.memberId ?? '' };
    await this.payees.require(tx, [payee], ['payee', 'id']);
    const amountMinor = totalMinor(items);
    await this.reach.check(tx, { currency, amountMinor, items });
    const hash = termsHash(id, { title, payee, currency, items }, await this.#receipts(tx, input));
    return { id, title, payee, currency, amountMinor, termsHash: hash, items };
  }

  /** The SHA-256 of each receipt's bytes, by its id. Whose they are is seen when they are taken. */
  async #receipts(tx: Tx, { items }: ExpenseInput): Promise<ReadonlyMap<string, string>> {
    const ids = items.flatMap(({ receiptId }) => receiptId ?? []);
    const found = await this.attachments.findMany(tx, ids);
    const receipts = new Map(found.map(({ id, sha256 }) => [id, sha256]));
    const missing = items.findIndex(
      ({ receiptId }) => receiptId !== null && !receipts.has(receiptId),
    );
    if (missing === -1) return receipts;
    throw platformErrors.error('NOT_FOUND', 'There is no such upload of yours.', {
      path: ['items', String(missing), 'receiptId'],
    });
  }

  async takeReceipts(tx: Tx, { id, items }: ExpenseText): Promise<void> {
    const receipts = items.flatMap(({ receiptId }) => (receiptId === null ? [] : [receiptId]));
    await this.attachments.attach(tx, receipts, { kind: 'expense', id });
  }
}
