import { Injectable } from '@nestjs/common';
import { keysetList, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { paymentFileColumns, paymentFileStore } from './payment-file.store.js';
import type { PaymentFileRow } from './payment-file.store.js';

export interface PaymentFileFilter {
  readonly bankAccountId?: string | null;
  /** Ordered at this moment or later. */
  readonly from?: Date | null;
  /** Ordered before this moment. */
  readonly before?: Date | null;
}

const paymentFiles = keysetList<PaymentFileRow, PaymentFileFilter>({
  name: 'payouts.list-payment-files',
  select: paymentFileColumns,
  from: 'payments.payment_files',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'ordered_at', field: 'orderedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: {
    bankAccountId: 'bank_account_id = :bankAccountId::uuid',
    from: 'ordered_at >= :from',
    before: 'ordered_at < :before',
  },
});

/** What clerks see of the files that carry transfers to a bank. */
@Injectable()
export class PaymentFileQueries {
  /** Newest first. */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: PaymentFileFilter = {},
  ): Promise<Page<PaymentFileRow>> {
    permit(tx.actor, 'bank-account.read');
    return paymentFiles.page(tx, request, { filter });
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<PaymentFileRow[]> {
    permit(tx.actor, 'bank-account.read');
    return paymentFiles.find(tx, ids);
  }

  /**
   * The bytes of a written payment file: the same ones every time, until somebody whom it pays is
   * erased and nothing of it is under way. The bank has it by then, and no clerk reads from it any
   * more who that was. One that retention emptied is not there.
   *
   * @throws CodedError FORBIDDEN, PAYMENT_FILE_NOT_FOUND
   */
  async bytes(tx: Tx, id: string): Promise<Buffer> {
    permit(tx.actor, 'payment-file.download');
    const bytes = await paymentFileStore.bytes(tx, id);
    if (bytes !== null && !(await paymentFileStore.paysErased(tx, id))) return bytes;
    throw payoutsErrors.error('PAYMENT_FILE_NOT_FOUND', 'There is no such written payment file.');
  }
}
