import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { OpenAffairs } from '@rochdale/membership';
import type { CodedError, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { creditStore } from './credit.store.js';

/** Who has something with the co-operative is not erased before they have it back. */
@Injectable()
export class OpenCredits implements OnModuleInit {
  constructor(private readonly affairs: OpenAffairs) {}

  onModuleInit(): void {
    this.affairs.register('dues', creditsLeft);
  }
}

/** Why members who have credit are not erased yet, by member. */
export async function creditsLeft(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, CodedError>> {
  const having = await creditStore.leftOf(tx, memberIds);
  const path = ['memberId'];
  return new Map(
    having.map(({ memberId, isUnderWay }) => [
      memberId,
      isUnderWay
        ? duesErrors.error('REFUND_UNDER_WAY', 'The credit is being paid out.', { path })
        : duesErrors.error('CREDIT_LEFT', 'There is credit left, which is paid out first.', {
            path,
          }),
    ]),
  );
}
