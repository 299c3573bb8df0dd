import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { ExpenseState } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { ExpenseTexts } from './expense-texts.js';
import type { ExpenseInput } from './expense-texts.js';

/** A member writes down what they spent. Nobody else sees it until it is submitted. */
@Injectable()
export class DraftExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly texts: ExpenseTexts,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVALID_CURRENCY, EXPENSE_INVALID, EXPENSE_CATEGORY_UNKNOWN,
   *   EXPENSE_UNPAYABLE, PAYEE_UNKNOWN, PAYEE_LEFT, NOT_FOUND for a receipt that is not theirs,
   *   ATTACHMENT_IN_USE for one that belongs to another expense
   */
  async execute(actor: Actor, input: ExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.submit');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member writes expenses');
    return this.unitOfWork.run(actor, async (tx) => {
      const text = await this.texts.read(tx, newId(), input, null);
      await expenseStore.insert(tx, text, memberId);
      return { expenseId: text.id, status: 'draft' };
    });
  }
}
