import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { whyNotReturn } from './line-direction.js';
import { ReturnedPayments } from './returned-payments.js';

export interface AssignLineToReturnInput {
  /** The line that took the money. */
  readonly lineId: string;
  /** The line that had brought it. */
  readonly returnsLineId: string;
}

/** A treasurer says which payment a bank line takes back; what is more is the bank's fee. */
@Injectable()
export class AssignLineToReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly returned: ReturnedPayments,
  ) {}

  /**
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_NOT_MATCHED,
   *   LINE_RETURNED, RETURN_NOT_FITTING, CREDIT_SPENT
   */
  async execute(actor: Actor, input: AssignLineToReturnInput): Promise<string> {
    permit(actor, 'dues-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const reason = whyNotReturn(line);
      if (reason !== null) {
        const message = 'The line does not take anything back.';
        throw duesErrors.error(reason, message, { path: ['lineId'] });
      }
      const returned = await this.lines.lockMatched(tx, input.returnsLineId);
      const because = 'a treasurer said that it came back';
      const claim = await this.returned.book(tx, line, returned, because);
      await this.lines.markMatched(tx, line.id, claim);
      return claim.transactionId;
    });
  }
}
