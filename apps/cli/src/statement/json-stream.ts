import { modelJson } from '@rochdale/bank-formats';
import type { BankFileEvent, Warning } from '@rochdale/bank-formats';

/**
 * The text of the JSON of a file, event by event, for files that are too large to be held: the same
 * object as that of smaller ones, with a statement's entries before what is known after them.
 */
export class StatementJson {
  readonly #warnings: Warning[] = [];
  #message: unknown = null;
  #open: 'nothing' | 'file' | 'statements' = 'nothing';
  #statements = 0;
  #entries = 0;

  text(event: BankFileEvent): string {
    switch (event.kind) {
      case 'file':
        this.#open = 'file';
        return `{"format":${modelJson(event.format)},"version":${modelJson(event.version)}`;
      case 'message':
        this.#message ??= event.message;
        return '';
      case 'statement-start':
        this.#entries = 0;
        return `${this.#beforeStatement()}{"entries":[\n`;
      case 'entry':
        this.#entries += 1;
        return `${this.#entries === 1 ? '' : ',\n'}${modelJson(event.entry)}`;
      case 'statement-end':
        return `\n],${modelJson(event.summary).slice(1)}`;
      case 'warning':
        this.#warnings.push(event.warning);
        return '';
    }
  }

  end(): string {
    const start = this.#statements === 0 ? this.#beforeStatements() : '';
    return `${start}],"warnings":${modelJson(this.#warnings)}}\n`;
  }

  #beforeStatements(): string {
    this.#open = 'statements';
    return `,"message":${modelJson(this.#message)},"statements":[`;
  }

  #beforeStatement(): string {
    this.#statements += 1;
    return this.#open === 'statements' ? ',\n' : this.#beforeStatements();
  }
}
