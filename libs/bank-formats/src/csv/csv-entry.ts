import { addDecimals, negate } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { proprietaryCode } from '../model/no-facts.js';
import { referencesIn } from '../reference/remittance.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { BankAccount, Charge, Entry, OriginalAmount } from '../model/statement.js';
import { isIban } from '../writing/account-number.js';
import type { CsvLayout } from './csv-layout.js';
import type { CsvRowReader } from './csv-row.js';

/** A row read: its entry, the account it belongs to, and the balance after it. */
export interface CsvEntry {
  readonly account: BankAccount;
  readonly entry: Entry;
  /** The exact amount that the account gained. */
  readonly gained: Decimal;
  readonly balance: Decimal | null;
}

/** What became of a row: booked, under way, or nothing that moved the account. */
export function statusOf(row: CsvRowReader, { profile }: CsvLayout): 'BOOK' | 'PDNG' | null {
  const { status } = profile;
  if (status === undefined) return 'BOOK';
  const words = row.texts(status.columns).map((word) => word.toLowerCase());
  const among = (listed: readonly string[]): boolean =>
    listed.some((word) => words.includes(word.toLowerCase()));
  if (among(status.notMoved)) return null;
  return among(status.pending) ? 'PDNG' : 'BOOK';
}

function currencyOf(row: CsvRowReader, layout: CsvLayout): string | null {
  const { currency } = layout.profile;
  if (currency.kind !== 'column') return layout.currency;
  return row.text(currency.column)?.toUpperCase() ?? null;
}

function accountFrom(number: string | null): BankAccount {
  if (number === null) return {};
  const bare = number.replaceAll(' ', '').toUpperCase();
  return isIban(bare) ? { iban: bare } : { other: number };
}

function accountOf(row: CsvRowReader, { profile, preamble, ownIban }: CsvLayout): BankAccount {
  const label = profile.preamble?.iban;
  const stated = label === undefined ? ownIban : preamble.get(label.toLowerCase());
  const iban = row.text(profile.account?.iban) ?? stated ?? null;
  const other = row.text(profile.account?.other);
  return { ...accountFrom(iban), ...(other === null ? {} : { other }) };
}

/** A reference, where the bank does not write that there is none. */
function given(text: string | null): string | null {
  return text === null || /^(?:NOTPROVIDED|NONREF)$/i.test(text) ? null : text;
}

interface Reading {
  readonly row: CsvRowReader;
  readonly layout: CsvLayout;
  readonly money: MoneyReading;
  readonly currency: string | null;
}

function original({ row, layout, money }: Reading, gained: Decimal): OriginalAmount | null {
  const columns = layout.profile.original;
  if (columns === undefined) return null;
  const amount = row.number(columns.amount);
  const currency = row.text(columns.currency)?.toUpperCase() ?? null;
  if (amount === null || currency === null) return null;
  const sameWay = gained.unscaled < 0n === amount.unscaled < 0n;
  const minor = money.minor(sameWay ? amount : negate(amount), currency, row.row.line);
  return { ...minor, currency, rate: row.text(columns.rate) };
}

/** What a fee took from the account: negative, or positive when it was given back. */
function feeTaken({ row, layout }: Reading): Decimal | null {
  const { fee } = layout.profile;
  const written = fee === undefined ? null : row.number(fee.column);
  if (fee === undefined || written === null || written.unscaled === 0n) return null;
  return fee.cost === 'positive' ? negate(written) : written;
}

function charges(reading: Reading, taken: Decimal | null): Charge[] {
  if (taken === null) return [];
  const { money, currency, row } = reading;
  const minor = money.minor(taken, currency, row.row.line);
  return [{ ...minor, currency, type: null, included: true }];
}

/** Some banks write both into one cell. */
const ibanAndBic = /^([A-Z]{2}\d{2}[A-Z0-9 ]{11,40}?) +([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)$/;

function counterparty({ row, layout }: Reading, gained: Decimal): Entry['counterparty'] {
  const columns = layout.profile.counterparty;
  const side = gained.unscaled < 0n ? columns?.payee : columns?.payer;
  const name = row.text(side?.name) ?? row.text(columns?.name);
  const stated = row.text(side?.account) ?? row.text(columns?.account);
  const [, iban, behind] = ibanAndBic.exec(stated ?? '') ?? [];
  const isBoth = iban !== undefined && isIban(iban.replaceAll(' ', ''));
  const account = isBoth ? iban : stated;
  const bic = row.text(side?.bic) ?? row.text(columns?.bic) ?? (isBoth ? (behind ?? null) : null);
  return name === null && account === null && bic === null ? null : { name, account, bic };
}

/**
 * One row as an entry. Null when it holds neither a day nor an amount, as sums and remarks below a
 * table do.
 *
 * @throws BankFormatError `csv-cell-unreadable` for a row that holds one of them only.
 */
export function readCsvEntry(
  row: CsvRowReader,
  layout: CsvLayout,
  money: MoneyReading,
  status: 'BOOK' | 'PDNG',
  meant: ReadonlySet<number>,
): CsvEntry | null {
  const { profile } = layout;
  const gross = row.amount();
  const valueDate = row.date(profile.valueDate);
  const bookingDate = row.date(profile.bookingDate) ?? (status === 'BOOK' ? valueDate : null);
  if (gross === null) return null;
  const currency = currencyOf(row, layout);
  const reading: Reading = { row, layout, money, currency };
  const taken = feeTaken(reading);
  const beside = profile.fee?.taken === 'beside' ? taken : null;
  const gained = beside === null ? gross : addDecimals(gross, beside);
  const free = row.texts(profile.remittance);
  const type = row.text(profile.type);
  const information = row.texts(profile.information).join(' / ');
  const { amountMinor, exactAmount } = money.minor(gained, currency, row.row.line);
  // In the order of the other readers' facts, so that JSON texts of old and new agree.
  const entry: Entry = {
    endToEndId: given(row.text(profile.endToEndId)),
    bankReference: row.text(profile.bankReference),
    transactionCode: type === null ? null : proprietaryCode(type),
    counterparty: counterparty(reading, gained),
    remittance: { structured: free.flatMap((text) => referencesIn(text)), free },
    original: original(reading, gained),
    charges: charges(reading, taken),
    mandateId: row.text(profile.mandateId),
    creditorId: row.text(profile.creditorId),
    returnReason: null,
    purpose: null,
    information: information === '' ? null : information,
    references: {},
    other: row.others(meant),
    amountMinor,
    exactAmount,
    bookingDate,
    valueDate,
    currency,
    status,
    reversal: false,
    details: [],
    batchCount: null,
    line: row.row.line,
  };
  return { account: accountOf(row, layout), entry, gained, balance: row.number(profile.balance) };
}

const balanceRows = new Set(
  [
    'opening balance,closing balance,balance brought forward,balance carried forward,turnover',
    'anfangssaldo,endsaldo,schlusssaldo,alter kontostand,neuer kontostand,kontostand',
    'beginsaldo,eindsaldo,solde initial,solde final,ancien solde,nouveau solde',
    'saldo inicial,saldo final,saldo iniziale,saldo finale,saldo poczatkowe,saldo koncowe',
    'algsaldo,loppsaldo,kaive,sakuma atlikums,beigu atlikums,apgrozijums',
    'pradinis likutis,galutinis likutis,apyvarta,ingaende saldo,utgaende saldo',
  ]
    .join(',')
    .split(','),
);

const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();

/** Some exports list what the account stood at, and what moved in all, as if it were an entry. */
export function isBalanceRow(row: CsvRowReader, { profile }: CsvLayout): boolean {
  const texts = row.texts(profile.remittance);
  return texts.length > 0 && texts.every((text) => balanceRows.has(plain(text)));
}
