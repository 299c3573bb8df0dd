import { Injectable } from '@nestjs/common';
import { BankLines, Offices } from '@rochdale/banking';
import { permit, readsOtherwise, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { PaymentFileWithdrawalAsked } from '../payouts.events.js';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import type { PaymentFileRow } from '../payment-file/payment-file.store.js';
import { lockUnsent } from './unsent-file.js';

export interface AskPaymentFileWithdrawalInput {
  readonly paymentFileId: string;
  /** Why, for whoever has to say so too: 1 to 500 characters. */
  readonly reason: string;
}

/**
 * The first of two persons says that a written payment file never went to the bank. Nothing changes
 * until the second says so; asking again replaces what was said.
 */
@Injectable()
export class AskPaymentFileWithdrawal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offices: Offices,
    private readonly lines: BankLines,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, WITHDRAWAL_REASON_REQUIRED, PAYMENT_FILE_NOT_FOUND,
   *   PAYMENT_FILE_STATE, PAYMENT_FILE_SENT
   */
  async execute(actor: Actor, input: AskPaymentFileWithdrawalInput): Promise<PaymentFileRow> {
    permit(actor, 'payment-file.withdraw');
    const { paymentFileId } = input;
    const reason = input.reason.trim();
    if (reason === '' || reason.length > 500 || readsOtherwise(reason)) {
      const message = 'Say why, in at most 500 characters.';
      throw payoutsErrors.error('WITHDRAWAL_REASON_REQUIRED', message, { path: ['reason'] });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const { file } = await lockUnsent(tx, paymentFileId, this.lines);
      await paymentFileStore.askWithdrawal(tx, file.id, reason);
      const officerMemberIds = await this.#others(tx);
      tx.announce(PaymentFileWithdrawalAsked.of(file.id, { paymentFileId, officerMemberIds }));
      const { accountId: withdrawalAskedByAccountId } = actor;
      const asked = { withdrawalAskedByAccountId, withdrawalAskedAt: tx.now };
      return { ...file, ...asked, withdrawalReason: reason };
    });
  }

  /** Those who may be the second person. */
  async #others(tx: Tx): Promise<string[]> {
    const treasurers = await this.offices.holders(tx, 'treasurer');
    const administrators = await this.offices.holders(tx, 'administrator');
    const all = new Set([...treasurers, ...administrators]);
    return [...all].filter((id) => id !== tx.actor.memberId);
  }
}
