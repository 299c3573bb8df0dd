import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { payoutStore } from '../payout/payout.store.js';
import { PayoutBooking } from './payout-booking.js';

/**
 * Ends a released payout that nobody tries any more to give to its provider: the money is free, and
 * whoever it is owed to can be paid anew. One that a provider may know of is asked about instead.
 */
@Injectable()
export class GiveUpSubmission {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: PayoutBooking,
  ) {}

  /** Once, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { payoutId }: { payoutId: string }): Promise<void> {
    permit(actor, 'payout.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const [payout] = await payoutStore.lock(tx, [payoutId]);
      // The key is committed before the call: without one, no provider was ever told.
      if (payout?.state !== 'reserved') return;
      await this.booking.reject(tx, payout, 'NOT_SUBMITTED');
    });
  }
}
