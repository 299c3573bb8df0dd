import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { daysLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockExpense } from '../expense/own-expense.js';
import { ClaimUndecided, ExpenseWithdrawn } from '../expenses.events.js';
import { undecidedClaimsStore } from './undecided-claims.store.js';
import type { UndecidedClaim } from './undecided-claims.store.js';

/** Nobody waits longer for an answer: who decides, or who was asked for more, has had a year. */
const waitsDays = 365;

/** So long before, both are told. */
const toldDays = 30;

/**
 * A claim that nobody decided within a year of being handed in lapses: it counts as taken back,
 * and goes when those do. Whoever handed it in and the office that decides it are told thirty days
 * before; nothing lapses of which they were not. Members’ votes have an end of their own.
 */
@Injectable()
export class EndUndecidedClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
  ) {}

  /** How many lapsed. @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'expense.settle');
    return this.unitOfWork.run(actor, async (tx) => {
      const late = daysLater(tx.now, -waitsDays);
      const toldUntil = daysLater(tx.now, -toldDays);
      const ended = await undecidedClaimsStore.lockLate(tx, late, toldUntil);
      for (const claim of ended) await this.#end(tx, claim);
      const ending = await undecidedClaimsStore.tell(tx, daysLater(late, toldDays));
      for (const claim of ending) await this.#announce(tx, claim, 'lapses-soon');
      return ended.length;
    });
  }

  async #end(tx: Tx, claim: UndecidedClaim): Promise<void> {
    const { id: expenseId } = claim;
    const expense = await lockExpense(tx, expenseId);
    await expenseStore.move(tx, expense, 'withdrawn', 'Nobody decided it within a year.');
    await forgetEndedOfErased(tx, expenseId);
    tx.announce(ExpenseWithdrawn.of(expenseId, { expenseId }));
    await this.#announce(tx, claim, 'lapsed');
  }

  async #announce(
    tx: Tx,
    { id: expenseId, submitterMemberId: memberId, band }: UndecidedClaim,
    state: 'lapses-soon' | 'lapsed',
  ): Promise<void> {
    const holders = band.kind === 'role' ? await this.members.holders(tx, band.role) : [];
    const officerMemberIds = [...new Set(holders)].filter((id) => id !== memberId);
    tx.announce(ClaimUndecided.of(expenseId, { expenseId, memberId, state, officerMemberIds }));
  }
}
