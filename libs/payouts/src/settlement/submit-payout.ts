import { Injectable } from '@nestjs/common';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PaymentProvider } from '../rail/payment-provider.js';
import { Reconciliation } from './reconciliation.js';
import { endToEndIdOf, transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';

/**
 * Gives a released payout to the provider. The key is committed before the call; whoever finds a
 * payout that was being submitted asks the provider by that key before anything else.
 */
@Injectable()
export class SubmitPayout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: PaymentProvider,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** At least once; a second run asks instead of paying. @throws CodedError PROVIDER_UNREACHABLE */
  async execute(actor: Actor, input: { payoutId: string }): Promise<void> {
    permit(actor, 'payout.process');
    const claimed = await this.#claim(actor, input.payoutId);
    if (claimed === null) return;
    const { payout, isFirst } = claimed;
    const { providerKey } = payout;
    assert(providerKey !== null && actor.cooperativeId !== null, 'the key is committed');
    if (!isFirst) {
      const known = await this.provider.stateOf(actor.cooperativeId, providerKey);
      if (known.state !== 'unknown') {
        await this.reconciliation.apply(actor, payout.id, known);
        return;
      }
    }
    try {
      const answer = await this.provider.transfer({
        key: providerKey,
        cooperativeId: actor.cooperativeId,
        amountMinor: payout.amountMinor,
        currency: payout.currency,
        memo: payout.memo,
      });
      await this.reconciliation.apply(actor, payout.id, answer);
    } catch (error) {
      await this.#noteUnknown(actor, payout.id);
      throw error;
    }
  }

  /** Commits the key and the state before any call. Null when there is nothing to submit. */
  async #claim(
    actor: Actor,
    payoutId: string,
  ): Promise<{ payout: PayoutRow; isFirst: boolean } | null> {
    return this.unitOfWork.run(actor, async (tx) => {
      const [payout] = await payoutStore.lock(tx, [payoutId]);
      if (payout === undefined) return null;
      const { state } = payout;
      if (state !== 'reserved' && state !== 'submitting' && state !== 'unknown') return null;
      const providerKey = endToEndIdOf(payout.id);
      await payoutStore.change(tx, payout, transition(state, 'submitting'), { providerKey });
      return {
        payout: { ...payout, state: 'submitting', providerKey },
        isFirst: state === 'reserved',
      };
    });
  }

  async #noteUnknown(actor: Actor, payoutId: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const [payout] = await payoutStore.lock(tx, [payoutId]);
      // Another run, or the bank, may have learnt in between what became of it.
      if (payout?.state !== 'submitting') return;
      await payoutStore.change(tx, payout, 'unknown', { failureCode: 'NO_ANSWER' });
    });
  }
}
