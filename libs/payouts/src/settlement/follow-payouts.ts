import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { SubmitPayoutJob } from '../payouts.jobs.js';
import { PaymentProvider } from '../rail/payment-provider.js';
import { Reconciliation } from './reconciliation.js';
import { payoutStore } from '../payout/payout.store.js';

/**
 * The patient janitor: asks the provider what became of each payout that it has, or may have. One
 * that it never heard of is submitted again, under the same key.
 */
@Injectable()
export class FollowPayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: PaymentProvider,
    private readonly reconciliation: Reconciliation,
  ) {}

  async execute(actor: Actor, input: { slot: string }): Promise<void> {
    permit(actor, 'payout.process');
    const failures: unknown[] = [];
    let after: string | null = null;
    for (;;) {
      const ids = await this.#page(actor, after);
      for (const id of ids) {
        // One that cannot be asked about does not keep the others waiting.
        await this.#follow(actor, id, input.slot).catch((error: unknown) => failures.push(error));
      }
      after = ids.at(-1) ?? null;
      if (after === null) break;
    }
    if (failures.length > 0) throw failures[0];
  }

  #page(actor: Actor, after: string | null): Promise<string[]> {
    return this.unitOfWork.read(actor, (tx) => payoutStore.toFollow(tx, after));
  }

  async #follow(actor: Actor, id: string, slot: string): Promise<void> {
    const [payout] = await this.unitOfWork.run(actor, (tx) => payoutStore.lock(tx, [id]));
    const { cooperativeId } = actor;
    if (payout?.providerKey === undefined || payout.providerKey === null) return;
    if (cooperativeId === null) return;
    const answer = await this.provider.stateOf(cooperativeId, payout.providerKey);
    if (answer.state !== 'unknown') {
      await this.reconciliation.apply(actor, id, answer);
      return;
    }
    await this.unitOfWork.run(actor, async (tx) => {
      tx.enqueue(SubmitPayoutJob, { cooperativeId, payoutId: id }, { key: `${id} ${slot}` });
    });
  }
}
