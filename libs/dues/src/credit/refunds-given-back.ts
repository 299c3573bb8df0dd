import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { GivenBack } from '@rochdale/payouts';
import type { PayoutOf, TakingBack } from '@rochdale/payouts';
import type { CodedError, Tx } from '@rochdale/platform';
import { creditStore } from './credit.store.js';
import { creditSpent, MemberCredits } from './member-credits.js';
import { refundObligation } from './refund.js';
import { refundStore } from './refund.store.js';

/**
 * A refund that failed is the member's credit again, at once, and may be used since. Where its
 * payout did not come back after all, the credit is taken again.
 */
@Injectable()
export class RefundsGivenBack implements OnModuleInit, TakingBack {
  constructor(
    private readonly givenBack: GivenBack,
    private readonly credits: MemberCredits,
  ) {}

  onModuleInit(): void {
    this.givenBack.register(refundObligation, this);
  }

  async whyNot(tx: Tx, payouts: readonly PayoutOf[]): Promise<ReadonlyMap<string, CodedError>> {
    const ids = payouts.map(({ id }) => id);
    const spent = await refundStore.spentOf(tx, ids);
    return new Map(
      spent.map(({ payoutId, memberId }) => [payoutId, creditSpent(memberId, ['lineId'])]),
    );
  }

  /** One whose end was not heard of yet gave nothing back. @throws CodedError CREDIT_SPENT */
  async take(tx: Tx, { id: payoutId }: PayoutOf): Promise<void> {
    const refund = await refundStore.lockByPayout(tx, payoutId);
    if (refund?.state !== 'failed') return;
    await refundStore.end(tx, refund, 'paid');
    const { id: refundId, memberId, amountMinor, currency } = refund;
    const move = { memberId, currency, amountMinor: -amountMinor, refundId };
    await this.credits.free(tx, memberId, currency, amountMinor);
    const leftMinor = await creditStore.lock(tx, memberId, currency);
    if (leftMinor < amountMinor) throw creditSpent(memberId, ['lineId']);
    await this.credits.move(tx, { ...move, kind: 'refund' });
  }
}
