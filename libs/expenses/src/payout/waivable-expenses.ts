import { Injectable } from '@nestjs/common';
import { Payouts } from '@rochdale/payouts';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** What is to be known of expenses before somebody waives them. */
@Injectable()
export class WaivableExpenses {
  constructor(private readonly payouts: Payouts) {}

  /** Of these, those whose money was let go already: released, or out. */
  async beingPaid(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    permit(tx.actor, 'expense.waive');
    return this.payouts.beingPaid(tx, 'expense', expenseIds);
  }
}
