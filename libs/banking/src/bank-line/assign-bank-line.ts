import { Injectable } from '@nestjs/common';
import { isAllocationCode, isMemberAccountCode, isOwedAccountCode, Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import type { OpenBankLine } from './bank-line.store.js';
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
   *   BANK_LINE_UNCLEAR, BANK_LINE_REPEATED,
   *   INVALID_BANK_LINE_ACCOUNT for the line's own account, and for what only allocations,
   *   invoices, credits, expenses and payouts move,
   *   LEDGER_ACCOUNT_NOT_FOUND, UNBALANCED_POSTINGS, FLOOR_BREACHED for what explains it,
   *   BOOKS_CLOSED,
   *   INVALID_TRANSACTION, AMOUNT_OUT_OF_RANGE
   */
  async execute(actor: Actor, input: AssignBankLineInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      await this.#checkAccount(tx, line, input.accountId);
      const transaction = await this.ledger.post(tx, {
        idempotencyKey: outsideFactOf(line),
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

  /** An account that is not there is left for the ledger to name. */
  async #checkAccount(tx: Tx, line: OpenBankLine, accountId: string): Promise<void> {
    if (accountId === line.ledgerAccountId) {
      throw invalid('The account of the line itself explains nothing: it would not move.');
    }
    const [account] = await this.ledger.accounts(tx, [accountId]);
    if (account !== undefined && isAllocationCode(account.code)) {
      throw invalid('Money is set aside in a fund, and given back, by an allocation.');
    }
    if (account !== undefined && isMemberAccountCode(account.code)) {
      throw invalid('What members owe and have is moved by the invoices that a line pays.');
    }
    if (account !== undefined && isOwedAccountCode(account.code)) {
      throw invalid('What is owed to members and partners is moved by their payouts.');
    }
  }
}

function invalid(message: string): Error {
  return bankingErrors.error('INVALID_BANK_LINE_ACCOUNT', message, { path: ['accountId'] });
}
