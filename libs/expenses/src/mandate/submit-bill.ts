import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { newId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { billKnown, readBill } from '../bill/bill.js';
import type { Bill } from '../bill/bill.js';
import { knownBillsStore } from '../bill/known-bills.store.js';
import { ExpenseTexts } from '../claim/expense-texts.js';
import { Submission } from '../claim/submission.js';
import type { ExpenseState } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockExpense } from '../expense/own-expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { BillAwaitsRelease } from '../expenses.events.js';
import { OwedBills } from '../one-off/owed-bills.js';
import { stepOf } from '../rule/step-of.js';
import { requireWithinDays, standingMandate } from './known-mandate.js';
import { leftMinor, periodOf } from './mandate.js';
import { mandateStore } from './mandate.store.js';
import { otherTreasurers } from './releasers.js';
import type { MandateRecord } from './mandate.store.js';

export interface SubmitBillInput {
  /** The key of the mandate. */
  readonly key: string;
  /** How whoever sent it calls it: paid once, whichever way. */
  readonly number: string;
  /** The day of the bill, which says in which period it counts. */
  readonly billedOn: Day;
  readonly amountMinor: bigint;
  readonly receiptId?: string | null;
}

/** Who enters it, by both of their ids. */
interface Entering {
  readonly memberId: string;
  readonly accountId: string;
}

/**
 * An officer hands a recurring bill in. What is within the mandate's cap is owed at once, by the
 * decision that granted it, and released by somebody else; what is above goes the way of any claim,
 * whole, and is never owed by the mandate.
 */
@Injectable()
export class SubmitBill {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bills: OwedBills,
    private readonly texts: ExpenseTexts,
    private readonly submission: Submission,
    private readonly members: MemberDirectory,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, MANDATE_NOT_FOUND, MANDATE_OVER, BILL_KNOWN, EXPENSE_INVALID,
   *   EXPENSE_UNPAYABLE, RECEIPT_REQUIRED by the rule of approval; within the cap BILL_REFUSED
   *   where a claim of it was rejected, and RELEASE_OUT_OF_REACH where nobody else releases it;
   *   above as `Submission.submit`
   */
  async execute(actor: Actor, input: SubmitBillInput): Promise<ExpenseState> {
    permit(actor, 'mandate.bill');
    const entering = enteredBy(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const mandate = standingMandate(await mandateStore.lock(tx, input.key));
      const today = await tx.today();
      requireWithinDays(mandate, input.billedOn, today);
      const bill = await newBill(tx, mandate, input.number);
      const claimed = claimOf(mandate, bill, input);
      await requireReceipt(tx, mandate, input);
      const periodStart = periodOf(input.billedOn, mandate.period);
      const left = leftMinor(mandate, await mandateStore.billed(tx, mandate.id, periodStart));
      const isWithin = input.amountMinor <= left;
      if (isWithin) await this.#owe(tx, mandate, { ...claimed, paying: bill }, entering);
      else await this.#claim(tx, claimed, entering);
      await mandateStore.insertBill(tx, {
        mandateId: mandate.id,
        expenseId: isWithin ? claimed.id : null,
        partnerId: mandate.partnerId,
        billHash: bill.hash,
        state: isWithin ? 'owed' : 'claimed',
        billedOn: input.billedOn,
        handedInOn: today,
        periodStart,
        amountMinor: input.amountMinor,
      });
      return { expenseId: claimed.id, status: isWithin ? 'approved' : 'submitted' };
    });
  }

  async #owe(
    tx: Tx,
    { grantedByProposalId: proposalId, policyKey, currency }: MandateRecord,
    { paying, ...claimed }: Claimed & { readonly paying: Bill },
    { memberId, accountId }: Entering,
  ): Promise<void> {
    if (await knownBillsStore.isRefused(tx, paying)) throw refused();
    const officerMemberIds = await otherTreasurers(tx, this.members);
    if (officerMemberIds.length === 0) throw outOfReach();
    await this.bills.owe(tx, {
      ...claimed,
      submitterMemberId: memberId,
      decision: { proposalId, policyKey },
      enteredByAccountId: accountId,
    });
    const amountMinor = claimed.items[0].amountMinor.toString();
    const owed = { expenseId: claimed.id, amountMinor, currency, officerMemberIds };
    tx.announce(BillAwaitsRelease.of(claimed.id, owed));
  }

  async #claim(tx: Tx, claimed: Claimed, { memberId }: Entering): Promise<void> {
    const text = await this.texts.read(tx, claimed.id, claimed, null);
    await expenseStore.insert(tx, text, memberId);
    await this.submission.submit(tx, await lockExpense(tx, claimed.id));
  }
}

/** @throws CodedError FORBIDDEN to who is no person that another could be the second to */
function enteredBy({ memberId, accountId }: Actor): Entering {
  if (memberId !== null && accountId !== null) return { memberId, accountId };
  throw platformErrors.error('FORBIDDEN', 'A person enters bills, so that another releases them.');
}

/** @throws CodedError EXPENSE_INVALID, BILL_KNOWN */
async function newBill(tx: Tx, { partnerId: id }: MandateRecord, number: string): Promise<Bill> {
  const path = ['number'];
  const bill = readBill({ number }, { kind: 'partner', id }, []);
  if (bill === null) throw new Error('a bill has a number');
  await knownBillsStore.requireNew(tx, bill, path);
  if (await mandateStore.isKnown(tx, bill)) throw billKnown(path);
  return bill;
}

/** What the rule of approval asks of a claim of that amount. @throws CodedError RECEIPT_REQUIRED */
async function requireReceipt(
  tx: Tx,
  { currency }: MandateRecord,
  { amountMinor, receiptId = null }: SubmitBillInput,
): Promise<void> {
  if (receiptId !== null || amountMinor <= 0n) return;
  const { receipts } = await stepOf(tx, currency, amountMinor);
  if (!receipts) return;
  const message =
    'Upload the bill and name its id as `receiptId`: one of this size is handed in with it.';
  throw expensesErrors.error('RECEIPT_REQUIRED', message, { path: ['receiptId'] });
}

const refused = (): Error =>
  expensesErrors.error(
    'BILL_REFUSED',
    'A claim of this bill was rejected: it is owed once members let it be handed in again ' +
      '(`payment.take-back`), or it is claimed anew and decided.',
    { path: ['number'] },
  );

const outOfReach = (): Error =>
  expensesErrors.error(
    'RELEASE_OUT_OF_REACH',
    'Who enters a bill does not release it, and there is no other treasurer: have an ' +
      'administrator enter it, or another treasurer appointed.',
    { path: ['key'] },
  );

type Claimed = ReturnType<typeof claimOf>;

/** The claim that it is: the books say by its title which mandate and which bill. */
function claimOf(
  { title: mandate, partnerId, category, currency }: MandateRecord,
  { number }: Bill,
  { billedOn, amountMinor, receiptId = null }: SubmitBillInput,
) {
  const title = `${mandate}: bill ${number}`;
  const item = { description: title, category, incurredOn: billedOn, amountMinor, receiptId };
  const payee = { kind: 'partner', id: partnerId } as const;
  return { id: newId(), title, payee, currency, items: [item] as const, bill: { number } };
}
