import { parseCsvDate, parseCsvNumber } from '../csv/csv-cells.js';
import type { Decimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { noFacts } from '../model/no-facts.js';
import { MoneyReading, StatementDraft } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import type { BankAccount, Entry } from '../model/statement.js';
import { WholeText } from '../model/whole-text.js';
import { referencesIn } from '../reference/remittance.js';

/** The fields of one record by their letter; lines of an address and of splits repeat. */
interface QifRecord {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly line: number;
}

interface Section {
  readonly account: BankAccount;
  readonly records: QifRecord[];
  readonly line: number;
}

const registers = /^!type:\s*(?:bank|ccard|cash|oth a|oth l)\b/i;

/** `2/10'2020`, `2/10' 8` and `19/05/20` as day, month and year by slashes. */
function plainDay(text: string): string {
  return text
    .replaceAll(/\s/g, '0')
    .replace(/'(\d{1,2})$/, (_, year: string) => `/20${year.padStart(2, '0')}`)
    .replaceAll(/[-.']/g, '/');
}

const dayFirst = ['DD/MM/YYYY', 'DD/MM/YY', 'YYYY/MM/DD'] as const;
const monthFirst = ['MM/DD/YYYY', 'MM/DD/YY', 'YYYY/MM/DD'] as const;

function dayIn(text: string, order: typeof dayFirst | typeof monthFirst): string | null {
  const plain = plainDay(text.trim());
  for (const format of order) {
    const day = parseCsvDate(plain, format);
    if (day !== null) return day;
  }
  return null;
}

const english = { decimal: '.', grouping: ",'\u2019" } as const;
const european = { decimal: ',', grouping: '. ' } as const;

/** Reads QIF: registers of bank, card and cash accounts, with the order of days made out. */
export class QifReader implements FormatReader {
  readonly #sink: BankFileSink;
  readonly #log: WarningLog;
  readonly #money: MoneyReading;
  readonly #monthFirst: boolean | undefined;
  /** Only all of the days together tell whether the month comes first. */
  readonly #whole = new WholeText('QIF');

  /** @param first whether days that could be read both ways have the month first. */
  constructor(sink: BankFileSink, first?: boolean) {
    this.#sink = sink;
    this.#log = new WarningLog(sink);
    this.#money = new MoneyReading(this.#log);
    this.#monthFirst = first;
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
    this.#sink({ kind: 'file', format: 'qif', version: '' });
    const sections = this.#sections(text.split(/\r\n|\n|\r/));
    const records = sections.flatMap((section) => section.records);
    const order = this.#order(records);
    const amounts = records.map((record) => one(record, 'T') ?? one(record, 'U') ?? '');
    const numbers = this.#numbers(amounts, records[0]?.line ?? null);
    if (sections.length === 0) this.#log.warn('no-statement', 'the file holds no register', null);
    for (const section of sections) {
      this.#statement(section, order, numbers);
    }
    this.#log.end();
  }

  /** Points before three digits, and before nothing else, stand between thousands. */
  #numbers(amounts: readonly string[], line: number | null): typeof english | typeof european {
    const read = (style: typeof english | typeof european): boolean =>
      amounts.every((amount) => parseCsvNumber(amount, style) !== null);
    if (!read(english)) return european;
    const pointed = amounts.filter((amount) => amount.includes('.'));
    const isGrouped = pointed.length > 0 && pointed.every((amount) => /\.\d{3}$/.test(amount));
    if (!isGrouped || !read(european)) return english;
    const message = "'.' is read as a sign of thousands: three digits stand behind each";
    this.#log.warn('thousands-assumed', message, line);
    return european;
  }

  #sections(lines: readonly string[]): Section[] {
    const sections: Section[] = [];
    let account: BankAccount = {};
    let current: Section | 'account' | null = null;
    let fields = new Map<string, string[]>();
    let begun = 0;
    lines.forEach((written, at) => {
      const line = at + 1;
      const text = at === 0 ? written.replace(/^\ufeff/, '') : written;
      if (/^![a-z]/i.test(text)) {
        if (/^!(?:option|clear)/i.test(text)) return;
        if (/^!account/i.test(text)) current = 'account';
        else if (registers.test(text)) sections.push((current = { account, records: [], line }));
        else current = this.#notRead(text, line);
        return;
      }
      if (text.trim() === '' || current === null) return;
      if (!text.startsWith('^')) {
        if (fields.size === 0) begun = line;
        const letter = text.charAt(0);
        fields.set(letter, [...(fields.get(letter) ?? []), text.slice(1).trim()]);
        return;
      }
      const record = { fields, line: begun };
      fields = new Map();
      if (current === 'account') account = accountOf(record);
      else if (record.fields.size > 0) current.records.push(record);
    });
    if (fields.size > 0) {
      throw new BankFormatError('truncated', 'the file ends before a ^', { line: begun });
    }
    return sections;
  }

  #notRead(text: string, line: number): null {
    this.#log.warn('not-read', `the section ${text.slice(0, 40)} is not read`, line);
    return null;
  }

  /** Days tell whether the month is first when one of them can be read in one way only. */
  #order(records: readonly QifRecord[]): typeof dayFirst | typeof monthFirst {
    const days = records.flatMap((record) => one(record, 'D') ?? []);
    const byDay = days.every((day) => dayIn(day, dayFirst) !== null);
    const byMonth = days.every((day) => dayIn(day, monthFirst) !== null);
    if (byDay !== byMonth) return byMonth ? monthFirst : dayFirst;
    const differs = days.some((day) => dayIn(day, dayFirst) !== dayIn(day, monthFirst));
    // Quicken writes the apostrophe, and is at home where months come first.
    const guess = days.some((day) => day.includes("'"));
    const first = this.#monthFirst ?? guess;
    if (this.#monthFirst === undefined && differs) {
      const message = `days are read ${first ? 'month' : 'day'} first, though both would fit`;
      this.#log.warn('date-order-ambiguous', message, records[0]?.line ?? null);
    }
    return first ? monthFirst : dayFirst;
  }

  #statement(
    { account, records }: Section,
    order: typeof dayFirst | typeof monthFirst,
    numbers: typeof english | typeof european,
  ): void {
    const draft = new StatementDraft();
    draft.account = account;
    const read = records.map((record) => {
      const text = one(record, 'D') ?? '';
      const day = dayIn(text, order) ?? unreadable(record, `'${text.slice(0, 40)}' is no day`);
      const amount = amountOf(record, numbers);
      return { record, day, amount };
    });
    const days = read.map(({ day }) => day).sort();
    [draft.from, draft.to] = [days[0] ?? null, days.at(-1) ?? null];
    const [first] = read;
    // Quicken begins a register with what was there before; that is no movement.
    const opens = first !== undefined && /^opening balance$/i.test(one(first.record, 'P') ?? '');
    if (opens) {
      const minor = this.#money.minor(first.amount, null, first.record.line);
      draft.balances.push({ code: 'OPBD', ...minor, currency: null, date: first.day });
    }
    this.#sink({ kind: 'statement-start', head: draft.head() });
    for (const { record, day, amount } of opens ? read.slice(1) : read) {
      const entry = entryOf(record, day, this.#money.minor(amount, null, record.line));
      draft.count(entry);
      this.#sink({ kind: 'entry', entry });
    }
    this.#sink({ kind: 'statement-end', summary: draft.summary() });
  }
}

function one({ fields }: QifRecord, letter: string): string | null {
  const text = fields.get(letter)?.[0] ?? '';
  return text === '' ? null : text;
}

function unreadable({ line }: QifRecord, message: string): never {
  throw new BankFormatError('statement-malformed', message, { line, column: 1 });
}

function amountOf(record: QifRecord, numbers: typeof english | typeof european): Decimal {
  const text = one(record, 'T') ?? one(record, 'U') ?? '';
  return parseCsvNumber(text, numbers) ?? unreadable(record, `'${text.slice(0, 40)}' is no amount`);
}

function accountOf(record: QifRecord): BankAccount {
  const name = one(record, 'N');
  return name === null ? {} : { other: name };
}

function entryOf(
  record: QifRecord,
  bookingDate: string,
  money: Pick<Entry, 'amountMinor' | 'exactAmount'>,
): Entry {
  const [payee, memo, number] = ['P', 'M', 'N'].map((letter) => one(record, letter));
  const free = [memo ?? payee].filter((text) => text != null);
  const category = one(record, 'L');
  return {
    ...noFacts,
    ...money,
    bookingDate,
    valueDate: null,
    currency: null,
    status: 'BOOK',
    reversal: false,
    counterparty: payee == null ? null : { name: payee, account: null, bic: null },
    remittance: { structured: free.flatMap((text) => referencesIn(text)), free },
    references: number == null ? {} : { CHECKNUM: number },
    other: category === null ? {} : { L: category },
    details: [],
    batchCount: null,
    line: record.line,
  };
}
