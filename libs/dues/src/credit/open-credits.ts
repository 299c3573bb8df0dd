import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { OpenAffairs } from '@rochdale/membership';
import { Payouts } from '@rochdale/payouts';
import { permit, shownIds } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { creditStore } from './credit.store.js';
import type { CreditLeft } from './credit.store.js';
import { refundObligation } from './refund.js';
import { refundStore } from './refund.store.js';
import type { RefundRow } from './refund.store.js';

/** Who has something with the co-operative is not erased before they have it back. */
@Injectable()
export class OpenCredits implements OnModuleInit {
  constructor(
    private readonly affairs: OpenAffairs,
    private readonly payouts: Payouts,
  ) {}

  onModuleInit(): void {
    this.affairs.register('dues', creditsLeft, ['CREDIT_LEFT']);
  }

  /**
   * Refunds of whoever asks that nobody released: theirs to take back.
   *
   * @throws CodedError FORBIDDEN
   */
  async unreleased(tx: Tx): Promise<readonly RefundRow[]> {
    permit(tx.actor, 'dues-refund.cancel-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    const refunds = await refundStore.requestedOf(tx, memberId);
    const ids = refunds.map(({ id }) => id);
    const beingPaid = await this.payouts.beingPaid(tx, refundObligation, ids);
    return refunds.filter(({ id }) => !beingPaid.has(id));
  }

  /**
   * Of these refunds those of whoever asks, whatever became of them.
   *
   * @throws CodedError FORBIDDEN
   */
  async ownAmong(tx: Tx, refundIds: readonly string[]): Promise<readonly RefundRow[]> {
    permit(tx.actor, 'dues-refund.cancel-own');
    const refunds = await refundStore.byIds(tx, refundIds);
    return refunds.filter(({ memberId }) => memberId === tx.actor.memberId);
  }
}

/** Why members who have credit are not erased yet, by member. */
export async function creditsLeft(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, CodedError>> {
  const having = await creditStore.leftOf(tx, memberIds);
  return new Map(having.map((left) => [left.memberId, whyNot(left)]));
}

function whyNot({ isUnderWay, refundIds, leftMinor }: CreditLeft): CodedError {
  const path = ['memberId'];
  if (isUnderWay) {
    const data = { refunds: shownIds('DuesRefund', refundIds ?? []) };
    return duesErrors.error('REFUND_UNDER_WAY', 'Credit is set aside to be paid out.', {
      path,
      data,
    });
  }
  const message = 'There is credit left, which is paid out first.';
  return duesErrors.error('CREDIT_LEFT', message, { path, data: { leftMinor } });
}
