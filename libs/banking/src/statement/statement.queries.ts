import { Injectable } from '@nestjs/common';
import { keysetList, permit, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { statementFileColumns } from './statement.store.js';
import type { StatementFileRow } from './statement.store.js';

export interface BankLineView {
  readonly id: string;
  readonly bankAccountId: string;
  readonly bookingDate: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reversal: boolean;
  readonly endToEndId: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly reference: string | null;
  readonly freeText: string | null;
  readonly state: 'new' | 'flagged' | 'matched';
  readonly matchedKind: string | null;
  readonly matchedId: string | null;
  readonly matchedBecause: string | null;
  readonly transactionId: string | null;
}

/** One statement of a file, and how much of it was new. */
export interface StatementView {
  readonly id: string;
  readonly fileId: string;
  readonly bankAccountId: string;
  readonly reference: string | null;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint | null;
  readonly balanced: 'balanced' | 'unbalanced' | 'unknown';
  readonly linesNew: number;
  readonly linesKnown: number;
}

const statementsOf = sql(
  'banking.list-statements-of-files',
  `select id, file_id as "fileId", bank_account_id as "bankAccountId", reference,
     from_date as "fromDate", to_date as "toDate", opening_minor as "openingMinor",
     closing_minor as "closingMinor", balanced, lines_new as "linesNew",
     lines_known as "linesKnown"
   from payments.bank_statements where cooperative_id = $1 and file_id = any($2::uuid[])
   order by id`,
);
const lineColumns = `id, bank_account_id as "bankAccountId", booking_date as "bookingDate",
  amount_minor as "amountMinor", currency, reversal, end_to_end_id as "endToEndId",
  counterparty_name as "counterpartyName", counterparty_account as "counterpartyAccount", reference,
  free_text as "freeText", state, matched_kind as "matchedKind", matched_id as "matchedId",
  matched_because as "matchedBecause", transaction_id as "transactionId"`;
const bankLines = keysetList<BankLineView, { state?: BankLineView['state'] | null }>({
  name: 'banking.list-bank-lines',
  select: lineColumns,
  from: 'payments.bank_lines',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'booking_date', field: 'bookingDate', type: 'day' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: { state: 'state = :state' },
});
const files = keysetList<StatementFileRow>({
  name: 'banking.list-statement-files',
  select: statementFileColumns,
  from: 'payments.statement_files',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'received_at', field: 'receivedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
});

/** What treasurers and auditors see of the bank's side: personal data of payers included. */
@Injectable()
export class StatementQueries {
  /** Newest day first. */
  async lines(
    tx: Tx,
    request: PageRequest,
    filter: { state?: BankLineView['state'] | null } = {},
  ): Promise<Page<BankLineView>> {
    permit(tx.actor, 'bank-line.read');
    return bankLines.page(tx, request, { filter });
  }

  /** Newest first. */
  async files(tx: Tx, request: PageRequest): Promise<Page<StatementFileRow>> {
    permit(tx.actor, 'bank-line.read');
    return files.page(tx, request);
  }

  /** The statements that files brought. */
  async statementsOf(tx: Tx, fileIds: readonly string[]): Promise<StatementView[]> {
    permit(tx.actor, 'bank-line.read');
    return tx.rows<StatementView>(statementsOf, [tx.cooperativeId, fileIds]);
  }
}
