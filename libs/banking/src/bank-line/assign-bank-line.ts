import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { BankLines, outsideFactOf } from './bank-lines.js';

export interface AssignBankLineInput {
  readonly lineId: string;
  /** The account in the books that explains the line: donations, bank fees, an expense. */
  readonly accountId: string;
  readonly because: string;
}

/** A treasurer explains a line that nothing matched, and it is booked so. */
@Injectable()
export class AssignBankLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly lines: BankLines,
  ) {}

  /**
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_FLAGGED,
   *   LEDGER_ACCOUNT_NOT_FOUND, UNBALANCED_POSTINGS, FLOOR_BREACHED, BOOKS_CLOSED,
   *   INVALID_TRANSACTION
   */
  async execute(actor: Actor, input: AssignBankLineInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const transaction = await this.ledger.post(tx, {
        idempotencyKey: `bank-line:${line.id}`,
        effectiveAt: new Date(`${line.bookingDate}T12:00:00Z`),
        ifClosed: 'record-now',
        description: input.because,
        source: { kind: 'bank-line', id: line.id },
        outsideFact: outsideFactOf(line),
        postings: [
          { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
          { accountId: input.accountId, amountMinor: -line.amountMinor },
        ],
      });
      await this.lines.markMatched(tx, line.id, {
        kind: 'account',
        id: input.accountId,
        because: input.because,
        transactionId: transaction.id,
      });
      return transaction.id;
    });
  }
}
