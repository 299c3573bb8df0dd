import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { whyNotReturn } from '../payment/line-direction.js';
import type { PartNamed } from './parts-back.js';
import { ReturnedPayments } from './returned-payments.js';

export interface AssignLineToReturnInput {
  /** The line that took the money. */
  readonly lineId: string;
  /** The line that had brought it. */
  readonly returnsLineId: string;
  /** What of that one, when it is not all, and several parts may be meant. */
  readonly parts?: readonly PartNamed[];
  /** What the bank kept beyond them, unless the line says it. */
  readonly feeMinor?: bigint | null;
}

const maxParts = 100;

@Injectable()
export class AssignLineToReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly returned: ReturnedPayments,
  ) {}

  /**
   * What comes back and the bank's fee are the line: any other difference is refused.
   *
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_NOT_MATCHED,
   *   LINE_RETURNED, RETURN_NOT_FITTING, CREDIT_SPENT
   */
  async execute(actor: Actor, input: AssignLineToReturnInput): Promise<string> {
    permit(actor, 'dues-line.assign');
    const { parts = [], feeMinor = null } = input;
    if (parts.length > maxParts) {
      const message = `At most ${maxParts} parts.`;
      throw duesErrors.error('RETURN_NOT_FITTING', message, { path: ['parts'] });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const reason = whyNotReturn(line);
      if (reason !== null) {
        const message = 'The line does not take anything back.';
        throw duesErrors.error(reason, message, { path: ['lineId'] });
      }
      const returned = await this.lines.lockMatched(tx, input.returnsLineId, ['returnsLineId']);
      const said = { parts, feeMinor, because: 'a treasurer said that it came back' };
      const claim = await this.returned.book(tx, line, returned, said);
      await this.lines.markMatched(tx, line.id, claim);
      return claim.transactionId;
    });
  }
}
