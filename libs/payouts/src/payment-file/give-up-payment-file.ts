import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { payoutStore } from '../payout/payout.store.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { paymentFileStore } from './payment-file.store.js';

/**
 * Ends the payouts of an ordered file that nobody tries any more to write: it has no bytes, so no
 * bank was told. Their money is free, and whoever it is owed to can be paid anew.
 */
@Injectable()
export class GiveUpPaymentFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: PayoutBooking,
  ) {}

  /** Once, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { paymentFileId }: { paymentFileId: string }): Promise<void> {
    permit(actor, 'payout.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const file = await paymentFileStore.lock(tx, paymentFileId);
      if (file?.state !== 'ordered') return;
      for (const payout of await payoutStore.ofFile(tx, paymentFileId)) {
        if (payout.state === 'reserved') await this.booking.reject(tx, payout, 'NOT_SUBMITTED');
      }
    });
  }
}
