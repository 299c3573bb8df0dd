import { Injectable } from '@nestjs/common';
import { BookingChart } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import type { LateDebit } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { GivenBack } from './given-back.js';

/** Debits of payouts that had ended as rejected. In the caller's transaction, which locked them. */
@Injectable()
export class LateDebits {
  constructor(
    private readonly chart: BookingChart,
    private readonly givenBack: GivenBack,
  ) {}

  /**
   * What the debit of each does that had ended, by its id: it settles it, unless its obligation is
   * paid otherwise by now, by another payout or by its room, or waived. Then the money is claimed
   * back.
   */
  async of(tx: Tx, payouts: readonly PayoutRow[]): Promise<ReadonlyMap<string, LateDebit>> {
    const ended = payouts.filter(({ state }) => state === 'rejected');
    if (ended.length === 0) return new Map();
    const isPaidOtherwise = await this.#paidOtherwise(tx, ended);
    const settled = new Set<string>();
    return new Map(
      ended.map(({ id, obligationKind, obligationId }): [string, LateDebit] => {
        const obligation = `${obligationKind} ${obligationId}`;
        const isPaid = isPaidOtherwise.has(id) || settled.has(obligation);
        settled.add(obligation);
        return [id, isPaid ? 'claims' : 'settles'];
      }),
    );
  }

  /** Of these, those whose obligation is paid otherwise by now, given back or waived. */
  async #paidOtherwise(tx: Tx, payouts: readonly PayoutRow[]): Promise<ReadonlySet<string>> {
    const ids = payouts.map(({ id }) => id);
    const again = await payoutStore.askedAgain(tx, ids);
    return new Set([...again, ...(await this.givenBack.of(tx, payouts))]);
  }

  /** The account of what is to come back. */
  account(tx: Tx, currency: string): Promise<string> {
    return this.chart.account(tx, 'payout-claims', currency);
  }
}
