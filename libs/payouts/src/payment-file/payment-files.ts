import { Injectable } from '@nestjs/common';
import type { BankAccountRow } from '@rochdale/banking';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payoutStore } from '../payout/payout.store.js';
import { WritePaymentFileJob } from '../payouts.jobs.js';
import type { Transfer } from '../rail/rail.js';
import { paymentFileStore } from './payment-file.store.js';

/** Payment files in the making, in the caller's transaction. How file rails take their orders. */
@Injectable()
export class PaymentFiles {
  /** Orders one file of this format for all transfers of a release. Written after the commit. */
  async order(
    tx: Tx,
    format: string,
    transfers: readonly Transfer[],
    account: BankAccountRow,
  ): Promise<void> {
    const { cooperativeId } = tx;
    const paymentFileId = newId();
    await paymentFileStore.order(tx, {
      id: paymentFileId,
      bankAccountId: account.id,
      format,
      payouts: transfers.length,
      totalMinor: transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
      currency: account.currency,
    });
    for (const { payoutId: id } of transfers) {
      await payoutStore.change(tx, { id, state: 'reserved' }, 'reserved', { paymentFileId });
    }
    tx.enqueue(WritePaymentFileJob, { cooperativeId, paymentFileId }, { key: paymentFileId });
  }
}
