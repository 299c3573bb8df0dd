import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { payoutStore } from '../payout/payout.store.js';
import { SubmitPayoutJob } from '../payouts.jobs.js';
import type { ProviderRail } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { Reconciliation } from './reconciliation.js';

const inFrontOfAll = '00000000-0000-0000-0000-000000000000';

/**
 * The patient janitor: asks the provider what became of each payout that it has, or may have. One
 * that it never heard of is submitted again, under the same key.
 */
@Injectable()
export class FollowPayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
    private readonly reconciliation: Reconciliation,
  ) {}

  /**
   * @throws what the first payout that could not be followed threw, after all had their turn:
   *   RAIL_UNAVAILABLE, or what the provider's answer leads to
   */
  async execute(actor: Actor, input: { slot: string }): Promise<void> {
    permit(actor, 'payout.process');
    const failures: unknown[] = [];
    let after = inFrontOfAll;
    for (;;) {
      const ids = await this.#page(actor, after);
      for (const id of ids) {
        // One that cannot be asked about does not keep the others waiting.
        await this.#follow(actor, id, input.slot).catch((error: unknown) => failures.push(error));
      }
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
    }
    if (failures.length > 0) throw failures[0];
  }

  #page(actor: Actor, after: string): Promise<string[]> {
    return this.unitOfWork.read(actor, async (tx) => {
      const asked = await this.accounts.idsOnRails(tx, this.rails.providerNames());
      return payoutStore.toFollow(tx, asked, after);
    });
  }

  async #follow(actor: Actor, id: string, slot: string): Promise<void> {
    const question = await this.unitOfWork.run(actor, (tx) => this.#question(tx, id));
    if (question === null) return;
    const { rail, key, cooperativeId } = question;
    const answer = await rail.ask({ cooperativeId, key });
    if (answer.state !== 'unknown') {
      await this.reconciliation.apply(actor, id, rail, answer);
      return;
    }
    await this.unitOfWork.run(actor, async (tx) => {
      tx.enqueue(SubmitPayoutJob, { cooperativeId, payoutId: id }, { key: `${id} ${slot}` });
    });
  }

  async #question(
    tx: Tx,
    id: string,
  ): Promise<{ rail: ProviderRail; key: string; cooperativeId: string } | null> {
    const [payout] = await payoutStore.lock(tx, [id]);
    if (payout === undefined || payout.providerKey === null) return null;
    const account = await this.accounts.require(tx, payout.bankAccountId ?? '');
    const rail = this.rails.requireProvider(account.rail);
    return { rail, key: payout.providerKey, cooperativeId: tx.cooperativeId };
  }
}
