import { Injectable } from '@nestjs/common';
import { keysetPage, permit, sql, toPage } from '@rochdale/platform';
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
  'banking.statements-of-files',
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
const lines = (order: 'asc' | 'desc', compare: '>' | '<') => `select ${lineColumns}
  from payments.bank_lines
  where cooperative_id = $1 and ($2::text is null or state = $2)
    and ($3::date is null or (booking_date, id) ${compare} ($3::date, $4::uuid))
  order by booking_date ${order}, id ${order} limit $5`;
const newestLines = sql('banking.list-bank-lines', lines('desc', '<'));
const oldestLines = sql('banking.list-bank-lines-backwards', lines('asc', '>'));
const files = (order: 'asc' | 'desc', compare: '>' | '<') => `select ${statementFileColumns}
  from payments.statement_files where cooperative_id = $1
    and ($2::timestamptz is null or (received_at, id) ${compare} ($2::timestamptz, $3::uuid))
  order by received_at ${order}, id ${order} limit $4`;
const newestFiles = sql('banking.list-statement-files', files('desc', '<'));
const oldestFiles = sql('banking.list-statement-files-backwards', files('asc', '>'));

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
    const page = keysetPage(request, { parts: 2 });
    const rows = await tx.rows<BankLineView>(page.backwards ? oldestLines : newestLines, [
      tx.cooperativeId,
      filter.state ?? null,
      page.key?.[0] ?? null,
      page.key?.[1] ?? null,
      page.limit,
    ]);
    return toPage(page, rows, (row) => [row.bookingDate, row.id]);
  }

  /** Newest first. */
  async files(tx: Tx, request: PageRequest): Promise<Page<StatementFileRow>> {
    permit(tx.actor, 'bank-line.read');
    const page = keysetPage(request, { parts: 2 });
    const rows = await tx.rows<StatementFileRow>(page.backwards ? oldestFiles : newestFiles, [
      tx.cooperativeId,
      page.key?.[0] ?? null,
      page.key?.[1] ?? null,
      page.limit,
    ]);
    return toPage(page, rows, (row) => [row.receivedAt.toISOString(), row.id]);
  }

  /** The statements that files brought. */
  async statementsOf(tx: Tx, fileIds: readonly string[]): Promise<StatementView[]> {
    permit(tx.actor, 'bank-line.read');
    return tx.rows<StatementView>(statementsOf, [tx.cooperativeId, fileIds]);
  }
}
