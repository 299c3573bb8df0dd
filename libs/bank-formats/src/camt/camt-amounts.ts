import { negate, parseDecimal, parseLooseDecimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { currencyExponent } from '../model/currency.js';
import { isoDay } from '../model/dates.js';
import type { CamtNode } from './camt-node.js';
import type { Decimal, MinorAmount } from '../model/amount.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { WarningLog } from '../model/statement-sink.js';

/** What every part of a camt reader needs: where warnings go, and how amounts are read. */
export interface CamtReading {
  readonly log: WarningLog;
  readonly money: MoneyReading;
}

/** An amount of a file before its sign is known. */
export interface CamtAmount {
  readonly decimal: Decimal;
  readonly currency: string | null;
  readonly line: number;
}

/** Which way money went: 1 into the account, -1 out of it. */
export type Direction = 1 | -1;

/** The amount in an `Amt` element; null with a warning when it is not readable. */
export function amountOf(
  node: CamtNode | null,
  assumedCurrency: string | null,
  { log }: CamtReading,
): CamtAmount | null {
  if (node === null) return null;
  const text = node.takeText() ?? '';
  let decimal = parseDecimal(text);
  if (decimal === null) {
    decimal = parseLooseDecimal(text);
    if (decimal === null) {
      log.warn('amount-unreadable', `${node.name} '${clip(text)}' is no amount`, node.line);
      return null;
    }
    log.warn(
      'amount-format',
      `${node.name} '${clip(text)}' is not written as XML has it`,
      node.line,
    );
  }
  return { decimal, currency: currencyOf(node, assumedCurrency, log), line: node.line };
}

function currencyOf(node: CamtNode, assumed: string | null, log: WarningLog): string | null {
  const given = node.attributes['Ccy'] ?? '';
  if (currencyExponent(given) !== null) return given;
  const written = given.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(written)) return written;
  const message =
    written === ''
      ? `${node.name} names no currency; ${assumed ?? 'none'} is assumed`
      : `'${clip(written)}' is no currency code; ${assumed ?? 'none'} is assumed`;
  log.warn(written === '' ? 'currency-missing' : 'currency-unreadable', message, node.line);
  return assumed;
}

/** An amount in minor units, with the sign of its direction. */
export function signed(
  amount: CamtAmount,
  direction: Direction,
  { money }: CamtReading,
): MinorAmount & { readonly currency: string | null } {
  const decimal = direction === 1 ? amount.decimal : negate(amount.decimal);
  const { amountMinor, exactAmount } = money.minor(decimal, amount.currency, amount.line);
  return { amountMinor, exactAmount, currency: amount.currency };
}

const directions: Readonly<Record<string, Direction>> = {
  CRDT: 1,
  CREDIT: 1,
  C: 1,
  DBIT: -1,
  DEBIT: -1,
  D: -1,
};

/** `CdtDbtInd` as a direction; null when it is missing or neither. */
export function directionOf(node: CamtNode): Direction | null {
  const text = node.textAt('CdtDbtInd');
  if (text === 'CRDT') return 1;
  if (text === 'DBIT') return -1;
  return text === null ? null : (directions[text.toUpperCase()] ?? null);
}

/** The direction of something whose direction it makes no sense to guess. */
export function requiredDirection(node: CamtNode, what: string): Direction {
  const direction = directionOf(node);
  if (direction !== null) return direction;
  const place = node.child('CdtDbtInd')?.line ?? node.line;
  throw new BankFormatError(
    'statement-malformed',
    `${what} says neither CRDT nor DBIT (CdtDbtInd)`,
    { line: place, column: 1 },
  );
}

/** A day in a choice of `Dt` and `DtTm`; a warning when there is text that is no day. */
export function dayOf(node: CamtNode | null, { log }: CamtReading): string | null {
  if (node === null) return null;
  const holder = node.child('Dt') ?? node.child('DtTm') ?? node;
  const text = holder.takeText();
  if (text === null) return null;
  const day = isoDay(text);
  if (day === null) {
    log.warn('date-unreadable', `${node.name} '${clip(text)}' is no date`, holder.line);
  }
  return day;
}

/** A text short enough for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
