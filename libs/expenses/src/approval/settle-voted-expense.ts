import { Injectable } from '@nestjs/common';
import { ProposalQueries } from '@rochdale/governance';
import type { ProposalState } from '@rochdale/governance';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockExpense } from '../expense/own-expense.js';
import { InformationRequested } from '../expenses.events.js';
import { SettleExpenseVote } from '../expenses.jobs.js';
import { decidingVoteStore } from './deciding-vote.store.js';
import { announceRejection } from './refusal.js';

export interface SettleExpenseVoteInput {
  readonly expenseId: string;
  readonly proposalId: string;
  readonly ended: 'rejected' | 'no-quorum' | 'tied' | 'cancelled' | 'expired';
  /** The vote that decides now, where equal sides were put to one again, or it went on to one. */
  readonly runOffId?: string | null;
}

/** What is told of a vote that ended in these states without passing. */
const endings: ReadonlyMap<ProposalState, SettleExpenseVoteInput['ended']> = new Map([
  ['rejected', 'rejected'],
  ['no-quorum', 'no-quorum'],
  ['tied', 'tied'],
  ['cancelled', 'cancelled'],
  ['withdrawn', 'cancelled'],
  ['expired', 'expired'],
]);

/**
 * Follows a vote that ended without passing. A cancelled one goes back to the submitter, who may
 * ask again; one that is put again, or goes on, leaves it to that vote; any other rejects the
 * expense. News of a vote that is not the current one changes nothing.
 */
@Injectable()
export class SettleVotedExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: ProposalQueries,
  ) {}

  /** @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND */
  async execute(actor: Actor, input: SettleExpenseVoteInput): Promise<'settled' | 'nothing'> {
    permit(actor, 'expense.settle');
    const { expenseId, proposalId, ended, runOffId = null } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockExpense(tx, expenseId);
      if (expense.status !== 'submitted' || expense.proposalId !== proposalId) return 'nothing';
      if (runOffId !== null) {
        await decidingVoteStore.follow(tx, expense, runOffId);
        await this.#catchUp(tx, expenseId, runOffId);
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

  /** The next vote may have ended before this was heard: its own news was, and was not taken. */
  async #catchUp(tx: Tx, expenseId: string, proposalId: string): Promise<void> {
    const [next] = await this.proposals.byIds(tx, [proposalId]);
    const ended = next === undefined ? undefined : endings.get(next.state);
    if (next === undefined || ended === undefined) return;
    const { cooperativeId } = tx;
    const runOffId = next.runOffId ?? next.sequelId;
    tx.enqueue(SettleExpenseVote, { cooperativeId, expenseId, proposalId, ended, runOffId });
  }
}
