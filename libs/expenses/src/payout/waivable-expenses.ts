import { Injectable } from '@nestjs/common';
import { Payouts } from '@rochdale/payouts';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { waiverStore } from './waiver.store.js';

/** What is to be known of expenses before somebody waives them. */
@Injectable()
export class WaivableExpenses {
  constructor(private readonly payouts: Payouts) {}

  /** Of these, those whose money was let go already: released, or out. */
  async beingPaid(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    permit(tx.actor, 'expense.waive');
    return this.payouts.beingPaid(tx, 'expense', expenseIds);
  }

  /** Of these, those that pay a member who was erased. @throws CodedError FORBIDDEN */
  async ofErased(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    permit(tx.actor, 'expense.waive-of-erased');
    return waiverStore.ofErased(tx, expenseIds);
  }
}
