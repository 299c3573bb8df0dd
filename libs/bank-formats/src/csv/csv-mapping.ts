import { BankFormatError } from '../model/bank-format.errors.js';
import { currencyExponent } from '../model/currency.js';
import { csvDateFormats, numberStyles } from './csv-cells.js';
import type { CsvAmount, CsvCurrency, CsvProfile } from './profiles/csv-profile.js';

/**
 * What a person says of a CSV export: which column means what, by the names of its header. Days and
 * numbers are made out from the file.
 */
export interface CsvMapping {
  /** Kebab-case, 1 to 60 characters. */
  readonly name: string;
  /** One of `;` `,` tab `|`; without it all are tried. */
  readonly delimiter?: string | null;
  readonly bookingDate: string;
  readonly valueDate?: string | null;
  /** The column of amounts with a sign, or of those whose sign `direction` gives. */
  readonly amount?: string | null;
  /** Two columns in place of one: what came in, and what went out. */
  readonly credit?: string | null;
  readonly debit?: string | null;
  /** The column of words that say which way the money went, and the words for out. */
  readonly direction?: string | null;
  readonly debitWords?: readonly string[] | null;
  readonly creditWords?: readonly string[] | null;
  /** Amounts are what is owed, as on card statements. */
  readonly owed?: boolean | null;
  /** The code for the whole file, or else the column that says it. */
  readonly currency?: string | null;
  readonly currencyColumn?: string | null;
  readonly balance?: string | null;
  readonly account?: string | null;
  readonly counterpartyName?: string | null;
  readonly counterpartyAccount?: string | null;
  readonly remittance?: readonly string[] | null;
  readonly bankReference?: string | null;
}

function refused(field: string, message: string): BankFormatError {
  return new BankFormatError('field-refused', `${field}: ${message}`, { field });
}

function amountOf(mapping: CsvMapping): CsvAmount {
  const { amount, credit, debit, direction, owed } = mapping;
  if (amount == null) {
    if (credit == null) throw refused('amount', 'name a column of amounts, or credit and debit');
    if (debit == null) throw refused('debit', 'name the column beside credit');
    return { kind: 'two-columns', credit, debit, debitWritten: 'any' };
  }
  if (credit != null || debit != null) {
    throw refused('amount', 'name one column of amounts, or credit and debit, and not both');
  }
  if (direction == null) {
    return { kind: 'signed', column: amount, ...(owed === true ? { owed } : {}) };
  }
  const [creditWords, debitWords] = [mapping.creditWords ?? [], mapping.debitWords ?? []];
  if (creditWords.length === 0) throw refused('creditWords', 'say which words mean money in');
  if (debitWords.length === 0) throw refused('debitWords', 'say which words mean money out');
  return {
    kind: 'indicator',
    column: amount,
    indicator: direction,
    credit: creditWords,
    debit: debitWords,
  };
}

function currencyOf({ currency, currencyColumn }: CsvMapping): CsvCurrency {
  if (currencyColumn != null) return { kind: 'column', column: currencyColumn };
  if (currency == null) return { kind: 'header', pattern: '\\b([A-Z]{3})\\)?$' };
  if (currencyExponent(currency) === null) throw refused('currency', 'no currency of ISO 4217');
  return { kind: 'fixed', code: currency };
}

const delimiters = [';', ',', '\t', '|'];

/**
 * The profile that a mapping makes.
 *
 * @throws BankFormatError `field-refused` with the field that is missing, doubled or unknown.
 */
export function csvProfileFrom(mapping: CsvMapping): CsvProfile {
  const { name, delimiter, bookingDate, valueDate, balance, account, bankReference } = mapping;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    throw refused('name', 'small letters, digits and single dashes, 60 at most');
  }
  if (bookingDate.trim() === '') throw refused('bookingDate', 'name the column of days');
  if (delimiter != null && !delimiters.includes(delimiter)) {
    throw refused('delimiter', 'one of ; , tab |');
  }
  const amount = amountOf(mapping);
  const amounts =
    amount.kind === 'two-columns'
      ? [amount.credit, amount.debit]
      : amount.kind === 'signed'
        ? [amount.column]
        : [amount.column, amount.indicator];
  const { counterpartyName, counterpartyAccount, remittance } = mapping;
  return {
    name,
    title: name,
    delimiters: delimiter == null ? delimiters : [delimiter],
    quote: '"',
    encoding: 'utf-8',
    header: { kind: 'names', required: [bookingDate, ...amounts] },
    dates: csvDateFormats,
    numbers: numberStyles,
    bookingDate,
    ...(valueDate == null ? {} : { valueDate }),
    amount,
    currency: currencyOf(mapping),
    ...(balance == null ? {} : { balance }),
    ...(account == null ? {} : { account: { iban: account } }),
    counterparty: {
      ...(counterpartyName == null ? {} : { name: counterpartyName }),
      ...(counterpartyAccount == null ? {} : { account: counterpartyAccount }),
    },
    remittance: remittance ?? [],
    ...(bankReference == null ? {} : { bankReference }),
  };
}
