import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { Attachments, currencyExponent, newId, permit, UnitOfWork } from '@rochdale/platform';
import { approvalStore } from '../approval/approval.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseRevised } from '../expenses.events.js';
import type { ExpenseItem, ExpenseState, Payee } from '../expense/expense.js';
import { checkExpense, openStatuses, termsHash, totalMinor } from '../expense/expense.js';
import { lockOwnExpense } from '../expense/own-expense.js';
import type { ExpenseRecord, ExpenseText } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { Submission } from './submission.js';

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

/** A member writes down what they spent. Nobody else sees it until it is submitted. */
@Injectable()
export class DraftExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly texts: ExpenseTexts,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVALID_CURRENCY, EXPENSE_INVALID, EXPENSE_CATEGORY_UNKNOWN,
   *   PAYEE_UNKNOWN, NOT_FOUND for a receipt that is not the actor's
   */
  async execute(actor: Actor, input: ExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.submit');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member writes expenses');
    return this.unitOfWork.run(actor, async (tx) => {
      const text = await this.texts.read(tx, newId(), input);
      await expenseStore.insert(tx, text, memberId);
      await this.texts.takeReceipts(tx, text);
      return { expenseId: text.id, status: 'draft' };
    });
  }
}

/**
 * The submitter changes an expense that is not decided. Another amount, currency or payee voids
 * every approval and calls off a vote; a submitted one is then put to whoever decides it now.
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
        throw expensesErrors.error('EXPENSE_STATUS_CONFLICT', message);
      }
      const text = await this.texts.read(tx, expenseId, input);
      const isOther = text.termsHash !== expense.termsHash;
      const isSubmitted = expense.status === 'submitted';
      if (isSubmitted && !isOther) await this.submission.requireReceipts(tx, text);
      const voided = isOther ? await this.#callOff(tx, expense) : 0;
      await expenseStore.rewrite(tx, text);
      await this.texts.takeReceipts(tx, text);
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
    return approvalStore.voidAll(tx, expense.id, 'the amount, the currency or the payee changed');
  }
}

/**
 * Ends the vote on an expense that its submitter changes or takes back.
 *
 * @throws CodedError EXPENSE_VOTE_PENDING when what the members decided waits to be carried out
 */
export async function callOffVote(
  tx: Tx,
  proposals: Proposals,
  expense: ExpenseRecord,
  reason: string,
): Promise<void> {
  if (expense.proposalId === null || expense.status !== 'submitted') return;
  if (await proposals.cancelFor(tx, { kind: 'expense', id: expense.id }, reason)) return;
  const message = 'The members have voted on this; what they decided comes first.';
  throw expensesErrors.error('EXPENSE_VOTE_PENDING', message, { path: ['expenseId'] });
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
