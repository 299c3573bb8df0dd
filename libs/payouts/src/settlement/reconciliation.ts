import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { factOf } from '../payout/payout-facts.js';
import { endToEndIdOf, transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { PayoutSubmitted } from '../payouts.events.js';
import type { ProviderRail, TransferAnswer } from '../rail/rail.js';
import { PayoutBooking } from './payout-booking.js';

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
    if (answer.state === 'unknown') return;
    await this.unitOfWork.run(actor, async (tx) => {
      const [locked] = await payoutStore.lock(tx, [payoutId]);
      if (locked === undefined) return;
      const payout = await this.#heard(tx, locked, answer);
      const reference = answer.reference ?? payout.providerReference ?? endToEndIdOf(payout.id);
      let { state } = payout;
      if (state === 'submitted') {
        if (answer.state === 'rejected') {
          await this.booking.reject(tx, payout, 'REJECTED_BY_PROVIDER');
        } else if (answer.state === 'executed' || answer.state === 'returned') {
          await this.booking.settle(tx, payout, {
            outsideFact: rail.outsideFactOf({ state: 'executed', reference }),
          });
          state = 'settled';
        }
      }
      if (state === 'settled' && answer.state === 'returned') {
        const outsideFact = rail.outsideFactOf({ state: 'returned', reference });
        await this.booking.bringBack(tx, { ...payout, state }, { outsideFact });
      }
    });
  }

  /** A payout of which the provider was told and not heard: any answer but a no means it has it. */
  async #heard(tx: Tx, payout: PayoutRow, answer: TransferAnswer): Promise<PayoutRow> {
    if (payout.state !== 'submitting' && payout.state !== 'unknown') return payout;
    if (answer.state === 'rejected') {
      await this.booking.reject(tx, payout, 'REJECTED_BY_PROVIDER');
      return { ...payout, state: 'rejected' };
    }
    const to = transition(payout.state, 'submitted');
    const set = answer.reference === null ? {} : { providerReference: answer.reference };
    await payoutStore.change(tx, payout, to, set);
    tx.announce(factOf(PayoutSubmitted, payout));
    return { ...payout, state: to };
  }
}
