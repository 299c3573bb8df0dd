import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import { Destinations } from '@rochdale/payouts';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { approvalStore } from '../approval/approval.store.js';
import type { Payee } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { InformationRequested } from '../expenses.events.js';
import { waitingClaimsStore } from '../approval/waiting-claims.store.js';

// Members read it: that somebody has another account, and since when, is nobody else's to know.
const reason = 'It has to be read again. Hand it in again when it is still right.';

/**
 * A payee says otherwise where to be paid: what waits for a decision was read with the old bank
 * details. Its approvals become void, its vote is called off, and its submitter is asked, who knows
 * best whether the payee or a thief changed them. What the members decided already stands as they
 * read it, and its release notices.
 */
@Injectable()
export class FollowPayeeDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
    private readonly destinations: Destinations,
  ) {}

  /**
   * Gives how many expenses went back.
   *
   * @throws CodedError FORBIDDEN
   */
  async execute(actor: Actor, payee: Payee): Promise<number> {
    permit(actor, 'expense.settle');
    return this.unitOfWork.run(actor, async (tx) => {
      let sentBack = 0;
      for (const expense of await waitingClaimsStore.lockWaiting(tx, payee)) {
        const { destinationId } = expense;
        const current = await this.destinations.current(tx, payee, destinationId);
        if (current?.id !== destinationId && (await this.#sendBack(tx, expense))) sentBack += 1;
      }
      return sentBack;
    });
  }

  async #sendBack(tx: Tx, expense: ExpenseRecord): Promise<boolean> {
    const { id, proposalId } = expense;
    const isOpen =
      proposalId === null || (await this.proposals.cancelFor(tx, { kind: 'expense', id }, reason));
    if (!isOpen) return false;
    await approvalStore.voidAll(tx, id, 'it has to be read again');
    await expenseStore.move(tx, expense, 'needs-information', reason);
    tx.announce(InformationRequested.of(id, { expenseId: id }));
    return true;
  }
}
