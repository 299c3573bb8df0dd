import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { PaymentFileWithdrawn } from '../payouts.events.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import type { PaymentFileRow } from '../payment-file/payment-file.store.js';
import { lockUnsent } from './unsent-file.js';

/**
 * The second person says that a payment file never went to the bank: it can no longer be
 * downloaded, its payouts end as rejected, and what they were for can be paid anew.
 */
@Injectable()
export class WithdrawPaymentFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: PayoutBooking,
    private readonly lines: BankLines,
  ) {}

  /**
   * Once, whoever clicks at the same time.
   *
   * @throws CodedError FORBIDDEN, PAYMENT_FILE_NOT_FOUND, PAYMENT_FILE_STATE also when nobody asked
   *   for it, PAYMENT_FILE_SENT, SECOND_PERSON_REQUIRED
   */
  async execute(actor: Actor, input: { paymentFileId: string }): Promise<PaymentFileRow> {
    permit(actor, 'payment-file.withdraw');
    const { paymentFileId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const { file, payouts } = await lockUnsent(tx, paymentFileId, this.lines);
      if (file.withdrawalAskedByAccountId === null) {
        const message = 'One person asks for it with a reason, and another agrees.';
        throw payoutsErrors.error('PAYMENT_FILE_STATE', message, { path: ['id'] });
      }
      if (file.withdrawalAskedByAccountId === actor.accountId) {
        const message = 'Another person than the one who asked has to say so too.';
        throw payoutsErrors.error('SECOND_PERSON_REQUIRED', message, { path: ['id'] });
      }
      for (const payout of payouts) {
        if (payout.state === 'submitted') await this.booking.reject(tx, payout, 'WITHDRAWN');
      }
      await paymentFileStore.withdraw(tx, file.id);
      tx.announce(PaymentFileWithdrawn.of(file.id, { paymentFileId, payouts: payouts.length }));
      return { ...file, state: 'withdrawn', withdrawnAt: tx.now };
    });
  }
}
