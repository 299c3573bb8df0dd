import { BankFormatError } from '../model/bank-format.errors.js';
import { MoneyReading, StatementDraft } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import type { Decimal } from '../model/amount.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import { codaAccount } from './coda-account.js';
import { codaAmount, codaDay } from './coda-values.js';
import { codaEntry } from './coda-entry.js';
import type { CodaMovement } from './coda-entry.js';

const recordLength = 128;
const maxRecords = 5_000_000;

/** Reads CODA, the statements of Belgian banks: records of 128 characters. */
export class CodaReader implements FormatReader {
  readonly #sink: BankFileSink;
  readonly #log: WarningLog;
  readonly #money: MoneyReading;
  #rest = '';
  #line = 0;
  #announced = false;
  #draft: StatementDraft | null = null;
  #started = false;
  #movement: CodaMovement | null = null;
  #createdAt: string | null = null;
  #bic: string | null = null;

  constructor(sink: BankFileSink) {
    this.#sink = sink;
    this.#log = new WarningLog(sink);
    this.#money = new MoneyReading(this.#log);
  }

  /** Where warnings about the file as a whole go. */
  get log(): WarningLog {
    return this.#log;
  }

  write(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#record(line);
    if (this.#rest.length > 100_000) {
      throw new BankFormatError('too-large', 'a record of more than 100,000 characters', {
        line: this.#line + 1,
      });
    }
  }

  end(): void {
    if (this.#rest !== '') this.#record(this.#rest.replace(/\r$/, ''));
    this.#announce();
    if (this.#draft !== null) {
      this.#log.warn('closing-missing', 'the statement has no new balance (record 8)', this.#line);
      this.#endStatement();
    }
    this.#log.end();
  }

  #record(written: string): void {
    this.#line += 1;
    const nul = written.indexOf('\0');
    if (nul !== -1 || this.#line > maxRecords) {
      const [code, what] =
        nul !== -1
          ? (['nul-character', 'a NUL character'] as const)
          : (['too-large', 'too many records'] as const);
      throw new BankFormatError(code, what, { line: this.#line, column: nul + 1 });
    }
    if (/^[\s\u001a]*$/.test(written)) return;
    // Trailing blanks get lost on the way; a longer record is none.
    const record = written.trimEnd().padEnd(recordLength, ' ');
    if (record.length > recordLength) {
      const message = `a record of ${record.length} characters instead of ${recordLength}`;
      throw new BankFormatError('statement-malformed', message, { line: this.#line, column: 129 });
    }
    this.#take(record);
  }

  #take(record: string): void {
    const kind = record.charAt(0);
    if (kind === '0') this.#header(record);
    else if (kind === '1') this.#oldBalance(record);
    else if (kind === '2' || kind === '3') this.#movementPart(record);
    else if (kind === '4') this.#free(record);
    else if (kind === '8') this.#newBalance(record);
    else if (kind === '9') this.#endMovement();
    else {
      const message = `CODA has no record '${kind}'`;
      throw new BankFormatError('statement-malformed', message, { line: this.#line, column: 1 });
    }
  }

  #header(record: string): void {
    this.#announce();
    this.#createdAt = codaDay(record.slice(5, 11));
    const bic = record.slice(60, 71).trim();
    this.#bic = bic === '' ? null : bic;
    if (record.charAt(16) === 'D') {
      this.#log.warn('duplicate', 'the bank marks the file as a duplicate', this.#line);
    }
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.#sink({ kind: 'file', format: 'coda', version: '2' });
  }

  #oldBalance(record: string): void {
    this.#announce();
    if (this.#draft !== null) this.#endStatement();
    const draft = new StatementDraft();
    this.#draft = draft;
    this.#started = false;
    const { account, currency } = codaAccount(record.slice(5, 42), record.charAt(1));
    const name = record.slice(64, 90).trim();
    draft.account = {
      ...account,
      ...(this.#bic === null ? {} : { bic: this.#bic }),
      ...(name === '' ? {} : { name }),
    };
    draft.currency = currency;
    draft.createdAt = this.#createdAt;
    draft.sequence = record.slice(125, 128).trim() || null;
    draft.from = codaDay(record.slice(58, 64));
    this.#balance(draft, 'OPBD', codaAmount(record, 42, this.#line), draft.from);
  }

  #balance(draft: StatementDraft, code: string, decimal: Decimal, date: string | null): void {
    const { currency } = draft;
    const minor = this.#money.minor(decimal, currency, this.#line);
    draft.balances.push({ code, ...minor, currency, date });
  }

  #open(): StatementDraft {
    if (this.#draft !== null) return this.#draft;
    const message = 'a movement stands outside of a statement (records 1 to 8)';
    throw new BankFormatError('statement-malformed', message, { line: this.#line, column: 1 });
  }

  #movementPart(record: string): void {
    this.#open();
    const line = this.#line;
    if (!record.startsWith('21')) {
      if (this.#movement === null) {
        const message = `record ${record.slice(0, 2)} follows no movement`;
        throw new BankFormatError('statement-malformed', message, { line, column: 1 });
      }
      this.#movement.parts.push(record);
      return;
    }
    // Movements of a number other than 0000 are what a total consists of.
    const before = this.#movement;
    if (before !== null && record.slice(6, 10) !== '0000') {
      if (before.record.slice(2, 6) === record.slice(2, 6)) {
        before.parts.push(record);
        return;
      }
    }
    this.#endMovement();
    this.#movement = { record, parts: [], line, amount: codaAmount(record, 31, line) };
  }

  #start(draft: StatementDraft): void {
    if (this.#started) return;
    this.#started = true;
    this.#sink({ kind: 'statement-start', head: draft.head() });
  }

  #endMovement(): void {
    const movement = this.#movement;
    this.#movement = null;
    if (movement === null) return;
    const draft = this.#open();
    this.#start(draft);
    const entry = codaEntry(movement, draft.currency, this.#money, this.#log);
    draft.count(entry);
    this.#sink({ kind: 'entry', entry });
  }

  #free(record: string): void {
    const text = record.slice(32, 112).trim();
    if (text === '') return;
    if (this.#draft === null) {
      this.#log.warn('free-communication', `the bank says: ${text}`, this.#line);
      return;
    }
    const { information } = this.#draft;
    this.#draft.information = information === null ? text : `${information}\n${text}`;
  }

  #newBalance(record: string): void {
    this.#endMovement();
    const draft = this.#open();
    draft.to = codaDay(record.slice(57, 63));
    this.#balance(draft, 'CLBD', codaAmount(record, 41, this.#line), draft.to);
    this.#endStatement();
  }

  #endStatement(): void {
    this.#endMovement();
    const draft = this.#open();
    this.#start(draft);
    const summary = draft.summary();
    if (summary.balanced === false) {
      const text = 'the entries do not lead from the old to the new balance';
      this.#log.warn('not-balanced', text, this.#line);
    }
    this.#draft = null;
    this.#sink({ kind: 'statement-end', summary });
  }
}
