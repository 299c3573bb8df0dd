import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import type { OpenBankLine } from './bank-line.store.js';
import { BankLines, outsideFactOf } from './bank-lines.js';
import { BookingChart } from './booking-chart.js';
import { whyNotExplain } from './line-rules.js';

export interface AssignBankLineInput {
  readonly lineId: string;
  /** The account in the books that explains the line: donations, bank fees, an expense. */
  readonly accountId?: string | null;
  /** Or its key in the chart, opened where nothing was booked to it yet; one of the two. */
  readonly accountKey?: string | null;
  readonly because: string;
}

/** A treasurer explains a line that nothing matched, and it is booked so. */
@Injectable()
export class AssignBankLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly lines: BankLines,
    private readonly chart: BookingChart,
  ) {}

  /**
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_FLAGGED,
   *   BANK_LINE_UNCLEAR, BANK_LINE_REPEATED,
   *   INVALID_BANK_LINE_ACCOUNT for the line's own account, for what only allocations, invoices,
   *   credits, expenses and payouts move, and where not one account is named,
   *   INVALID_CHART_KEY,
   *   LEDGER_ACCOUNT_NOT_FOUND, UNBALANCED_POSTINGS, FLOOR_BREACHED for what explains it,
   *   BOOKS_CLOSED,
   *   INVALID_TRANSACTION, AMOUNT_OUT_OF_RANGE
   */
  async execute(actor: Actor, input: AssignBankLineInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    const named = [input.accountId ?? null, input.accountKey ?? null].filter((one) => one !== null);
    if (named.length !== 1) {
      throw bankingErrors.error(
        'INVALID_BANK_LINE_ACCOUNT',
        'Name the account by its id or by its key in the chart: by one of them.',
        { path: ['accountKey'] },
      );
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const accountId = await this.#accountOf(tx, line, input);
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

  /** An account that is not there is left for the ledger to name. */
  async #accountOf(tx: Tx, line: OpenBankLine, input: AssignBankLineInput): Promise<string> {
    const { accountId = null, accountKey = null } = input;
    const path = [accountKey === null ? 'accountId' : 'accountKey'];
    const refuse = (reason: string | null) => {
      if (reason === null) return;
      throw bankingErrors.error('INVALID_BANK_LINE_ACCOUNT', reason, { path });
    };
    if (accountKey !== null) refuse(whyNotExplain(accountKey));
    const id = accountId ?? (await this.chart.account(tx, accountKey ?? '', line.currency));
    if (id === line.ledgerAccountId) {
      refuse('The account of the line itself explains nothing: it would not move.');
    }
    const [account] = await this.ledger.accounts(tx, [id]);
    refuse(account === undefined ? null : whyNotExplain(account.code));
    return id;
  }
}
