import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import { refuseUnreadable, Transfers } from '../payout/transfers.js';
import type { ProviderRail, TransferOrder } from '../rail/rail.js';
import { Rails } from '../rail/rails.js';
import { Reconciliation } from './reconciliation.js';

interface Submission {
  readonly rail: ProviderRail;
  readonly order: TransferOrder;
  /** Whether nobody can have told the provider before. */
  readonly isFirst: boolean;
}

/**
 * Gives a released payout to the provider. The key is committed before the call; whoever finds a
 * payout that was being submitted asks the provider by that key before anything else.
 */
@Injectable()
export class SubmitPayout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
    private readonly transfers: Transfers,
    private readonly reconciliation: Reconciliation,
  ) {}

  /**
   * At least once; a second run asks instead of paying.
   *
   * @throws CodedError PROVIDER_UNREACHABLE, RAIL_UNAVAILABLE, PAYOUT_STATE,
   *   PAYEE_DETAILS_UNREADABLE
   */
  async execute(actor: Actor, { payoutId }: { payoutId: string }): Promise<void> {
    permit(actor, 'payout.process');
    const submission = await this.unitOfWork.run(actor, (tx) => this.#claim(tx, payoutId));
    if (submission === null) return;
    const { rail, order, isFirst } = submission;
    if (!isFirst) {
      const known = await rail.ask(order);
      if (known.state !== 'unknown') {
        await this.reconciliation.apply(actor, payoutId, rail, known);
        return;
      }
    }
    try {
      const answer = await rail.transfer(order);
      await this.reconciliation.apply(actor, payoutId, rail, answer);
    } catch (error) {
      await this.#noteUnknown(actor, payoutId);
      throw error;
    }
  }

  /** Commits the key and the state before any call. Null when there is nothing to submit. */
  async #claim(tx: Tx, payoutId: string): Promise<Submission | null> {
    const [payout] = await payoutStore.lock(tx, [payoutId]);
    if (payout === undefined) return null;
    const { state } = payout;
    if (state !== 'reserved' && state !== 'submitting' && state !== 'unknown') return null;
    const debtor = await this.accounts.require(tx, payout.bankAccountId ?? '');
    const rail = this.rails.requireProvider(debtor.rail);
    const { transfers } = await this.transfers.of(tx, [payout]);
    const [transfer = refuseUnreadable()] = transfers;
    const set = { providerKey: transfer.key };
    await payoutStore.change(tx, payout, transition(state, 'submitting'), set);
    const { cooperativeId } = tx;
    return { rail, order: { ...transfer, cooperativeId, debtor }, isFirst: state === 'reserved' };
  }

  async #noteUnknown(actor: Actor, payoutId: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const [payout] = await payoutStore.lock(tx, [payoutId]);
      // Another run, or the bank, may have learnt in between what became of it.
      if (payout?.state !== 'submitting') return;
      await payoutStore.change(tx, payout, transition(payout.state, 'unknown'), {
        failureCode: 'NO_ANSWER',
      });
    });
  }
}
