import { parseDecimal, parseLooseDecimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { calendarDate } from '../model/dates.js';
import type { Decimal } from '../model/amount.js';
import type { WarningLog } from '../model/statement-sink.js';
import type { OfxNode } from './ofx-node.js';

/** The day of an OFX date (`20090401122017.000[-5:EST]`), as written; null when it is none. */
export function ofxDay(text: string): string | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text.trim());
  if (match === null) return null;
  const read = calendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return read?.date ?? null;
}

/** An OFX date and time in ISO 8601, with its offset where it has one. */
export function ofxTime(text: string): string | null {
  const day = ofxDay(text);
  const match = /^\d{8}(\d{2})(\d{2})(\d{2})?/.exec(text.trim());
  if (day === null || match === null) return day;
  const zone = /\[([+-]?)(\d{1,2})(?:\.(\d{2}))?(?::\w*)?\]/.exec(text);
  const minutes = String(Math.round((Number(zone?.[3] ?? 0) * 60) / 100)).padStart(2, '0');
  const offset =
    zone === null
      ? ''
      : `${zone[1] === '-' ? '-' : '+'}${(zone[2] ?? '').padStart(2, '0')}:${minutes}`;
  return `${day}T${match[1]}:${match[2]}:${match[3] ?? '00'}${offset}`;
}

/** The day in a child element; a warning when there is text that is no day. */
export function dayIn(node: OfxNode, name: string, log: WarningLog): string | null {
  const text = node.textAt(name);
  if (text === null) return null;
  const day = ofxDay(text);
  if (day === null) {
    const message = `${name} '${text.slice(0, 40)}' is no date`;
    log.warn('date-unreadable', message, node.child(name)?.place.line ?? null);
  }
  return day;
}

/** The day in a child element that an entry cannot do without. */
export function requiredDay(node: OfxNode, name: string): string {
  const text = node.textAt(name);
  const day = text === null ? null : ofxDay(text);
  if (day !== null) return day;
  const message =
    text === null ? `${node.name} has no ${name}` : `${name} '${text.slice(0, 40)}' is no date`;
  throw new BankFormatError('statement-malformed', message, (node.child(name) ?? node).place);
}

/** An amount in a child element; null when it is missing or empty. */
export function amountIn(node: OfxNode, name: string, log: WarningLog): Decimal | null {
  const text = node.textAt(name);
  if (text === null) return null;
  const plain = parseDecimal(text);
  if (plain !== null) return plain;
  const { place } = node.child(name) ?? node;
  const loose = parseLooseDecimal(text);
  if (loose === null) {
    const message = `${name} '${text.slice(0, 40)}' is no amount`;
    throw new BankFormatError('statement-malformed', message, place);
  }
  log.warn(
    'amount-format',
    `${name} '${text.slice(0, 40)}' is not written as OFX has it`,
    place.line,
  );
  return loose;
}
