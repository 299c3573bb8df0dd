import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { cancelPayout } from './payouts.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';

/** A treasurer takes back a payout that was not released yet. */
@Injectable()
export class CancelPayout {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, PAYOUT_NOT_FOUND, PAYOUT_STATE */
  async execute(actor: Actor, input: { payoutId: string }): Promise<PayoutRow> {
    permit(actor, 'payout.cancel');
    return this.unitOfWork.run(actor, async (tx) => {
      const [payout] = await payoutStore.lock(tx, [input.payoutId]);
      if (payout === undefined) {
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.', {
          path: ['id'],
        });
      }
      await cancelPayout(tx, payout);
      return { ...payout, state: 'cancelled' };
    });
  }
}
