import { addDecimals, negate, sameDecimal } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { MoneyReading, StatementDraft } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import type { BankAccount } from '../model/statement.js';
import { WholeText } from '../model/whole-text.js';
import { isBalanceRow, readCsvEntry, statusOf } from './csv-entry.js';
import type { CsvEntry } from './csv-entry.js';
import { layOver } from './csv-layout.js';
import type { CsvLayout } from './csv-layout.js';
import type { CsvProfile } from './profiles/csv-profile.js';
import { CsvRowReader, isRemark, meantPlaces } from './csv-row.js';
import { parseCsvTable } from './csv-table.js';
import type { CsvRow } from './csv-scan.js';
import { chooseWriting } from './csv-writing.js';
import type { WarningCode } from '../model/kept-words.js';

/** The layout of a text by a profile, with the first of its delimiters that fits. */
function layoutOf(text: string, profile: CsvProfile): CsvLayout {
  let failure: BankFormatError | null = null;
  for (const delimiter of profile.delimiters) {
    try {
      const layout = layOver(profile, parseCsvTable(text, delimiter));
      if (layout !== null) return layout;
    } catch (error) {
      if (!(error instanceof BankFormatError)) throw error;
      failure = error;
    }
  }
  throw (
    failure ??
    new BankFormatError('csv-layout-mismatch', `the columns are not those of ${profile.title}`, {
      line: 1,
      column: 1,
    })
  );
}

interface Group {
  readonly account: BankAccount;
  readonly currency: string | null;
  readonly rows: CsvEntry[];
}

/** Rows of each account and currency, in the order in which they first come. */
function grouped(rows: readonly CsvEntry[]): Group[] {
  const groups = new Map<string, Group>();
  let last: Group | undefined;
  for (const row of rows) {
    if (last === undefined || !belongs(row, last)) {
      const { account, entry } = row;
      const key = JSON.stringify([account.iban, account.other, entry.currency]);
      last = groups.get(key) ?? { account, currency: entry.currency, rows: [] };
      groups.set(key, last);
    }
    last.rows.push(row);
  }
  return Array.from(groups.values());
}

function belongs({ account, entry }: CsvEntry, group: Group): boolean {
  return (
    account.iban === group.account.iban &&
    account.other === group.account.other &&
    entry.currency === group.currency
  );
}

interface Chain {
  readonly opening: Decimal;
  readonly closing: Decimal;
  /** The first row whose balance does not follow from the one before. */
  readonly brokenAt: CsvEntry | null;
}

type Balanced = CsvEntry & { readonly balance: Decimal };

/** Opening and closing by the balances after each row, which are in order of time. */
function chainOf(rows: readonly Balanced[]): Chain | null {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  let brokenAt: CsvEntry | null = null;
  let before: Balanced | null = null;
  for (const row of rows) {
    const follows =
      before === null || sameDecimal(addDecimals(before.balance, row.gained), row.balance);
    if (!follows) brokenAt ??= row;
    before = row;
  }
  const opening = addDecimals(first.balance, negate(first.gained));
  return { opening, closing: last.balance, brokenAt };
}

/** Reads a CSV export by a profile: a statement for each account and currency in it. */
export class CsvReader implements FormatReader {
  readonly #sink: BankFileSink;
  readonly #profile: CsvProfile;
  readonly #log: WarningLog;
  readonly #money: MoneyReading;
  /** Exports are made for spreadsheets; a larger file is none. */
  readonly #whole = new WholeText('CSV');
  readonly #monthFirst: boolean | undefined;

  /** @param monthFirst whether days that could be read both ways have the month first. */
  constructor(sink: BankFileSink, profile: CsvProfile, monthFirst?: boolean) {
    this.#sink = sink;
    this.#monthFirst = monthFirst;
    this.#profile = profile;
    this.#log = new WarningLog(sink);
    this.#money = new MoneyReading(this.#log);
  }

  /** Where warnings about the file as a whole go. */
  get log(): WarningLog {
    return this.#log;
  }

  write(text: string): void {
    this.#whole.write(text);
  }

  end(): void {
    const text = this.#whole.end();
    const layout = layoutOf(text, this.#profile);
    this.#sink({ kind: 'file', format: 'csv', version: this.#profile.name });
    const rows = this.#rows(layout);
    if (rows.length === 0) this.#log.warn('statement-empty', 'the file holds no entry', null);
    for (const group of grouped(rows)) this.#statement(group);
    this.#log.end();
  }

  #rows(layout: CsvLayout): CsvEntry[] {
    const writing = chooseWriting(layout, this.#log, this.#monthFirst);
    const meant = meantPlaces(layout);
    const rows: CsvEntry[] = [];
    for (const row of layout.rows) {
      const reader = new CsvRowReader(layout, row, writing);
      const status = statusOf(reader, layout);
      if (status === null) {
        this.#leaveOut('row-not-moved', 'a row that never moved the account', row);
        continue;
      }
      const read = this.#entry(reader, layout, status, meant);
      if (read !== null) rows.push(read);
    }
    return rows;
  }

  #entry(
    reader: CsvRowReader,
    layout: CsvLayout,
    status: 'BOOK' | 'PDNG',
    meant: ReadonlySet<number>,
  ): CsvEntry | null {
    if (isRemark(reader, layout)) {
      this.#leaveOut('row-no-entry', 'a row without day and amount', reader.row);
      return null;
    }
    if (isBalanceRow(reader, layout)) {
      this.#leaveOut('row-no-entry', 'a row that states a balance or a turnover', reader.row);
      return null;
    }
    const read = readCsvEntry(reader, layout, this.#money, status, meant);
    if (read === null || (read.entry.bookingDate === null && read.entry.valueDate === null)) {
      const missing = read === null ? 'amount' : 'day';
      throw new BankFormatError('csv-cell-unreadable', `the row has no ${missing}`, {
        line: reader.row.line,
      });
    }
    return read;
  }

  #leaveOut(code: WarningCode, what: string, { cells, line }: CsvRow): void {
    const shown = cells.filter((cell) => cell.trim() !== '').join(' | ');
    this.#log.warn(code, `${what} is left out: ${shown.slice(0, 200)}`, line);
  }

  #statement({ account, currency, rows }: Group): void {
    const draft = new StatementDraft();
    draft.account = account;
    draft.currency = currency;
    for (const { entry } of rows) {
      const day = entry.bookingDate ?? entry.valueDate;
      if (day === null) continue;
      if (draft.from === null || day < draft.from) draft.from = day;
      if (draft.to === null || day > draft.to) draft.to = day;
    }
    this.#balances(draft, rows);
    this.#sink({ kind: 'statement-start', head: draft.head() });
    for (const { entry } of rows) {
      draft.count(entry);
      this.#sink({ kind: 'entry', entry });
    }
    this.#sink({ kind: 'statement-end', summary: draft.summary() });
  }

  /** Exports run forwards or backwards in time; the balances tell, and else the days. */
  #balances(draft: StatementDraft, rows: readonly CsvEntry[]): void {
    const stated = rows.filter(
      (row): row is Balanced => row.balance !== null && row.entry.status === 'BOOK',
    );
    const booked = rows.filter(({ entry }) => entry.status === 'BOOK').length;
    const forwards = chainOf(stated);
    const backwards = chainOf(stated.toReversed());
    if (forwards === null || backwards === null || stated.length !== booked) return;
    const [first, last] = [stated[0]?.entry.bookingDate, stated.at(-1)?.entry.bookingDate];
    const falling = first != null && last != null && first > last;
    const [likely, other] = falling ? [backwards, forwards] : [forwards, backwards];
    const chain = likely.brokenAt === null || other.brokenAt !== null ? likely : other;
    const { opening, closing, brokenAt } = chain;
    if (brokenAt !== null) {
      const message = 'the balance does not follow from the row before';
      this.#log.warn('balance-broken', message, brokenAt.entry.line);
    }
    const { currency, from, to } = draft;
    const state = (code: string, balance: Decimal, date: string | null): void => {
      draft.balances.push({ code, ...this.#money.minor(balance, currency, null), currency, date });
    };
    state('OPBD', opening, from);
    state('CLBD', closing, to);
  }
}
