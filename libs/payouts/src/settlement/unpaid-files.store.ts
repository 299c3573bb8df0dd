import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const forget = sql(
  'payouts.forget-unpaid-payment-files',
  `update payments.payment_files f set bytes = '', sealed_sha256 = null
   where f.cooperative_id = $1 and f.id = any($2::uuid[]) and f.state <> 'ordered'
     and length(f.bytes) > 0 and payments.paid_nothing(f)`,
);

export const unpaidFilesStore = {
  /** Bytes of those files by which nothing was paid go; that they were written stays on record. */
  forget: (tx: Tx, fileIds: readonly string[]) => tx.run(forget, [tx.cooperativeId, fileIds]),
};
