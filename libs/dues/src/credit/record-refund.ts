import { Injectable } from '@nestjs/common';
import { isOldNews, Payouts } from '@rochdale/payouts';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { MemberCredits } from './member-credits.js';
import { refundStore } from './refund.store.js';

export interface RecordRefundInput {
  readonly payoutId: string;
  readonly outcome: 'settled' | 'failed' | 'reopened';
}

/**
 * Follows what became of the payout of a refund. One that failed, was taken back or came back is
 * the member's credit again, or the co-operative's where they were erased since; one whose
 * settlement was undone is on its way again. Old news changes nothing.
 */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly credits: MemberCredits,
    private readonly payouts: Payouts,
  ) {}

  /** @throws CodedError FORBIDDEN, CREDIT_SPENT */
  async execute(actor: Actor, input: RecordRefundInput): Promise<void> {
    permit(actor, 'dues-credit.settle');
    await this.unitOfWork.run(actor, async (tx) => {
      const refund = await refundStore.lockByPayout(tx, input.payoutId);
      if (refund === null || refund.state === 'failed') return;
      if (isOldNews(input.outcome, await this.payouts.find(tx, input.payoutId))) return;
      if (input.outcome === 'reopened') {
        if (refund.state === 'paid') await refundStore.reopen(tx, refund);
        return;
      }
      if (input.outcome === 'settled') {
        if (refund.state === 'requested') await refundStore.end(tx, refund, 'paid');
        return;
      }
      await refundStore.end(tx, refund, 'failed');
      const { id: refundId, memberId, amountMinor, currency } = refund;
      const move = { memberId, amountMinor, currency, refundId };
      await this.credits.move(tx, { ...move, kind: 'refund-failed' });
    });
  }
}
