import { Injectable } from '@nestjs/common';
import { ProposalQueries } from '@rochdale/governance';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Funds } from '@rochdale/treasury';
import type { Fund } from '@rochdale/treasury';
import { readBill } from '../bill/bill.js';
import { knownBillsStore } from '../bill/known-bills.store.js';
import { ClaimReach } from '../claim/claim-reach.js';
import { checkExpense } from '../expense/expense.js';
import type { ExpenseCategory } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { OwedBills } from './owed-bills.js';

/** What members decide to pay at once. */
export interface OneOff {
  readonly partnerId: string;
  readonly purpose: string;
  readonly category: ExpenseCategory;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The envelope that it comes out of, where it does. */
  readonly fundId: string | null;
  /** The number of the partner's bill, where there is one: nothing else pays it. */
  readonly billNumber: string | null;
}

/** A payment by a decision of its own: owed when it is carried out, and asked for once. */
@Injectable()
export class DecidedPayments {
  constructor(
    readonly funds: Funds,
    private readonly reach: ClaimReach,
    private readonly bills: OwedBills,
    private readonly proposals: ProposalQueries,
  ) {}

  /**
   * Whether it could ever be paid.
   *
   * @throws CodedError PAYEE_UNKNOWN, EXPENSE_INVALID, EXPENSE_UNPAYABLE, INVALID_CURRENCY,
   *   FUND_NOT_FOUND, BILL_KNOWN
   */
  async check(tx: Tx, payment: OneOff): Promise<void> {
    const bill = await this.#billOf(tx, payment);
    checkExpense(bill);
    await this.bills.requirePayee(tx, bill.payee);
    await this.reach.check(tx, bill);
    await this.fundOf(tx, payment);
    const paid = readBill(bill.bill, bill.payee);
    await knownBillsStore.requireNew(tx, paid, ['billNumber']);
  }

  /** The fund that it comes out of; null for none. @throws CodedError FUND_NOT_FOUND */
  async fundOf(tx: Tx, { fundId, currency }: OneOff): Promise<Fund | null> {
    if (fundId === null) return null;
    const fund = await this.funds.find(tx, fundId);
    if (fund.currency === currency) return fund;
    const message = `The fund is in ${fund.currency}.`;
    throw expensesErrors.error('EXPENSE_INVALID', message, { path: ['currency'] });
  }

  /**
   * Owes it, in the caller's transaction, in the name of who proposed it.
   *
   * @param decided the decision, and the action that runs, by which it is done once
   * @throws CodedError as `check`, and FUND_IS_CLOSED, FLOOR_BREACHED
   */
  async owe(
    tx: Tx,
    payment: OneOff,
    decided: { readonly id: string; readonly actionId: string },
  ): Promise<void> {
    const [proposal] = await this.proposals.byIds(tx, [decided.id]);
    const { fundId, amountMinor } = payment;
    await this.fundOf(tx, payment);
    const outOfFund =
      fundId === null ? [] : await this.funds.spendingPostings(tx, { fundId, amountMinor });
    await this.bills.owe(tx, {
      ...(await this.#billOf(tx, payment)),
      id: decided.actionId,
      // A preview tries what nobody has proposed yet.
      submitterMemberId: proposal?.proposerMemberId ?? newId(),
      decision: { proposalId: decided.id, policyKey: proposal?.policyKey ?? 'preview' },
      outOfFund,
    });
  }

  async #billOf(tx: Tx, payment: OneOff) {
    const { partnerId, purpose, category, amountMinor, currency, billNumber } = payment;
    const incurredOn = await tx.today();
    const item = { description: purpose, category, incurredOn, amountMinor, receiptId: null };
    const payee = { kind: 'partner', id: partnerId } as const;
    const bill = billNumber === null ? null : { number: billNumber };
    return { title: purpose, payee, currency, amountMinor, items: [item], bill };
  }
}
