import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockExpense } from '../expense/own-expense.js';
import { InformationRequested } from '../expenses.events.js';
import { announceRejection } from './refusal.js';

export interface SettleExpenseVoteInput {
  readonly expenseId: string;
  readonly proposalId: string;
  readonly ended: 'rejected' | 'no-quorum' | 'tied' | 'cancelled' | 'expired';
  /** The vote that decides now, where equal sides were put to one again, or it went on to one. */
  readonly runOffId?: string | null;
}

/**
 * Follows a vote that ended without passing. A cancelled one goes back to the submitter, who may
 * ask again; one that is put again, or goes on, leaves it to that vote; any other rejects the
 * expense. News of a vote that is not the current one changes nothing.
 */
@Injectable()
export class SettleVotedExpense {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND */
  async execute(actor: Actor, input: SettleExpenseVoteInput): Promise<'settled' | 'nothing'> {
    permit(actor, 'expense.settle');
    const { expenseId, proposalId, ended, runOffId = null } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockExpense(tx, expenseId);
      if (expense.status !== 'submitted' || expense.proposalId !== proposalId) return 'nothing';
      if (runOffId !== null) {
        await expenseStore.followRunOff(tx, expense, runOffId);
        return 'settled';
      }
      const reason = `vote: ${ended}`;
      if (ended === 'cancelled') {
        await expenseStore.move(tx, expense, 'needs-information', reason);
        tx.announce(InformationRequested.of(expenseId, { expenseId }));
        return 'settled';
      }
      await expenseStore.move(tx, expense, 'rejected', reason);
      await forgetEndedOfErased(tx, expenseId);
      announceRejection(tx, expenseId, 'vote');
      return 'settled';
    });
  }
}
