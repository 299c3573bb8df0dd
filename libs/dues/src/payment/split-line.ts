import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import type { Claim } from '@rochdale/banking';
import { MemberDirectory } from '@rochdale/membership';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import { whyNotSplit } from './line-direction.js';
import { PaymentBooking } from './payment-booking.js';
import { checkSplit, splitOf } from './split.js';
import type { Split } from './split.js';

export interface SplitLineInput extends Split {
  readonly lineId: string;
}

/** A treasurer shares a bank line out among invoices, and says whose credit the rest is. */
@Injectable()
export class SplitLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly members: MemberDirectory,
    private readonly booking: PaymentBooking,
  ) {}

  /**
   * In one posting.
   *
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, INVALID_SPLIT, INVOICE_NOT_FOUND, BANK_LINE_NOT_FOUND,
   *   BANK_LINE_MATCHED, BANK_LINE_NOT_PAYMENT, DEBTOR_NOT_FOUND
   */
  async execute(actor: Actor, input: SplitLineInput): Promise<string> {
    permit(actor, 'dues-line.assign');
    checkSplit(input);
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const reason = whyNotSplit(line);
      if (reason !== null) {
        const message = 'Only what came in pays an invoice.';
        throw duesErrors.error(reason, message, { path: ['lineId'] });
      }
      await this.#checkMember(tx, input.creditMemberId);
      const ids = input.parts.map(({ invoiceId }) => invoiceId);
      const invoices = new Map((await invoiceStore.lockMany(tx, ids)).map((row) => [row.id, row]));
      const settlement = splitOf(line, input, invoices);
      const because = 'a treasurer shared it out';
      const claim: Claim = await this.booking.book(tx, line, { settlement, because });
      await this.lines.markMatched(tx, line.id, claim);
      return claim.transactionId;
    });
  }

  async #checkMember(tx: Tx, memberId: string | null): Promise<void> {
    if (memberId === null || (await this.members.find(tx, memberId)) !== null) return;
    throw duesErrors.error('DEBTOR_NOT_FOUND', 'There is no such member.', {
      path: ['creditMemberId'],
    });
  }
}
