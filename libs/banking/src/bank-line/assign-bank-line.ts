import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { BankLines, outsideFactOf } from './bank-lines.js';
import { ExplainingAccounts } from './explaining-accounts.js';
import type { NamedAccount } from './explaining-accounts.js';

/** What explains the line, such as donations, bank fees, an expense. */
export interface AssignBankLineInput extends NamedAccount {
  readonly lineId: string;
  readonly because: string;
}

/** A treasurer explains a line that nothing matched, and it is booked so. */
@Injectable()
export class AssignBankLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly lines: BankLines,
    private readonly accounts: ExplainingAccounts,
  ) {}

  /**
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_FLAGGED,
   *   BANK_LINE_UNCLEAR, BANK_LINE_REPEATED, INVALID_BANK_LINE_ACCOUNT for the line's own account,
   *   for what only allocations, invoices, credits, expenses and payouts move, for the key of an
   *   account at a bank, and where not one account is named, INVALID_CHART_KEY,
   *   LEDGER_ACCOUNT_NOT_FOUND, UNBALANCED_POSTINGS, FLOOR_BREACHED for what explains it,
   *   BOOKS_CLOSED, INVALID_TRANSACTION, AMOUNT_OUT_OF_RANGE
   */
  async execute(actor: Actor, input: AssignBankLineInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    this.accounts.check(input);
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const accountId = await this.accounts.find(tx, line, input);
      const transaction = await this.ledger.post(tx, {
        idempotencyKey: outsideFactOf(line),
        effectiveOn: line.bookingDate,
        ifClosed: 'record-now',
        description: input.because,
        source: { kind: 'bank-line', id: line.id },
        outsideFact: outsideFactOf(line),
        outsideAccountId: line.ledgerAccountId,
        postings: [
          { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
          { accountId, amountMinor: -line.amountMinor },
        ],
      });
      await this.lines.markMatched(tx, line.id, {
        kind: 'account',
        id: accountId,
        because: input.because,
        transactionId: transaction.id,
      });
      return transaction.id;
    });
  }
}
