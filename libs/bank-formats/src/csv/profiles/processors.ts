import type { CsvProfile } from './csv-profile.js';

const english = { decimal: '.', grouping: ',' } as const;

const common = { delimiters: [','], quote: '"', encoding: 'utf-8' } as const;

/** Wise, the statement of one balance; fees are within the amounts or rows of their own. */
export const wise: CsvProfile = {
  ...common,
  name: 'wise',
  title: 'Wise, balance statement',
  header: {
    kind: 'names',
    required: [['TransferWise ID', 'Wise ID'], 'Date', 'Amount', 'Currency', 'Running Balance'],
  },
  dates: ['DD-MM-YYYY', 'YYYY-MM-DD', 'DD/MM/YYYY'],
  numbers: [english],
  bookingDate: 'Date',
  amount: { kind: 'signed', column: 'Amount' },
  currency: { kind: 'column', column: 'Currency' },
  balance: 'Running Balance',
  counterparty: { name: ['Payee Name', 'Payer Name', 'Merchant'], account: 'Payee Account Number' },
  remittance: ['Payment Reference', 'Description'],
  bankReference: ['TransferWise ID', 'Wise ID'],
  type: ['Transaction Details Type', 'Transaction Type'],
  information: ['Note'],
  fee: { column: 'Total fees', taken: 'within', cost: 'positive' },
};

const revolutStatus = {
  columns: ['State'],
  pending: ['PENDING'],
  notMoved: ['REVERTED', 'DECLINED', 'FAILED', 'CANCELLED'],
} as const;

/** Revolut, personal account: the fee is taken beside the amount. */
export const revolut: CsvProfile = {
  name: 'revolut',
  title: 'Revolut, personal',
  delimiters: [',', ';'],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: ['Type', 'Product', 'Started Date', 'Completed Date', 'Amount', 'Fee', 'Currency'],
  },
  dates: ['YYYY-MM-DD', 'DD/MM/YYYY'],
  numbers: [english],
  bookingDate: ['Completed Date'],
  valueDate: 'Started Date',
  amount: { kind: 'signed', column: 'Amount' },
  currency: { kind: 'column', column: 'Currency' },
  balance: 'Balance',
  account: { other: 'Product' },
  remittance: ['Description'],
  type: 'Type',
  fee: { column: 'Fee', taken: 'beside', cost: 'positive' },
  status: revolutStatus,
};

/** Revolut, business account: the total holds amount and fee. */
export const revolutBusiness: CsvProfile = {
  ...common,
  name: 'revolut-business',
  title: 'Revolut Business',
  header: {
    kind: 'names',
    required: ['Date started (UTC)', 'Date completed (UTC)', 'ID', 'Type', 'State', 'Total amount'],
  },
  dates: ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM-DD-YYYY'],
  numbers: [english],
  bookingDate: 'Date completed (UTC)',
  valueDate: 'Date started (UTC)',
  amount: { kind: 'signed', column: 'Total amount' },
  currency: { kind: 'column', column: 'Payment currency' },
  balance: 'Balance',
  account: { other: 'Account' },
  counterparty: {
    name: ['Beneficiary name', 'Sender name'],
    account: ['Beneficiary IBAN', 'Beneficiary account number'],
    bic: 'Beneficiary BIC',
  },
  remittance: ['Reference', 'Description'],
  bankReference: 'ID',
  type: 'Type',
  information: ['Payer'],
  original: { amount: 'Orig amount', currency: 'Orig currency', rate: 'Exchange rate' },
  fee: { column: 'Fee', taken: 'within', cost: 'positive' },
  status: revolutStatus,
};

/** Stripe, itemised balance report: one row a balance transaction. */
export const stripeBalance: CsvProfile = {
  ...common,
  name: 'stripe-balance',
  title: 'Stripe, balance change from activity (itemised)',
  header: {
    kind: 'names',
    required: ['balance_transaction_id', ['created', 'created_utc'], 'currency', 'gross', 'net'],
  },
  dates: ['YYYY-MM-DD'],
  numbers: [english],
  bookingDate: ['created', 'created_utc'],
  valueDate: ['available_on', 'available_on_utc'],
  amount: { kind: 'signed', column: 'net' },
  currency: { kind: 'column', column: 'currency' },
  counterparty: { name: 'customer_name' },
  remittance: ['description'],
  bankReference: 'balance_transaction_id',
  type: 'reporting_category',
  fee: { column: 'fee', taken: 'within', cost: 'positive' },
};

/** Stripe, the older export of the balance history. */
export const stripeHistory: CsvProfile = {
  ...common,
  name: 'stripe-history',
  title: 'Stripe, balance history',
  header: {
    kind: 'names',
    required: ['id', 'Source', 'Amount', 'Fee', 'Net', 'Currency', 'Created (UTC)'],
  },
  dates: ['YYYY-MM-DD'],
  numbers: [english],
  bookingDate: 'Created (UTC)',
  valueDate: 'Available On (UTC)',
  amount: { kind: 'signed', column: 'Net' },
  currency: { kind: 'column', column: 'Currency' },
  remittance: ['Description'],
  bankReference: 'id',
  endToEndId: 'Source',
  type: 'Type',
  fee: { column: 'Fee', taken: 'within', cost: 'positive' },
};

/** PayPal activity: days and decimals follow the account's country; memo rows move nothing. */
export const paypal: CsvProfile = {
  name: 'paypal',
  title: 'PayPal, activity download',
  delimiters: [',', '\t', ';'],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: [
      ['Date', 'Datum'],
      ['Time', 'Uhrzeit'],
      'Name',
      ['Type', 'Typ'],
      'Status',
      ['Currency', 'Währung'],
      ['Gross', 'Brutto'],
      ['Fee', 'Gebühr', 'Entgelt'],
      ['Net', 'Netto'],
    ],
  },
  dates: ['DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'YYYY-MM-DD'],
  numbers: [english, { decimal: ',', grouping: '.' }],
  bookingDate: ['Date', 'Datum'],
  amount: { kind: 'signed', column: ['Net', 'Netto'] },
  currency: { kind: 'column', column: ['Currency', 'Währung'] },
  balance: ['Balance', 'Guthaben'],
  counterparty: { name: 'Name' },
  remittance: [
    ['Subject', 'Betreff'],
    ['Note', 'Hinweis'],
    ['Item Title', 'Artikelbezeichnung'],
  ],
  bankReference: ['Transaction ID', 'Transaktionscode'],
  endToEndId: ['Invoice Number', 'Rechnungsnummer'],
  type: ['Type', 'Typ'],
  fee: { column: ['Fee', 'Gebühr', 'Entgelt'], taken: 'within', cost: 'negative' },
  status: {
    columns: [['Balance Impact', 'Auswirkung auf Guthaben'], 'Status'],
    pending: ['Pending', 'On hold', 'Ausstehend'],
    notMoved: ['Memo', 'Denied', 'Expired', 'Voided', 'Canceled', 'Cancelled', 'Failed'],
  },
};
