import { mtDate } from './mt-amounts.js';
import type { BankAccount } from '../model/statement.js';

/** Whether two messages are about one account. */
export function sameAccount(a: BankAccount, b: BankAccount): boolean {
  return a.iban === b.iban && a.other === b.other;
}

/** The ISO 20022 code of a balance field. */
export function balanceCode(tag: string): string {
  if (tag.startsWith('60')) return 'OPBD';
  if (tag.startsWith('62')) return 'CLBD';
  return tag.startsWith('64') ? 'CLAV' : 'FWAV';
}

/** `:25:`: an IBAN, a BIC or bank code before a slash, or any number; `25P` has a BIC below. */
export function accountOf(lines: readonly string[]): BankAccount {
  const [first = '', second] = lines;
  const iban = /^([A-Z]{2}\d{2}[A-Z0-9]{8,30})(?:\s+[A-Z]{3})?$/.exec(first)?.[1];
  const bic = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.exec(second ?? '')?.[0];
  const withBic = bic === undefined ? {} : { bic };
  if (iban !== undefined && iban.length >= 15) return { iban, ...withBic };
  const split = /^([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|\d{8})\/(.+)$/.exec(first);
  if (split === null) return first === '' ? withBic : { other: first, ...withBic };
  const bank = split[1] ?? '';
  return { other: first, ...(/^\d/.test(bank) ? { bankCode: bank } : { bic: bank }) };
}

/** `YYMMDDhhmm` with an offset as ISO 8601; null when it is not that. */
export function timestampOf(text: string): string | null {
  const match = /^(\d{6})(\d{2})(\d{2})([+-]\d{2})?(\d{2})?$/.exec(text);
  const day = match === null ? null : mtDate(match[1] ?? '');
  if (match === null || day === null || day.moved) return null;
  const offset = match[4] === undefined ? '' : `${match[4]}:${match[5] ?? '00'}`;
  return `${day.date}T${match[2]}:${match[3]}${offset}`;
}
