import type { BankAccount } from '../model/statement.js';

/** An account and its currency as CODA writes them, and the structure that tells how. */
export interface CodaAccount {
  readonly account: BankAccount;
  readonly currency: string | null;
}

function currencyIn(text: string): string | null {
  return /^[A-Z]{3}$/.test(text) ? text : null;
}

/**
 * 37 characters: 0 a Belgian number of twelve digits with its currency, 1 a foreign number, 2 a
 * Belgian IBAN, 3 a foreign one, each with the currency in the last three.
 */
export function codaAccount(text: string, structure: string): CodaAccount {
  if (structure === '0') {
    const other = text.slice(0, 12).trim();
    return { account: other === '' ? {} : { other }, currency: currencyIn(text.slice(13, 16)) };
  }
  const number = text.slice(0, structure === '2' ? 31 : 34).trim();
  const currency = currencyIn(text.slice(34, 37));
  if (number === '') return { account: {}, currency };
  return { account: structure === '1' ? { other: number } : { iban: number }, currency };
}

/** The account of the other side, whose structure nothing tells: its first blank ends it. */
export function codaCounterAccount(text: string): string | null {
  const number = text.slice(0, 34).trim().split(/\s/)[0] ?? '';
  return number === '' ? null : number;
}
