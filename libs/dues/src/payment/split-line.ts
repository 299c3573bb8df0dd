import { Injectable } from '@nestjs/common';
import { BankLines, ExplainingAccounts } from '@rochdale/banking';
import type { Claim, OpenBankLine } from '@rochdale/banking';
import { MemberDirectory } from '@rochdale/membership';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import { whyNotSplit } from './line-direction.js';
import { PaymentBooking } from './payment-booking.js';
import { checkSplit, splitOf } from './split.js';
import type { AccountPart } from './settlement.js';
import type { Split } from './split.js';

export interface SplitLineInput extends Split {
  readonly lineId: string;
}

/**
 * A treasurer shares a bank line out among invoices and accounts of the books, and says whose
 * credit the rest is.
 */
@Injectable()
export class SplitLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly members: MemberDirectory,
    private readonly accounts: ExplainingAccounts,
    private readonly booking: PaymentBooking,
  ) {}

  /**
   * In one posting.
   *
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, INVALID_SPLIT, INVOICE_NOT_FOUND, INVOICE_STATE,
   *   BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_NOT_PAYMENT, DEBTOR_NOT_FOUND, and of
   *   accounts INVALID_BANK_LINE_ACCOUNT, INVALID_CHART_KEY, LEDGER_ACCOUNT_NOT_FOUND,
   *   UNBALANCED_POSTINGS, FLOOR_BREACHED
   */
  async execute(actor: Actor, input: SplitLineInput): Promise<string> {
    permit(actor, 'dues-line.assign');
    checkSplit(input);
    const isDues = input.parts.every(({ invoiceId = null }) => invoiceId !== null);
    if (!isDues) permit(actor, 'bank-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const reason = whyNotSplit(line);
      if (reason !== null) {
        const message = 'Only what came in pays an invoice.';
        throw duesErrors.error(reason, message, { path: ['lineId'] });
      }
      await this.#checkMember(tx, input.creditMemberId);
      const ids = input.parts.flatMap(({ invoiceId }) => invoiceId ?? []);
      const invoices = new Map((await invoiceStore.lockMany(tx, ids)).map((row) => [row.id, row]));
      const settlement = splitOf(line, input, invoices);
      const accounts = await this.#accountsOf(tx, line, input);
      const because = 'a treasurer shared it out';
      const claim: Claim = await this.booking.book(tx, line, { settlement, accounts, because });
      await this.lines.markMatched(tx, line.id, claim);
      return claim.transactionId;
    });
  }

  async #accountsOf(tx: Tx, line: OpenBankLine, { parts }: SplitLineInput): Promise<AccountPart[]> {
    const accounts: AccountPart[] = [];
    for (const [nth, part] of parts.entries()) {
      if ((part.invoiceId ?? null) !== null) continue;
      const path = ['parts', String(nth)];
      const accountId = await this.accounts.find(tx, line, part, path);
      if (accounts.some((one) => one.accountId === accountId)) {
        throw duesErrors.error('INVALID_SPLIT', 'An account has one part.', { path });
      }
      accounts.push({ accountId, amountMinor: part.amountMinor });
    }
    return accounts;
  }

  async #checkMember(tx: Tx, memberId: string | null): Promise<void> {
    if (memberId === null || (await this.members.among(tx, [memberId])).has(memberId)) return;
    throw duesErrors.error('DEBTOR_NOT_FOUND', 'There is no such member.', {
      path: ['creditMemberId'],
    });
  }
}
