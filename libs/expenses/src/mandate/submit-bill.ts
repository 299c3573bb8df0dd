import { Injectable } from '@nestjs/common';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { ExpenseTexts } from '../claim/expense-texts.js';
import { Submission } from '../claim/submission.js';
import type { ExpenseState } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockExpense } from '../expense/own-expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { OwedBills } from '../one-off/owed-bills.js';
import { requireWithinDays, standingMandate } from './known-mandate.js';
import { billNumber, leftMinor, periodOf } from './mandate.js';
import { mandateStore } from './mandate.store.js';
import type { MandateRecord } from './mandate.store.js';

export interface SubmitBillInput {
  /** The key of the mandate. */
  readonly key: string;
  /** How whoever sent it calls it: once under a mandate. */
  readonly number: string;
  /** The day of the bill, which says in which period it counts. */
  readonly billedOn: Day;
  readonly amountMinor: bigint;
  readonly receiptId?: string | null;
}

/**
 * A treasurer hands a recurring bill in. What is within the mandate's cap is owed at once, by the
 * decision that granted it; what is above goes the way of any claim, whole.
 */
@Injectable()
export class SubmitBill {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bills: OwedBills,
    private readonly texts: ExpenseTexts,
    private readonly submission: Submission,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, MANDATE_NOT_FOUND, MANDATE_OVER, MANDATE_INVALID,
   *   MANDATE_BILL_KNOWN, EXPENSE_INVALID, EXPENSE_UNPAYABLE, and as `Submission.submit`
   */
  async execute(actor: Actor, input: SubmitBillInput): Promise<ExpenseState> {
    permit(actor, 'mandate.bill');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member holds the office');
    const number = billNumber(input.number);
    return this.unitOfWork.run(actor, async (tx) => {
      const mandate = standingMandate(await mandateStore.lock(tx, input.key));
      requireWithinDays(mandate, input.billedOn);
      if (await mandateStore.isBilled(tx, mandate.id, number)) throw known();
      const bill = { ...billOf(mandate, { ...input, number }), submitterMemberId: memberId };
      const periodStart = periodOf(input.billedOn, mandate.period);
      const left = leftMinor(mandate, await mandateStore.billed(tx, mandate.id, periodStart));
      if (input.amountMinor > left) return this.#claim(tx, bill);
      await this.bills.owe(tx, { ...bill, decision: decisionOf(mandate), outOfFund: [] });
      const { amountMinor, billedOn } = input;
      const under = { expenseId: bill.id, mandateId: mandate.id, number };
      await mandateStore.insertBill(tx, { ...under, billedOn, periodStart, amountMinor });
      return { expenseId: bill.id, status: 'approved' };
    });
  }

  async #claim(
    tx: Tx,
    bill: ReturnType<typeof billOf> & { readonly submitterMemberId: string },
  ): Promise<ExpenseState> {
    const text = await this.texts.read(tx, bill.id, bill, null);
    await expenseStore.insert(tx, text, bill.submitterMemberId);
    await this.submission.submit(tx, await lockExpense(tx, bill.id));
    return { expenseId: bill.id, status: 'submitted' };
  }
}

const decisionOf = ({ grantedByProposalId: proposalId, policyKey }: MandateRecord) => ({
  proposalId,
  policyKey,
});

/** The claim that it is: the books say by its title which mandate and which bill. */
function billOf(
  { title: mandate, partnerId, category, currency }: MandateRecord,
  { number, billedOn, amountMinor, receiptId = null }: SubmitBillInput,
) {
  const title = `${mandate}: bill ${number}`;
  const item = { description: title, category, incurredOn: billedOn, amountMinor, receiptId };
  const payee = { kind: 'partner', id: partnerId } as const;
  return { id: newId(), title, payee, currency, items: [item] };
}

function known(): Error {
  const message = 'A bill of this number was paid under this mandate.';
  return expensesErrors.error('MANDATE_BILL_KNOWN', message, { path: ['number'] });
}
