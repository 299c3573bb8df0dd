import { Injectable } from '@nestjs/common';
import { keysetPage, permit, sql, toPage } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { paymentFileColumns, paymentFileStore } from './payment-file.store.js';
import type { PaymentFileRow } from './payment-file.store.js';

const list = (order: 'asc' | 'desc', compare: '>' | '<') => `select ${paymentFileColumns}
  from payments.payment_files where cooperative_id = $1
    and ($2::timestamptz is null or (ordered_at, id) ${compare} ($2::timestamptz, $3::uuid))
  order by ordered_at ${order}, id ${order} limit $4`;
const newestFirst = sql('payouts.list-payment-files', list('desc', '<'));
const oldestFirst = sql('payouts.list-payment-files-backwards', list('asc', '>'));

/** What clerks see of the files that carry transfers to a bank. */
@Injectable()
export class PaymentFileQueries {
  /** Newest first. */
  async page(tx: Tx, request: PageRequest): Promise<Page<PaymentFileRow>> {
    permit(tx.actor, 'bank-account.read');
    const page = keysetPage(request, { parts: 2 });
    const rows = await tx.rows<PaymentFileRow>(page.backwards ? oldestFirst : newestFirst, [
      tx.cooperativeId,
      page.key?.[0] ?? null,
      page.key?.[1] ?? null,
      page.limit,
    ]);
    return toPage(page, rows, (row) => [row.orderedAt.toISOString(), row.id]);
  }

  /**
   * The bytes of a written payment file: the same ones every time.
   *
   * @throws CodedError FORBIDDEN, PAYMENT_FILE_NOT_FOUND
   */
  async bytes(tx: Tx, id: string): Promise<Buffer> {
    permit(tx.actor, 'payment-file.download');
    const bytes = await paymentFileStore.bytes(tx, id);
    if (bytes !== null) return bytes;
    throw payoutsErrors.error('PAYMENT_FILE_NOT_FOUND', 'There is no such written payment file.');
  }
}
