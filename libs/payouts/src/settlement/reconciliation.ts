import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { factOf } from '../payout/payout-facts.js';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { PayoutSubmitted } from '../payouts.events.js';
import type { ProviderRail, TransferAnswer } from '../rail/rail.js';
import { PayoutBooking } from './payout-booking.js';
import { stepsTowards } from './settlement-rules.js';
import type { Step } from './settlement-rules.js';

/** Books what a provider said about a payout. A part of the use cases that talk to providers. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: PayoutBooking,
  ) {}

  /**
   * Safe to repeat: what was booked before changes nothing, and `unknown` says nothing.
   *
   * @throws CodedError OUTSIDE_FACT_POSTED when the answer is another payout's
   */
  async apply(
    actor: Actor,
    payoutId: string,
    rail: ProviderRail,
    answer: TransferAnswer,
  ): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      let [payout] = await payoutStore.lock(tx, [payoutId]);
      if (payout === undefined) return;
      for (const step of stepsTowards(answer.state, payout.state)) {
        payout = await this.#take(tx, step, payout, rail, answer);
      }
    });
  }

  async #take(
    tx: Tx,
    step: Step,
    payout: PayoutRow,
    rail: ProviderRail,
    answer: TransferAnswer,
  ): Promise<PayoutRow> {
    const reference = answer.reference ?? payout.providerReference ?? payout.endToEndId;
    switch (step) {
      case 'submit': {
        const to = transition(payout.state, 'submitted');
        const set = answer.reference === null ? {} : { providerReference: answer.reference };
        await payoutStore.change(tx, payout, to, set);
        tx.announce(factOf(PayoutSubmitted, payout));
        return { ...payout, state: to };
      }
      case 'reject':
        await this.booking.reject(tx, payout, 'REJECTED_BY_PROVIDER');
        return { ...payout, state: 'rejected' };
      case 'settle': {
        const outsideFact = rail.outsideFactOf({ state: 'executed', reference });
        await this.booking.settle(tx, payout, { outsideFact });
        return { ...payout, state: 'settled' };
      }
      case 'bring-back': {
        const outsideFact = rail.outsideFactOf({ state: 'returned', reference });
        await this.booking.bringBack(tx, payout, { outsideFact });
        return { ...payout, state: 'returned' };
      }
    }
  }
}
