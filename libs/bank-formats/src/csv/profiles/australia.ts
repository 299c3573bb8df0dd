import type { CsvProfile } from './csv-profile.js';

const australian = {
  delimiters: [','],
  quote: '"',
  encoding: 'utf-8',
  dates: ['DD/MM/YYYY'],
  numbers: [{ decimal: '.', grouping: ',' }],
  currency: { kind: 'fixed', code: 'AUD' },
} as const satisfies Partial<CsvProfile>;

const day = '^\\d{1,2}/\\d{1,2}/\\d{2,4}$';
const amount = '^[-+]?\\$?[\\d,]*\\.\\d{2}$';

/** ANZ Internet Banking: no header, date, amount and description; further columns are empty. */
export const anz: CsvProfile = {
  ...australian,
  name: 'anz',
  title: 'ANZ (Australia)',
  header: { kind: 'none', columns: [3, 8], shapes: { 0: day, 1: amount, 2: '[A-Za-z]' } },
  dates: ['DD/MM/YYYY', 'DD/MM/YY'],
  bookingDate: 0,
  amount: { kind: 'signed', column: 1 },
  remittance: [2],
};

/** Commonwealth Bank, NetBank: no header, date, amount, description and balance, both signed. */
export const commBank: CsvProfile = {
  ...australian,
  name: 'commbank',
  title: 'Commonwealth Bank (Australia)',
  header: {
    kind: 'none',
    columns: [4, 5],
    shapes: { 0: day, 1: amount, 2: '[A-Za-z]', 3: amount },
  },
  bookingDate: 0,
  amount: { kind: 'signed', column: 1 },
  remittance: [2],
  balance: 3,
  valueDate: 4,
};

/** Bank Australia: the effective date is often empty and the entered date then counts. */
export const bankAustralia: CsvProfile = {
  ...australian,
  name: 'bank-australia',
  title: 'Bank Australia',
  header: {
    kind: 'names',
    required: ['Effective Date', 'Entered Date', 'Transaction Description', 'Amount', 'Balance'],
  },
  bookingDate: 'Entered Date',
  valueDate: 'Effective Date',
  amount: { kind: 'signed', column: 'Amount' },
  remittance: ['Transaction Description'],
  balance: 'Balance',
};

/** ING Australia: two columns for credits and debits, debits with a minus. */
export const ingAustralia: CsvProfile = {
  ...australian,
  name: 'ing-au',
  title: 'ING (Australia)',
  header: { kind: 'names', required: ['Date', 'Description', 'Credit', 'Debit', 'Balance'] },
  bookingDate: 'Date',
  amount: { kind: 'two-columns', credit: 'Credit', debit: 'Debit', debitWritten: 'negative' },
  remittance: ['Description'],
  balance: 'Balance',
};
