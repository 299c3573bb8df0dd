import { BankFormatError } from '../model/bank-format.errors.js';
import { mtDecimal } from './mt-amounts.js';
import type { Decimal } from '../model/amount.js';
import type { MtField } from './mt-fields.js';

/** The parts of a statement line (`:61:`), before dates and currency are made sense of. */
export interface StatementLine {
  /** `YYMMDD`, or `YYYYMMDD`. */
  readonly valueDate: string;
  /** `MMDD`, or '' when there is none. */
  readonly entryDate: string;
  /** C, D, RC, RD, EC or ED. */
  readonly mark: string;
  /** Third letter of the currency, where the bank gives it; or the whole code. */
  readonly fundsCode: string | null;
  readonly decimal: Decimal;
  /** `NTRF`, `FMSC`, `S103`; null when left out. */
  readonly type: string | null;
  /** Reference for the account owner; null for `NONREF` and nothing. */
  readonly reference: string | null;
  /** The bank's reference behind `//`. */
  readonly bankReference: string | null;
  /** Supplementary details: the lines below. */
  readonly details: readonly string[];
}

const none: readonly string[] = [];

/**
 * Value date, entry date, mark, funds code, amount, and the rest. The letter after the mark is
 * the funds code: `CR` is a credit in EUR, `RC` the reversal of a credit, `RCR` that in EUR. A
 * minus before the amount, which SWIFT does not know, turns the mark around.
 */
const pattern = new RegExp(
  // Some banks write years in full, in both dates, and the whole code of the currency.
  '^\\s*(\\d{8}(?=(?:\\d{4}|\\d{8})?\\s*[CDRE])|\\d{6})\\s*(\\d{8}(?=\\s*[CDRE])|\\d{4})?' +
    "\\s*([RE]?[CD])\\s*([A-Z]{3}|[A-Z])?\\s*(-?(?:\\d[\\d.,']*|[.,]\\d+))(.*)$",
  'i',
);

function present(text: string): string | null {
  const trimmed = text.trim();
  const isNone = trimmed.length === 'NONREF'.length && trimmed.toUpperCase() === 'NONREF';
  return trimmed === '' || isNone ? null : trimmed;
}

/** The type and references behind the amount: `NTRF` + reference + `//` + the bank's. */
function readTail(tail: string): Pick<StatementLine, 'type' | 'reference' | 'bankReference'> {
  const text = tail.trim();
  const typed = /^NONREF/i.test(text) ? null : /^([NFS][A-Z0-9 ]{3})(.*)$/.exec(text);
  const references = typed?.[2] ?? text;
  const split = references.indexOf('//');
  return {
    type: typed?.[1]?.trim() ?? null,
    reference: present(split < 0 ? references : references.slice(0, split)),
    bankReference: split < 0 ? null : present(references.slice(split + 2)),
  };
}

/**
 * Reads `:61:`. A line end may fall before the amount, so up to three lines are tried together.
 *
 * @throws BankFormatError `statement-malformed` when no amount can be read: an entry without one
 *   would falsify the account.
 */
export function readStatementLine(field: MtField): StatementLine {
  for (let taken = 1; taken <= Math.min(3, field.lines.length); taken += 1) {
    const text = taken === 1 ? field.lines[0] : field.lines.slice(0, taken).join('');
    const match = pattern.exec(text ?? '');
    const decimal = match === null ? null : mtDecimal(match[5] ?? '');
    if (match === null || decimal === null) continue;
    return {
      valueDate: match[1] ?? '',
      entryDate: match[2]?.slice(-4) ?? '',
      mark: (match[3] ?? '').toUpperCase(),
      fundsCode: match[4]?.toUpperCase() ?? null,
      decimal,
      ...readTail(match[6] ?? ''),
      details:
        taken === field.lines.length
          ? none
          : field.lines.slice(taken).filter((line) => !/^[\s:]*$/.test(line)),
    };
  }
  const shown = (field.lines[0] ?? '').trim().slice(0, 40);
  throw new BankFormatError(
    'statement-malformed',
    `the statement line ':61:${shown}' has no readable date, mark and amount`,
    { line: field.line, column: 5 },
  );
}
