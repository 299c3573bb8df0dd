import { withIban } from '../account/national-account.js';
import { negate } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { MoneyReading, StatementDraft } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import { mtBalance, mtDate } from './mt-amounts.js';
import { textLines } from './information-parts.js';
import { mtEntry } from './mt-entry.js';
import { accountOf, balanceCode, markPage, sameAccount, timestampOf } from './mt-head.js';
import { MtFields } from './mt-fields.js';
import { statedDifference } from './stated-sums.js';
import { readStatementLine } from './statement-line.js';
import type { MtField, MtHandler } from './mt-fields.js';
import type { MtEntryParts } from './mt-entry.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import type { StatementFormat } from '../model/statement.js';

/** More than any message holds beside its entries; each field counts for more than its text. */
const maxHeldChars = 4_000_000;
const fieldChars = 100;

/** One message while it is read. */
interface Message {
  readonly draft: StatementDraft;
  readonly line: number;
  readonly interim: boolean | null;
  /** The closing balance has come. */
  closed: boolean;
  /** Sum and number of entries that `:90C:` and `:90D:` state. */
  readonly stated: { credits: string | null; debits: string | null };
  started: boolean;
}

/** Reads MT940 and MT942 (and what MT941 and MT950 share with them). */
export class MtReader implements FormatReader, MtHandler {
  readonly #sink: BankFileSink;
  readonly #log: WarningLog;
  readonly #money: MoneyReading;
  readonly #fields: MtFields;
  #format: StatementFormat | null = null;
  #type: string | null = null;
  #message: Message | null = null;
  #ended = false;
  #sawField = false;
  #entry: (Omit<MtEntryParts, 'information'> & { information: string[] }) | null = null;
  #last: StatementDraft | null = null;
  /** Characters that the message holds, apart from its entries that were handed on. */
  #heldChars = 0;
  #heldBeforeEntry = 0;

  constructor(sink: BankFileSink) {
    this.#sink = sink;
    this.#log = new WarningLog(sink);
    this.#money = new MoneyReading(this.#log);
    this.#fields = new MtFields(this, this.#log);
  }

  /** Where warnings about the file as a whole go. */
  get log(): WarningLog {
    return this.#log;
  }

  write(text: string): void {
    this.#fields.write(text);
  }

  end(): void {
    this.#fields.end();
    this.#closeMessage();
    this.#announce();
    this.#log.end();
  }

  messageType(type: string): void {
    if (/^9[45]\d$/.test(type)) this.#type = type;
  }

  messageEnd(): void {
    this.#endEntry();
    this.#ended = true;
  }

  field(field: MtField): void {
    this.#sawField = true;
    const value = (field.lines[0] ?? '').trim();
    if (field.tag === '61') {
      this.#statementLine(field);
    } else if (field.tag === '86' || field.tag === 'NS') {
      this.#information(field);
    } else if (/^(?:60|62|64|65)/.test(field.tag)) {
      this.#balance(field);
    } else if (field.tag.startsWith('90')) {
      this.#endEntry();
      const { stated } = this.#open(field);
      stated[field.tag === '90C' ? 'credits' : 'debits'] = value;
    } else {
      this.#head(field, value);
    }
  }

  /** The message that a field belongs to; a new one when there is none. */
  #open(field: MtField): Message {
    if (this.#message !== null) return this.#message;
    this.#ended = false;
    const type = this.#type;
    const interim = type === null ? null : type === '942';
    const stated = { credits: null, debits: null };
    const draft = new StatementDraft();
    this.#message = { draft, line: field.line, interim, closed: false, stated, started: false };
    return this.#message;
  }

  #head(field: MtField, value: string): void {
    const fresh = this.#ended || this.#message?.closed === true;
    if (field.tag === '20' || (fresh && field.tag !== '21')) this.#closeMessage();
    this.#endEntry();
    const message = this.#open(field);
    const { draft } = message;
    const whole = textLines(field.lines).join('');
    switch (field.tag) {
      case '20':
        draft.id = whole === '' ? null : whole;
        break;
      case '25':
      case '25P':
        draft.account = accountOf(textLines(field.lines));
        break;
      case '28':
      case '28C':
        draft.sequence = whole === '' ? null : whole;
        break;
      case '13':
      case '13D':
        draft.createdAt = timestampOf(value) ?? value;
        this.#asInterim(message);
        break;
      case '34F':
        this.#asInterim(message);
        draft.currency ??= /^[A-Z]{3}/.exec(value)?.[0] ?? null;
        draft.other[draft.other['34F'] === undefined ? '34F' : '34F[2]'] = whole;
        break;
      default:
        if (whole !== '') draft.other[field.tag] = whole;
    }
  }

  #asInterim(message: Message): void {
    if (message.interim === null) this.#message = { ...message, interim: true };
  }

  #statementLine(field: MtField): void {
    this.#endEntry();
    if (this.#message !== null && this.#ended) {
      const text = 'an entry follows the end of its message; it is counted to that message';
      this.#log.warn('entry-after-end', text, field.line);
    }
    this.#start(this.#open(field));
    const statementLine = readStatementLine(field);
    this.#heldBeforeEntry = this.#heldChars;
    this.#entry = { statementLine, information: [], line: field.line };
  }

  /** What a message gathers until its end is bounded, however often a field is repeated. */
  #hold(field: MtField): void {
    const { lines, line, tag } = field;
    this.#heldChars += lines.reduce((sum, text) => sum + text.length, fieldChars);
    if (this.#heldChars <= maxHeldChars) return;
    const message = `the fields of one message, :${tag}: the last, are too many or too long`;
    throw new BankFormatError('too-large', message, { line, column: 1 });
  }

  #information(field: MtField): void {
    this.#hold(field);
    if (this.#entry !== null) {
      this.#entry.information.push(...field.lines);
      return;
    }
    const text = textLines(field.lines).join('\n');
    if (text === '') return;
    const { draft } = this.#open(field);
    draft.information = draft.information === null ? text : `${draft.information}\n${text}`;
  }

  #balance(field: MtField): void {
    this.#endEntry();
    const opening = field.tag.startsWith('60');
    const before = this.#message;
    if (opening && before !== null && (before.closed || this.#ended)) this.#closeMessage();
    this.#hold(field);
    const message = this.#open(field);
    const text = textLines(field.lines).join('');
    const read = mtBalance(text);
    if (field.tag.startsWith('62')) message.closed = true;
    if (read === null) {
      const shown = `:${field.tag}:${text.slice(0, 40)}`;
      this.#log.warn('balance-unreadable', `'${shown}' is no balance and is left out`, field.line);
      return;
    }
    const { draft } = message;
    const currency = read.currency ?? draft.currency;
    if (read.currency === null) {
      const message86 = `:${field.tag}: names no currency; ${currency ?? 'none'} is assumed`;
      this.#log.warn('currency-missing', message86, field.line);
    }
    if (read.trailing !== '') {
      const rest = `'${read.trailing.slice(0, 40)}' after the amount of :${field.tag}: is not read`;
      this.#log.warn('text-after-amount', rest, field.line);
    }
    if (opening || draft.currency === null) draft.currency = currency;
    const decimal = read.sign === 1 ? read.decimal : negate(read.decimal);
    const minor = this.#money.minor(decimal, currency, field.line);
    const date = this.#day(read.date, field);
    draft.balances.push({ code: balanceCode(field.tag), ...minor, currency, date });
    markPage(draft, field.tag, date);
  }

  #day(text: string, field: MtField): string | null {
    if (text === '') return null;
    const read = mtDate(text);
    if (read === null || read.moved) {
      const then = read === null ? 'left out' : `${read.date} is used`;
      const code = read === null ? 'date-unreadable' : 'date-moved';
      const message = `the date '${text}' of :${field.tag}: does not exist: ${then}`;
      this.#log.warn(code, message, field.line);
    }
    return read?.date ?? null;
  }

  #announce(): void {
    if (this.#format !== null) return;
    this.#format = this.#message?.interim === true ? 'mt942' : 'mt940';
    const version = this.#type ?? '';
    this.#sink({ kind: 'file', format: this.#format, version });
    if (this.#sawField) return;
    this.#log.warn('no-statement', 'the file has no field of a statement', 1);
  }

  #start(message: Message): void {
    if (message.started) return;
    this.#announce();
    message.started = true;
    const { draft } = message;
    draft.account = withIban(draft.account, draft.currency);
    this.#sink({ kind: 'statement-start', head: draft.head() });
  }

  #endEntry(): void {
    const parts = this.#entry;
    const message = this.#message;
    this.#entry = null;
    if (parts === null || message === null) return;
    this.#heldChars = this.#heldBeforeEntry;
    const { currency } = message.draft;
    const interim = message.interim === true;
    const entry = mtEntry(parts, { currency, interim, log: this.#log, money: this.#money });
    message.draft.count(entry);
    this.#sink({ kind: 'entry', entry });
  }

  #closeMessage(): void {
    this.#endEntry();
    const message = this.#message;
    this.#ended = false;
    if (message === null) return;
    this.#heldChars = 0;
    this.#start(message);
    this.#message = null;
    const summary = message.draft.summary();
    if (summary.balanced === false) {
      const text = 'the entries do not lead from the opening to the closing balance';
      this.#log.warn('not-balanced', text, message.line);
    }
    if (summary.openingMinor !== null && summary.closingMinor === null && !message.interim) {
      const text = 'the message has no closing balance; the file may have been cut';
      this.#log.warn('closing-missing', text, message.line);
    }
    this.#checkPages(message);
    for (const side of ['credits', 'debits'] as const) {
      const text = statedDifference(message.stated[side], side, summary.totals);
      if (text !== null) this.#log.warn('summary-differs', text, message.line);
    }
    this.#sink({ kind: 'statement-end', summary });
    this.#last = message.draft;
  }

  /** A page that continues must open with the balance with which the page before it closed. */
  #checkPages({ draft, line }: Message): void {
    const before = this.#last?.summary();
    const now = draft.summary();
    if (!draft.page.continues || before === undefined || !before.page.goesOn) return;
    if (sameAccount(before.account, now.account) && before.closingMinor !== now.openingMinor) {
      const text = 'a page does not open with the balance that closed the page before it';
      this.#log.warn('page-gap', text, line);
    }
  }
}
