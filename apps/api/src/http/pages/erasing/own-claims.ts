import { Injectable } from '@nestjs/common';
import { ExpenseQueries, WaivableExpenses, whyNotWaive } from '@rochdale/expenses';
import type { ExpenseStatus, ExpenseView } from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const undecided: readonly ExpenseStatus[] = ['submitted', 'needs-information'];
const owed: readonly ExpenseStatus[] = ['approved', 'payout-failed'];

/** Claims that are the visitor's own to end. */
@Injectable()
export class OwnClaims {
  constructor(
    private readonly expenses: ExpenseQueries,
    private readonly toWaive: WaivableExpenses,
  ) {}

  /** What they claimed and nobody decided: a hundred at a time. */
  async undecided(tx: Tx): Promise<readonly ExpenseView[]> {
    const { memberId: submitterMemberId } = tx.actor;
    if (submitterMemberId === null || !may(tx.actor, 'expense.read-own').allowed) return [];
    const filter = { submitterMemberId, statuses: undecided };
    return (await this.expenses.page(tx, filter, { first: 100 })).rows;
  }

  /** What is owed to them, not on its way, and theirs to waive: of a hundred at a time. */
  async waivable(tx: Tx): Promise<readonly ExpenseView[]> {
    const { actor } = tx;
    const { memberId: payeeId } = actor;
    if (payeeId === null || !may(actor, 'expense.waive').allowed) return [];
    const { rows } = await this.expenses.page(tx, { payeeId, statuses: owed }, { first: 100 });
    const ids = rows.map(({ id }) => id);
    const beingPaid = await this.toWaive.beingPaid(tx, ids);
    return rows.filter((claim) => whyNotWaive(actor, claim, beingPaid.has(claim.id)) === null);
  }
}
