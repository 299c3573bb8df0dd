import type { CsvProfile } from './csv-profile.js';

const euro = { kind: 'fixed', code: 'EUR' } as const;
const european = { decimal: ',', grouping: '.' } as const;
const english = { decimal: '.', grouping: ',' } as const;

/** ING Netherlands: the sign stands in `Af Bij`; the newer export adds the balance. */
export const ingNetherlands: CsvProfile = {
  name: 'ing-nl',
  title: 'ING (Netherlands)',
  delimiters: [';', ','],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: [
      ['Datum', 'Date'],
      ['Naam / Omschrijving', 'Name / Description'],
      ['Rekening', 'Account'],
      ['Tegenrekening', 'Counterparty'],
      'Code',
      ['Af Bij', 'Debit/credit'],
      ['Bedrag (EUR)', 'Amount (EUR)'],
    ],
  },
  dates: ['YYYYMMDD', 'DD-MM-YYYY'],
  numbers: [european],
  bookingDate: ['Datum', 'Date'],
  amount: {
    kind: 'indicator',
    column: ['Bedrag (EUR)', 'Amount (EUR)'],
    indicator: ['Af Bij', 'Debit/credit'],
    credit: ['Bij', 'Credit'],
    debit: ['Af', 'Debit'],
  },
  currency: euro,
  balance: ['Saldo na mutatie', 'Saldo na trn', 'Resulting balance'],
  account: { iban: ['Rekening', 'Account'] },
  counterparty: {
    name: ['Naam / Omschrijving', 'Name / Description'],
    account: ['Tegenrekening', 'Counterparty'],
  },
  remittance: [['Mededelingen', 'Notifications']],
  type: 'Code',
  information: [['Mutatiesoort', 'Transactietype', 'Transaction type'], 'Tag'],
};

/** ING Germany: a preamble with the account, two columns named `Währung`, cp1252. */
export const ingGermany: CsvProfile = {
  name: 'ing-de',
  title: 'ING (Deutschland)',
  delimiters: [';'],
  quote: '"',
  encoding: 'windows-1252',
  header: {
    kind: 'names',
    required: [
      'Buchung',
      ['Wertstellungsdatum', 'Valuta'],
      'Auftraggeber/Empfänger',
      'Buchungstext',
      'Verwendungszweck',
      'Betrag',
    ],
  },
  dates: ['DD.MM.YYYY'],
  numbers: [european],
  bookingDate: 'Buchung',
  valueDate: ['Wertstellungsdatum', 'Valuta'],
  amount: { kind: 'signed', column: 'Betrag' },
  currency: { kind: 'column', column: 'Währung' },
  balance: 'Saldo',
  preamble: { iban: 'IBAN' },
  counterparty: { name: 'Auftraggeber/Empfänger' },
  remittance: ['Verwendungszweck'],
  type: 'Buchungstext',
  information: ['Kategorie', 'Notiz'],
};

/** N26, the export since 2023. */
export const n26: CsvProfile = {
  name: 'n26',
  title: 'N26',
  delimiters: [','],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: ['Booking Date', 'Value Date', 'Partner Name', 'Partner Iban', 'Amount (EUR)'],
  },
  dates: ['YYYY-MM-DD'],
  numbers: [{ decimal: '.', grouping: '' }],
  bookingDate: 'Booking Date',
  valueDate: 'Value Date',
  amount: { kind: 'signed', column: 'Amount (EUR)' },
  currency: euro,
  account: { other: 'Account Name' },
  counterparty: { name: 'Partner Name', account: 'Partner Iban' },
  remittance: ['Payment Reference'],
  type: 'Type',
  original: { amount: 'Original Amount', currency: 'Original Currency', rate: 'Exchange Rate' },
};

/** N26, the export until 2023, in English or German. */
export const n26Legacy: CsvProfile = {
  name: 'n26-legacy',
  title: 'N26 (until 2023)',
  delimiters: [','],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: [
      ['Date', 'Datum'],
      ['Payee', 'Empfänger'],
      ['Account number', 'Kontonummer'],
      ['Transaction type', 'Transaktionstyp'],
      ['Amount (EUR)', 'Betrag (EUR)'],
    ],
  },
  dates: ['YYYY-MM-DD'],
  numbers: [{ decimal: '.', grouping: '' }],
  bookingDate: ['Date', 'Datum'],
  amount: { kind: 'signed', column: ['Amount (EUR)', 'Betrag (EUR)'] },
  currency: euro,
  counterparty: { name: ['Payee', 'Empfänger'], account: ['Account number', 'Kontonummer'] },
  remittance: [['Payment reference', 'Verwendungszweck']],
  type: ['Transaction type', 'Transaktionstyp'],
  information: [['Category', 'Kategorie']],
  original: {
    amount: ['Amount (Foreign Currency)', 'Betrag (Fremdwährung)'],
    currency: ['Type Foreign Currency', 'Fremdwährung'],
    rate: ['Exchange Rate', 'Wechselkurs'],
  },
};

/** Triodos Netherlands: no header, nine columns, the words `Debet` and `Credit` for the sign. */
export const triodos: CsvProfile = {
  name: 'triodos',
  title: 'Triodos Bank (Nederland)',
  delimiters: [',', ';'],
  quote: '"',
  encoding: 'windows-1252',
  header: {
    kind: 'none',
    columns: [8, 9],
    shapes: { 0: '^\\d{2}-\\d{2}-\\d{4}$', 1: 'TRIO|^\\d+$', 3: '^(Debet|Credit)$' },
  },
  dates: ['DD-MM-YYYY'],
  numbers: [european],
  bookingDate: 0,
  account: { iban: 1 },
  amount: { kind: 'indicator', column: 2, indicator: 3, credit: ['Credit'], debit: ['Debet'] },
  currency: euro,
  counterparty: { name: 4, account: 5 },
  type: 6,
  remittance: [7],
  balance: 8,
};

/** GLS Bank, and the other co-operative banks of Germany with the same on-line banking. */
export const gls: CsvProfile = {
  name: 'gls',
  title: 'GLS Bank (and other German Volksbanken)',
  delimiters: [';'],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: [
      'IBAN Auftragskonto',
      'Buchungstag',
      'Valutadatum',
      'Name Zahlungsbeteiligter',
      'IBAN Zahlungsbeteiligter',
      'Verwendungszweck',
      'Betrag',
      'Waehrung',
    ],
  },
  dates: ['DD.MM.YYYY'],
  numbers: [european],
  bookingDate: 'Buchungstag',
  valueDate: 'Valutadatum',
  account: { iban: 'IBAN Auftragskonto' },
  amount: { kind: 'signed', column: 'Betrag' },
  currency: { kind: 'column', column: 'Waehrung' },
  balance: 'Saldo nach Buchung',
  counterparty: {
    name: 'Name Zahlungsbeteiligter',
    account: 'IBAN Zahlungsbeteiligter',
    bic: 'BIC (SWIFT-Code) Zahlungsbeteiligter',
  },
  remittance: ['Verwendungszweck'],
  mandateId: 'Mandatsreferenz',
  creditorId: 'Glaeubiger ID',
  type: 'Buchungstext',
  information: ['Bemerkung', 'Kategorie'],
};

/** Starling: the currency stands in the headers `Amount (GBP)` and `Balance (GBP)`. */
export const starling: CsvProfile = {
  name: 'starling',
  title: 'Starling Bank',
  delimiters: [','],
  quote: '"',
  encoding: 'utf-8',
  header: {
    kind: 'names',
    required: [
      'Date',
      'Counter Party',
      'Reference',
      'Type',
      ['Amount (GBP)', 'Amount (EUR)', 'Amount (USD)', 'Amount'],
    ],
  },
  dates: ['DD/MM/YYYY'],
  numbers: [english],
  bookingDate: 'Date',
  amount: {
    kind: 'signed',
    column: ['Amount (GBP)', 'Amount (EUR)', 'Amount (USD)', 'Amount'],
  },
  currency: { kind: 'header', pattern: '^Amount \\(([A-Z]{3})\\)$' },
  balance: ['Balance (GBP)', 'Balance (EUR)', 'Balance (USD)', 'Balance'],
  counterparty: { name: 'Counter Party' },
  remittance: ['Reference'],
  type: 'Type',
  information: ['Spending Category', 'Notes'],
};
