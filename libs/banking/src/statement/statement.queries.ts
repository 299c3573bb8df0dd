import { Injectable } from '@nestjs/common';
import { columnsOf, findsWords, keysetList, permit, sql, wordsToFind } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { BankLineEntity } from '../bank-line/bank-line.entity.js';
import { paymentToldStore } from '../sighting/payment-told.store.js';
import type { PaymentOfLine } from '../sighting/payment-told.store.js';
import { BankStatementEntity } from './bank-statement.entity.js';
import { chainStore } from './chain.store.js';
import { missingStatements } from './missing-statement.js';
import type { MissingStatement } from './missing-statement.js';
import { statementFileColumns } from './statement.store.js';
import type { StatementFileRow } from './statement.store.js';

const shown = [
  'id',
  'bankAccountId',
  'bookingDate',
  'amountMinor',
  'currency',
  'reversal',
  'endToEndId',
  'counterpartyName',
  'counterpartyAccount',
  'reference',
  'freeText',
  'state',
  'matchedKind',
  'matchedId',
  'matchedBecause',
  'transactionId',
  'doubt',
  'rivalLineId',
] as const;

/** What tells of a person; of one who was erased no clerk reads it any more. */
const telling = [
  'endToEndId',
  'counterpartyName',
  'counterpartyAccount',
  'reference',
  'freeText',
  'matchedBecause',
] as const;

export interface BankLineView extends Readonly<Pick<BankLineEntity, (typeof shown)[number]>> {
  /** Why it was not what it had been taken for, each time that somebody undid that. */
  readonly undoneBecause: readonly string[];
}

/** One statement of a file, and how much of it was new. */
export type StatementView = Readonly<
  Omit<BankStatementEntity, 'cooperativeId' | 'recordedAt' | 'format' | 'sequence'>
>;

/** A hole in the statements of an account. */
export interface MissingStatementView extends MissingStatement {
  readonly bankAccountId: string;
}

const statementColumns = columnsOf(BankStatementEntity, {
  without: ['cooperativeId', 'recordedAt', 'format', 'sequence'],
});
const statementsOf = sql(
  'banking.list-statements-of-files',
  `select ${statementColumns}
   from payments.bank_statements where cooperative_id = $1 and file_id = any($2::uuid[])
   order by id`,
);
export interface BankLineFilter {
  readonly state?: BankLineView['state'] | null;
  readonly bankAccountId?: string | null;
  /** Booked on this day or later. */
  readonly from?: string | null;
  /** Booked before this day. */
  readonly before?: string | null;
  /** Words of what the bank said: names, accounts, references. */
  readonly text?: string | null;
}

/** Files that came in a span of time. */
export interface StatementFileFilter {
  readonly from?: Date | null;
  readonly before?: Date | null;
}

type Found = Omit<BankLineFilter, 'text'> & { readonly text: readonly string[] | null };

/** By the day they were booked, or by currency and amount: what came in most first. */
export type BankLineOrder = 'booked' | 'amount';

const said = `concat_ws('|', reference, free_text, end_to_end_id)`;
// Of one that waits a treasurer needs what it is for: a reference of our own, and no other word.
// Payers and banks print it in blocks, with dashes, and in small letters.
const shownReference = `case when bank_lines.locked_at is null then reference
     when state in ('new', 'flagged', 'unclear') then coalesce(
       substring(${said} from '\\mRF\\d\\dD\\d{6,}\\M'),
       substring(regexp_replace(upper(${said}), '[^A-Z0-9|]', '', 'g') from 'RF\\d\\dD\\d{6,}'))
     end as reference`;

const tells: ReadonlySet<string> = new Set(telling);
function shownColumn(name: (typeof shown)[number]): string {
  const column = columnsOf(BankLineEntity, { only: [name] });
  if (!tells.has(name)) return column;
  if (name === 'reference') return shownReference;
  const [stored = column] = column.split(' as ');
  return `case when bank_lines.locked_at is null then ${stored} end as "${name}"`;
}

const whyUndone = `array(select u.because from payments.undone_matches u
     where u.cooperative_id = :cooperativeId and u.line_id = bank_lines.id
       and u.because <> '' order by u.undone_at, u.id) as "undoneBecause"`;

const bankLines = keysetList<BankLineView, Found>({
  name: 'banking.list-bank-lines',
  select: [...shown.map(shownColumn), whyUndone].join(', '),
  from: 'payments.bank_lines',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'booking_date', field: 'bookingDate', type: 'day' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: {
    state: 'state = :state',
    bankAccountId: 'bank_account_id = :bankAccountId::uuid',
    from: 'booking_date >= :from::date',
    before: 'booking_date < :before::date',
    text: findsWords('text', { id: 'bank_lines.id', kind: 'bank-line' }),
  },
  coarse: ['bankAccountId', 'state'],
});
const linesInOrder: Readonly<Record<BankLineOrder, typeof bankLines>> = {
  booked: bankLines,
  amount: bankLines.ordered({
    name: 'by-amount',
    keys: [
      { column: 'currency', field: 'currency', type: 'text' },
      { column: 'amount_minor', field: 'amountMinor', type: 'whole' },
      { column: 'id', field: 'id', type: 'id' },
    ],
    filters: ['state', 'bankAccountId'],
  }),
};
const files = keysetList<StatementFileRow, StatementFileFilter>({
  name: 'banking.list-statement-files',
  select: statementFileColumns,
  from: 'payments.statement_files',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'received_at', field: 'receivedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: { from: 'received_at >= :from', before: 'received_at < :before' },
});

/** What treasurers and auditors see of the bank's side: personal data of payers included. */
@Injectable()
export class StatementQueries {
  /** Newest day first, or by amount, where they can be narrowed by state or account. */
  async lines(
    tx: Tx,
    request: PageRequest,
    { text = null, ...filter }: BankLineFilter = {},
    orderBy: BankLineOrder = 'booked',
  ): Promise<Page<BankLineView>> {
    permit(tx.actor, 'bank-line.read');
    const words = text === null ? null : wordsToFind(text, ['filter', 'text']);
    return linesInOrder[orderBy].page(tx, request, { filter: { ...filter, text: words } });
  }

  /** Newest first. */
  async files(
    tx: Tx,
    request: PageRequest,
    filter: StatementFileFilter = {},
  ): Promise<Page<StatementFileRow>> {
    permit(tx.actor, 'bank-line.read');
    return files.page(tx, request, { filter });
  }

  async linesByIds(tx: Tx, ids: readonly string[]): Promise<BankLineView[]> {
    permit(tx.actor, 'bank-line.read');
    return bankLines.find(tx, ids);
  }

  async filesByIds(tx: Tx, ids: readonly string[]): Promise<StatementFileRow[]> {
    permit(tx.actor, 'bank-line.read');
    return files.find(tx, ids);
  }

  /**
   * Where an account's closing is not its next opening, among the latest 400 statements of each
   * account that end by a day: by account, in the order of days.
   *
   * @param until a day, `2026-12-31`; without one, the latest of all
   */
  async missing(tx: Tx, until: string | null = null): Promise<MissingStatementView[]> {
    permit(tx.actor, 'bank-line.read');
    const day = until ?? 'infinity';
    if (!(await chainStore.mayMiss(tx, day))) return [];
    const links = await chainStore.latest(tx, day);
    const accounts = [...new Set(links.map(({ bankAccountId }) => bankAccountId))];
    return accounts.flatMap((bankAccountId) =>
      missingStatements(links.filter((link) => link.bankAccountId === bankAccountId)).map(
        (hole) => ({ ...hole, bankAccountId }),
      ),
    );
  }

  /** What files told of the payments that lines, booked as one, are the sums of; by line. */
  async paymentsOf(tx: Tx, lineIds: readonly string[]): Promise<PaymentOfLine[]> {
    permit(tx.actor, 'bank-line.read');
    return paymentToldStore.ofLines(tx, lineIds);
  }

  /** The statements that files brought. */
  async statementsOf(tx: Tx, fileIds: readonly string[]): Promise<StatementView[]> {
    permit(tx.actor, 'bank-line.read');
    return tx.rows<StatementView>(statementsOf, [tx.cooperativeId, fileIds]);
  }
}
