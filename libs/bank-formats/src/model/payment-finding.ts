import type { Warning } from './statement.js';

/**
 * Something found when a payment file was checked. An `error` breaks a rule of the format, so that
 * a bank may refuse the file or, worse, not; a `warning` is lawful but deserves a look.
 */
export interface PaymentFinding extends Omit<Warning, 'code'> {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** The standard's element path or the field's name; null for the whole file. */
  readonly field: string | null;
}

/** Of errors and of warnings so many are listed; a broken file may hold millions. */
const listedMax = 1_000;

/** Collects findings while a file is checked. */
export class Findings {
  readonly #listed: PaymentFinding[] = [];
  readonly #counts = { error: 0, warning: 0 };

  error(code: string, message: string, line: number | null, field: string | null = null): void {
    this.#add({ severity: 'error', code, message, line, field });
  }

  warning(code: string, message: string, line: number | null, field: string | null = null): void {
    this.#add({ severity: 'warning', code, message, line, field });
  }

  #add(finding: PaymentFinding): void {
    this.#counts[finding.severity] += 1;
    if (this.#counts[finding.severity] <= listedMax) this.#listed.push(finding);
  }

  /** What was found, and how much of it is not listed. */
  result(): readonly PaymentFinding[] {
    const { error, warning } = this.#counts;
    const cut = (['error', 'warning'] as const).flatMap((severity): PaymentFinding[] => {
      const more = (severity === 'error' ? error : warning) - listedMax;
      const message = `${more} more findings of this kind are not listed`;
      return more > 0 ? [{ severity, code: 'findings-cut', message, line: null, field: null }] : [];
    });
    return [...this.#listed, ...cut];
  }
}
