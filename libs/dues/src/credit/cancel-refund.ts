import { Injectable } from '@nestjs/common';
import { Payouts } from '@rochdale/payouts';
import { CodedError, parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { MemberCredits } from './member-credits.js';
import { refundObligation } from './refund.js';
import { refundStore } from './refund.store.js';
import type { RefundRow } from './refund.store.js';

/**
 * A member takes back a refund that a treasurer began and nobody released: it is their credit
 * again, at once, which they may give. Nobody is kept by a payout that nobody lets go.
 */
@Injectable()
export class CancelRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payouts: Payouts,
    private readonly credits: MemberCredits,
  ) {}

  /**
   * Once, whoever releases it at the same time: the refund is locked, and then its payout, as by
   * whoever releases that. That the payout was cancelled is old news when dues hear of it.
   *
   * @throws CodedError FORBIDDEN, REFUND_NOT_FOUND also for another's, REFUND_STATE when it has
   *   ended, REFUND_BEING_PAID when its payout was released, or its money is out
   */
  async execute(actor: Actor, input: { readonly refundId: string }): Promise<RefundRow> {
    permit(actor, 'dues-refund.cancel-own');
    const path = ['id'];
    const id = parseId(input.refundId, path);
    return this.unitOfWork.run(actor, async (tx) => {
      const refund = await refundStore.lock(tx, id);
      if (refund === null || refund.memberId !== actor.memberId) {
        throw duesErrors.error('REFUND_NOT_FOUND', 'You have no such refund.', { path });
      }
      if (refund.state !== 'requested') {
        throw duesErrors.error('REFUND_STATE', `The refund is ${refund.state} already.`, { path });
      }
      await this.#cancelPayout(tx, id);
      await refundStore.end(tx, refund, 'failed');
      const { memberId, amountMinor, currency } = refund;
      const move = { memberId, amountMinor, currency, refundId: id };
      await this.credits.move(tx, { ...move, kind: 'refund-failed' });
      return { ...refund, state: 'failed', endedAt: tx.now };
    });
  }

  async #cancelPayout(tx: Tx, id: string): Promise<void> {
    try {
      await this.payouts.cancel(tx, { kind: refundObligation, id });
    } catch (error) {
      if (!(error instanceof CodedError && error.code === 'PAYOUT_STATE')) throw error;
      const message = 'The money is on its way already: wait until it came, or came back.';
      throw duesErrors.error('REFUND_BEING_PAID', message, { path: ['id'], cause: error });
    }
  }
}
