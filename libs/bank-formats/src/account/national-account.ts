import type { BankAccount } from '../model/statement.js';
import { isIban } from '../writing/account-number.js';
import { mod97 } from '../reference/creditor-reference.js';

/**
 * How a country's IBAN holds its national number: the bank's part and the account's, each filled
 * with zeros at the left. Germany and Britain have banks that compute otherwise (see
 * {@link ibanOf}).
 */
interface NationalForm {
  readonly bank: readonly [from: number, length: number];
  readonly account: readonly [from: number, length: number];
}

/** Places within the part of an IBAN after country and check digits. */
const forms: Readonly<Record<string, NationalForm>> = {
  AT: { bank: [0, 5], account: [5, 11] },
  CH: { bank: [0, 5], account: [5, 12] },
  LI: { bank: [0, 5], account: [5, 12] },
  DE: { bank: [0, 8], account: [8, 10] },
  GB: { bank: [4, 6], account: [10, 8] },
  NL: { bank: [0, 4], account: [4, 10] },
  PL: { bank: [0, 8], account: [8, 16] },
};

/** A shorter number is in too many IBANs to tell one from another. */
const accountMinDigits = 5;

function plain(text: string): string {
  return text.replaceAll(/[\s./-]/g, '').toUpperCase();
}

function bare(text: string): string {
  return text.replace(/^0+/, '');
}

function withCheckDigits(country: string, bban: string): string | null {
  const check = String(98 - mod97(`${bban}${country}00`)).padStart(2, '0');
  const iban = `${country}${check}${bban}`;
  return isIban(iban) ? iban : null;
}

interface NationalNumber {
  readonly bank: string | null;
  readonly account: string;
}

/** Bank and account of a national number: `37040044/0532013000`, `12-34-56 12345678`. */
function nationalNumber({ other, bankCode }: BankAccount): NationalNumber | null {
  const text = other?.trim() ?? '';
  const cut =
    /^([A-Z0-9]{3,9}(?=\/)|[A-Z0-9]{5,9}(?= ))[/ ]+([A-Z0-9. -]+)$/i.exec(text) ??
    /^(\d\d-\d\d-\d\d)[/ ]*([\d ]+)$/.exec(text);
  const account = plain(cut?.[2] ?? text);
  if (account === '') return null;
  const bank = cut?.[1] ?? bankCode;
  return { bank: bank === undefined ? null : plain(bank), account };
}

/**
 * The country that a number shows by itself. Five digits may be an Austrian, a French or a Swiss
 * bank, so that those need a BIC or a currency.
 */
function countryOf({ bank }: NationalNumber, bic: string | undefined, currency: string | null) {
  const named = bic?.slice(4, 6);
  if (named !== undefined) return named;
  if (currency === 'CHF') return /^\d{3,5}$/.test(bank ?? '') ? 'CH' : null;
  if (currency !== null && currency !== 'EUR') return null;
  if (/^\d{8}$/.test(bank ?? '')) return 'DE';
  return /^[A-Z]{4}$/.test(bank ?? '') ? 'NL' : null;
}

/** What stands in the bank's part of an IBAN: digits, or the letters that a BIC begins with. */
function bankPart(country: string, bank: string | null, bic: string | undefined): string | null {
  const letters = bic?.slice(0, 4) ?? null;
  if (country === 'NL') return /^[A-Z]{4}$/.test(bank ?? '') ? bank : letters;
  if (bank === null || !/^\d+$/.test(bank)) return null;
  const length = forms[country]?.bank[1] ?? 0;
  if (bank.length > length) return null;
  const filled = bank.padStart(length, '0');
  if (country !== 'GB') return filled;
  return letters === null ? null : letters + filled;
}

function polishOrWhole(account: BankAccount): string | null {
  const whole = plain(account.other ?? '');
  if (isIban(whole)) return whole;
  if (!/^\d{26}$/.test(whole)) return null;
  return isIban(`PL${whole}`) ? `PL${whole}` : null;
}

/**
 * The IBAN of an account that a file names by its national number, or null when that makes none:
 * German (Bankleitzahl and Konto), Austrian, Swiss, Polish (26 digits), Dutch and British ones, of
 * which the last two need the bank's letters from a BIC. Check digits are computed exactly.
 *
 * Most banks fill the number with zeros at the left. Some German banks write another Bankleitzahl
 * (after mergers), shorten or extend the number (sub-accounts of Deutsche Bank and Commerzbank,
 * donation numbers); British building societies and banks with numbers of six, seven, nine or ten
 * digits have rules of their own. For these the account is matched by hand (`bankAccountId`).
 */
export function ibanOf(account: BankAccount, currency: string | null = null): string | null {
  if (account.iban !== undefined) return account.iban;
  const whole = polishOrWhole(account);
  if (whole !== null) return whole;
  const number = nationalNumber(account);
  if (number === null) return null;
  const country = countryOf(number, account.bic, currency);
  const form = country === null ? undefined : forms[country];
  if (country === null || form === undefined) return null;
  const bank = bankPart(country, number.bank, account.bic);
  const [, length] = form.account;
  if (bank === null || number.account.length > length) return null;
  return withCheckDigits(country, bank + number.account.padStart(length, '0'));
}

/** The account with the IBAN that its national number makes, which then stands in `other` too. */
export function withIban(account: BankAccount, currency: string | null): BankAccount {
  if (account.iban !== undefined) return account;
  const iban = ibanOf(account, currency);
  return iban === null ? account : { iban, ...account };
}

function partsOf(iban: string): NationalNumber | null {
  const form = forms[iban.slice(0, 2)];
  if (form === undefined) return null;
  const bban = iban.slice(4);
  const [[bankFrom, bankLength], [from, length]] = [form.bank, form.account];
  return {
    bank: bban.slice(bankFrom, bankFrom + bankLength),
    account: bban.slice(from, from + length),
  };
}

/**
 * Whether a file's account can be the one that an IBAN names: the same IBAN, an IBAN that its
 * national number makes, or its account number alone where the file names no bank.
 */
export function isAccountOf(
  account: BankAccount,
  iban: string,
  currency: string | null = null,
): boolean {
  const made = ibanOf(account, currency);
  if (made !== null) return made === iban;
  const number = nationalNumber(account);
  const parts = partsOf(iban);
  if (number === null || parts === null) return false;
  const joined = plain(account.other ?? '');
  if (joined === (parts.bank ?? '') + parts.account) return true;
  if (bare(number.account).length < accountMinDigits) return false;
  const sameBank = number.bank === null || bare(number.bank) === bare(parts.bank ?? '');
  return sameBank && bare(number.account) === bare(parts.account);
}
