import type { BankLines } from '@rochdale/banking';
import { addDays, dayOf } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { statusReportStore } from '../status-report/status-report.store.js';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import type { PaymentFileRow } from '../payment-file/payment-file.store.js';

/** Debited, so the bank has the file. */
const debited: ReadonlySet<PayoutRow['state']> = new Set(['settled', 'returned']);

/** No bank dates a debit so long before its order. */
const earliestDays = -7;

/**
 * A written file that nothing shows to have reached the bank, locked, with its payouts.
 *
 * @throws CodedError PAYMENT_FILE_NOT_FOUND, PAYMENT_FILE_STATE, PAYMENT_FILE_SENT
 */
export async function lockUnsent(
  tx: Tx,
  paymentFileId: string,
  lines: BankLines,
): Promise<{ file: PaymentFileRow; payouts: readonly PayoutRow[] }> {
  const path = ['id'];
  const file = await paymentFileStore.lock(tx, paymentFileId);
  if (file === null) {
    const message = 'There is no such payment file.';
    throw payoutsErrors.error('PAYMENT_FILE_NOT_FOUND', message, { path });
  }
  if (file.state !== 'written') {
    const message = `The payment file is ${file.state}.`;
    throw payoutsErrors.error('PAYMENT_FILE_STATE', message, { path, data: { state: file.state } });
  }
  const payouts = await payoutStore.ofFile(tx, paymentFileId);
  const answers = await statusReportStore.ofFiles(tx, [paymentFileId]);
  const isKnown = answers.length > 0 || payouts.some(({ state }) => debited.has(state));
  // A debit that waits for a person, as of another sum, says so as well.
  const isSent =
    isKnown ||
    (await lines.areDebited(tx, {
      bankAccountId: file.bankAccountId,
      names: [file.messageId, ...payouts.map(({ endToEndId }) => endToEndId)],
      fromDay: addDays(dayOf(file.orderedAt), earliestDays),
    }));
  if (isSent) {
    const message = 'The bank has this file: it answered to it, or debited some of it.';
    throw payoutsErrors.error('PAYMENT_FILE_SENT', message, { path });
  }
  return { file, payouts };
}
