import type {
  BankFile,
  Entry,
  MessageHeader,
  Statement,
  StatementFormat,
  StatementHead,
  StatementSummary,
  Warning,
} from './statement.js';
import type { WarningCode } from './kept-words.js';

/** What a reader tells while it reads, in order. Each entry belongs to the last start. */
export type BankFileEvent =
  | { readonly kind: 'file'; readonly format: StatementFormat; readonly version: string }
  | { readonly kind: 'message'; readonly message: MessageHeader }
  | { readonly kind: 'statement-start'; readonly head: StatementHead }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'statement-end'; readonly summary: StatementSummary }
  | { readonly kind: 'warning'; readonly warning: Warning };

/** Where a reader puts what it finds. */
export type BankFileSink = (event: BankFileEvent) => void;

/** A reader of one format: text goes in by pieces, events come out at the sink. */
export interface FormatReader {
  write(text: string): void;
  /** Ends the file. Throws when it is not complete. */
  end(): void;
}

/** How many warnings a file may raise before the rest is only counted. */
const maxWarnings = 2_000;

/** Hands warnings on, and after too many of them only counts: a broken file may raise millions. */
export class WarningLog {
  readonly #sink: BankFileSink;
  #raised = 0;

  constructor(sink: BankFileSink) {
    this.#sink = sink;
  }

  warn(code: WarningCode, message: string, line: number | null): void {
    this.#raised += 1;
    if (this.#raised > maxWarnings) return;
    this.#sink({ kind: 'warning', warning: { code, message, line } });
  }

  /** Says how many warnings were left out, if any were. */
  end(): void {
    if (this.#raised <= maxWarnings) return;
    const rest = this.#raised - maxWarnings;
    const message = `${rest} further warnings are not listed`;
    this.#sink({ kind: 'warning', warning: { code: 'warnings-cut', message, line: null } });
  }
}

/** Gathers a reader's events into the result type, for files that fit into memory. */
export class BankFileCollector {
  #format: StatementFormat | null = null;
  #version = '';
  #message: MessageHeader | null = null;
  readonly #statements: Statement[] = [];
  readonly #warnings: Warning[] = [];
  #entries: Entry[] = [];

  readonly sink: BankFileSink = (event) => {
    switch (event.kind) {
      case 'file':
        this.#format = event.format;
        this.#version = event.version;
        break;
      case 'message':
        this.#message = event.message;
        break;
      case 'statement-start':
        this.#entries = [];
        break;
      case 'entry':
        this.#entries.push(event.entry);
        break;
      case 'statement-end':
        this.#statements.push({ ...event.summary, entries: this.#entries });
        break;
      case 'warning':
        this.#warnings.push(event.warning);
        break;
    }
  };

  result(): BankFile {
    if (this.#format === null) throw new Error('a reader ended without naming its format');
    return {
      format: this.#format,
      version: this.#version,
      message: this.#message,
      statements: this.#statements,
      warnings: this.#warnings,
    };
  }
}
