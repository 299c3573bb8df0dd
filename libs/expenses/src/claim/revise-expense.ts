import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Actor, Tx } from '@rochdale/platform';
import { letGoOfFilesBut, permit, UnitOfWork } from '@rochdale/platform';
import { approvalStore } from '../approval/approval.store.js';
import type { NamedBill } from '../bill/bill.js';
import { knownBillsStore } from '../bill/known-bills.store.js';
import type { ExpenseState } from '../expense/expense.js';
import { openStatuses } from '../expense/expense.js';
import type { ExpenseRecord, ExpenseText } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockOwnExpense } from '../expense/own-expense.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseRevised } from '../expenses.events.js';
import { callOffVote } from './call-off-vote.js';
import { ExpenseTexts } from './expense-texts.js';
import type { ExpenseInput } from './expense-texts.js';
import { Submission } from './submission.js';

/**
 * The submitter changes an expense that is not decided. Whatever changes of what was read voids
 * every approval and calls off a vote; a submitted one is then put to whoever decides it now. A
 * receipt that no item shows any more is its uploader's for a day, and goes then. The bill that it
 * names stays where the input says nothing of one; `null` takes it out.
 */
@Injectable()
export class ReviseExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly texts: ExpenseTexts,
    private readonly proposals: Proposals,
    private readonly submission: Submission,
  ) {}

  /**
   * @throws CodedError as `DraftExpense` and `SubmitExpense`, EXPENSE_NOT_FOUND, EXPENSE_NOT_YOURS,
   *   EXPENSE_STATUS_CONFLICT, EXPENSE_VOTE_PENDING
   */
  async execute(actor: Actor, input: ExpenseInput & { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.submit');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockOwnExpense(tx, actor, expenseId);
      if (!openStatuses.includes(expense.status)) {
        const message = 'What is decided is not changed.';
        throw expensesErrors.error('EXPENSE_STATUS_CONFLICT', message, { path: ['expenseId'] });
      }
      const bill = input.bill === undefined ? billOf(expense) : input.bill;
      const text = await this.texts.read(tx, expenseId, { ...input, bill }, expense);
      if (text.bill?.hash !== (expense.billHash ?? undefined)) await requireFreeBill(tx, expense);
      const isOther = text.termsHash !== expense.termsHash;
      const isSubmitted = expense.status === 'submitted';
      if (isSubmitted && !isOther) {
        await this.submission.requireReceipts(tx, text, expense.submitterMemberId);
      }
      const voided = isOther ? await this.#callOff(tx, expense) : 0;
      await expenseStore.rewrite(tx, text);
      await dropReceipts(tx, text);
      if (isOther && expense.status !== 'draft') announceRevision(tx, text, voided);
      if (isOther && isSubmitted) {
        await this.submission.submit(tx, await lockOwnExpense(tx, actor, expenseId));
      }
      return { expenseId, status: expense.status };
    });
  }

  async #callOff(tx: Tx, expense: ExpenseRecord): Promise<number> {
    if (expense.status === 'draft') return 0;
    await callOffVote(tx, this.proposals, expense, 'The expense changed.');
    return approvalStore.voidAll(tx, expense.id, 'the expense changed');
  }
}

/** The bill that it names; null where it names none. */
function billOf({ billPartnerId: partnerId, billNumber: number }: ExpenseRecord): NamedBill | null {
  return partnerId === null || number === null ? null : { partnerId, number };
}

/**
 * A bill that came in under a mandate and was above its cap is known by the claim that pays it:
 * under another number, or none, a second claim would pay it again.
 *
 * @throws CodedError EXPENSE_INVALID
 */
async function requireFreeBill(tx: Tx, expense: ExpenseRecord): Promise<void> {
  const { status, billPartnerId, billHash } = expense;
  if (status === 'draft' || billPartnerId === null || billHash === null) return;
  if (!(await knownBillsStore.isClaimedUnderMandate(tx, billPartnerId, billHash))) return;
  const message =
    'This bill came in under a mandate: its claim keeps its number. Withdraw the claim and hand ' +
    'the right bill in.';
  throw expensesErrors.error('EXPENSE_INVALID', message, { path: ['bill', 'number'] });
}

/** Nothing is decided yet, and no approval stands that saw them: they prove nothing. */
async function dropReceipts(tx: Tx, { id, items }: ExpenseText): Promise<void> {
  const shown = items.flatMap(({ receiptId }) => receiptId ?? []);
  await letGoOfFilesBut(tx, { kind: 'expense', id }, shown);
}

function announceRevision(tx: Tx, text: ExpenseText, approvalsVoided: number): void {
  const { id, amountMinor, currency } = text;
  tx.announce(
    ExpenseRevised.of(id, {
      expenseId: id,
      amountMinor: amountMinor.toString(),
      currency,
      approvalsVoided,
    }),
  );
}
