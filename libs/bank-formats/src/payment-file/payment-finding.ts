import type { Warning } from '../model/statement.js';

/**
 * Something found when a payment file was checked. An `error` breaks a rule of the format, so that
 * a bank may refuse the file or, worse, not; a `warning` is lawful but deserves a look.
 */
export interface PaymentFinding extends Warning {
  readonly severity: 'error' | 'warning';
  /** The standard's element path or the field's name; null for the whole file. */
  readonly field: string | null;
}

/** Collects findings while a file is checked. */
export class Findings {
  readonly all: PaymentFinding[] = [];

  error(code: string, message: string, line: number | null, field: string | null = null): void {
    this.all.push({ severity: 'error', code, message, line, field });
  }

  warning(code: string, message: string, line: number | null, field: string | null = null): void {
    this.all.push({ severity: 'warning', code, message, line, field });
  }
}
