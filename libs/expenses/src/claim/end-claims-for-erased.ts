import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { canBecome } from '../expense/expense.js';
import { openClaimsStore } from '../expense/open-claims.store.js';
import { lockExpense } from '../expense/own-expense.js';
import { endForPayee } from './end-for-payee.js';

/**
 * What nobody decided yet for a member who was erased ends: it can be paid to nobody. Until then an
 * approval of it is refused, since nothing is owed to who was erased.
 */
@Injectable()
export class EndClaimsForErased {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  /**
   * Each claim by itself: what ended has, also where another cannot yet. How many ended.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself; Error of what could not
   */
  async execute(actor: Actor, { memberId }: { readonly memberId: string }): Promise<number> {
    permit(actor, 'expense.settle');
    const ids = await this.unitOfWork.read(actor, (tx) =>
      openClaimsStore.undecidedForErased(tx, memberId),
    );
    let ended = 0;
    const failed: unknown[] = [];
    for (const id of ids) {
      try {
        if (await this.#end(actor, id, memberId)) ended += 1;
      } catch (error) {
        // It keeps none of the others waiting; the job says it at the end.
        failed.push(error);
      }
    }
    if (failed.length === 1) throw failed[0];
    if (failed.length > 1) throw new AggregateError(failed, 'several claims could not end');
    return ended;
  }

  #end(actor: Actor, id: string, memberId: string): Promise<boolean> {
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockExpense(tx, id);
      // Its submitter may have made it one for somebody else, or taken it back.
      if (expense.payeeId !== memberId || !canBecome(expense.status, 'rejected')) return false;
      await endForPayee(tx, this.proposals, expense, 'payee-gone');
      return true;
    });
  }
}
