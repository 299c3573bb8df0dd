import { Injectable } from '@nestjs/common';
import { ordersTold } from '@rochdale/banking';
import type { Claim, OpenBankLine } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import type { PaymentFileRow } from '../payment-file/payment-file.store.js';
import { nameFromBank } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutBooking, settlementOf } from '../settlement/payout-booking.js';
import { debitDiffers, debitedOf, mayBeDebitedLate } from '../settlement/settlement-rules.js';
import type { DebitedPayout } from '../settlement/settlement-rules.js';

/** A bank that was asked for one debit of each payment may still book a payment file in one sum. */
@Injectable()
export class PaymentFileDebits {
  constructor(private readonly booking: PayoutBooking) {}

  /**
   * Settles what is open of the file that a debit names, when that is what it debits; with what had
   * been refused or withdrawn of it, when it is that as well. In the caller's transaction. Null
   * when it names none of its account.
   *
   * @param named the payout whose id the line bears, which is of the debit then, or nothing is
   * @throws CodedError DEBIT_DIFFERS when it is another sum, or names several files: which payouts
   *   it is, a person says; PAYOUT_ASKED_AGAIN when some of it may be paid twice by now
   */
  async claim(tx: Tx, line: OpenBankLine, named: string | null = null): Promise<Claim | null> {
    if (line.amountMinor >= 0n || line.reversal) return null;
    const file = await this.#fileOf(tx, line);
    if (file === null) return null;
    const payouts = await payoutStore.ofFile(tx, file.id);
    const debited = debitedOf(line, payouts);
    const isOfNamed = named === null || debited?.some(({ id }) => id === named) === true;
    if (debited === null || !isOfNamed) {
      throw payoutsErrors.error('DEBIT_DIFFERS', debitDiffers(line, payouts));
    }
    const subject = { kind: 'payment-file', id: file.id } as const;
    const transactionId = await this.booking.settleTogether(tx, debited, {
      ...settlementOf(line),
      subject,
      mayClaim: false,
    });
    return { ...subject, because: becauseOf(debited), transactionId };
  }

  /**
   * The one written file of the account that the line names, locked; the bank knows no others.
   *
   * @throws CodedError DEBIT_DIFFERS when it names several: no other meaning of it is to be guessed
   */
  async #fileOf(tx: Tx, line: OpenBankLine): Promise<PaymentFileRow | null> {
    const told = [...ordersTold(line), ...(line.endToEndId === null ? [] : [line.endToEndId])];
    // The message and its one batch bear the same name.
    const names = new Set(told.flatMap((name) => nameFromBank(name) ?? []));
    const files: PaymentFileRow[] = [];
    for (const file of await paymentFileStore.lockNamed(tx, [...names])) {
      if (file.bankAccountId === line.bankAccountId && file.state !== 'ordered') files.push(file);
    }
    if (files.length > 1) {
      const message = `it names ${files.length} payment files.`;
      throw payoutsErrors.error('DEBIT_DIFFERS', message);
    }
    return files[0] ?? null;
  }
}

function becauseOf(debited: readonly DebitedPayout[]): string {
  return debited.some(mayBeDebitedLate)
    ? 'the id and the sum of a payment file, with what had been refused or withdrawn of it'
    : 'the id and what is open of a payment file';
}
