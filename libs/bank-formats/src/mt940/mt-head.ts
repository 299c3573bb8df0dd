import { mtDate } from './mt-amounts.js';
import { getCountrySpecifications } from 'ibantools';
import { currencyExponent } from '../model/currency.js';
import type { StatementDraft } from '../model/statement-draft.js';
import type { BankAccount } from '../model/statement.js';
import { isIban } from '../writing/account-number.js';

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

const ibanLengths = getCountrySpecifications();

/** An IBAN without the currency that banks put behind it, with or without a blank. */
function ibanIn(text: string): string | undefined {
  const [, whole, currency] = /^([A-Z]{2}\d{2}[A-Z0-9]{8,30}?)(?:\s+([A-Z]{3}))?$/.exec(text) ?? [];
  if (whole === undefined || currency !== undefined || isIban(whole)) return whole;
  const glued = whole.slice(0, -3);
  const fits = ibanLengths[whole.slice(0, 2)]?.chars === glued.length;
  return fits && currencyExponent(whole.slice(-3)) !== null ? glued : whole;
}

/**
 * `:25:`: an IBAN, a BIC or bank code before a slash, or any number; `25P` has a BIC below. Polish
 * banks begin it with a slash.
 */
export function accountOf(lines: readonly string[]): BankAccount {
  const [written = '', second] = lines;
  const first = written.replace(/^\/+(?=[A-Z0-9])/, '');
  const iban = ibanIn(first);
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

/** A balance begins or ends what the message covers; `M` says that pages go on around it. */
export function markPage(draft: StatementDraft, tag: string, date: string | null): void {
  if (tag === '60M') draft.page.continues = true;
  if (tag === '62M') draft.page.goesOn = true;
  if (tag.startsWith('60')) draft.from = date;
  if (tag.startsWith('62')) draft.to = date;
}
