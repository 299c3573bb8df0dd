import { describe, expect, it } from 'vitest';
import { BankFileCollector } from '../../model/statement-sink.js';
import type { BankFile } from '../../model/statement.js';
import { CsvReader } from '../csv-reader.js';
import { guessCsvProfile } from './guess-csv-profile.js';

function read(text: string): BankFile {
  const guess = guessCsvProfile(text);
  if (guess === null) throw new Error('no profile fits');
  expect(guess.confidence).toBeGreaterThanOrEqual(0.5);
  const collector = new BankFileCollector();
  const reader = new CsvReader(collector.sink, guess.profile);
  reader.write(text);
  reader.end();
  return collector.result();
}

/** Each entry: day, amount, name, account, text. */
function entries(text: string): string[] {
  return read(text).statements.flatMap((statement) =>
    statement.entries.map(({ bookingDate, amountMinor, counterparty, remittance }) =>
      [
        `${bookingDate?.slice(5)} ${amountMinor}`,
        counterparty?.name ?? '',
        counterparty?.account ?? '',
        remittance.free.join(' / '),
      ].join(' | '),
    ),
  );
}

const closings = (text: string): (bigint | null)[] =>
  read(text).statements.map(({ closingMinor }) => closingMinor);
const warnings = (text: string): string[] => read(text).warnings.map(({ code }) => code);

describe('which way the money went', () => {
  it('is told in the letters of Baltic banks, whose balances and turnovers are no entries', () => {
    const text =
      'Kliendi konto;Kuupäev;Saaja/Maksja;Selgitus;Summa;Valuuta;Deebet/Kreedit\n' +
      'EE382200221020145685;01.11.2026;;Algsaldo;1000,00;EUR;K\n' +
      'EE382200221020145685;02.11.2026;Ada;Liikmemaks;25,00;EUR;K\n' +
      'EE382200221020145685;13.11.2026;Host;Üür;300,00;EUR;D\n' +
      'EE382200221020145685;13.11.2026;;Käive;25,00;EUR;K\n' +
      'EE382200221020145685;13.11.2026;;Lõppsaldo;725,00;EUR;K\n';
    expect(entries(text)).toEqual([
      '11-02 2500 | Ada |  | Liikmemaks',
      '11-13 -30000 | Host |  | Üür',
    ]);
    expect(warnings(text).filter((code) => code === 'row-no-entry')).toHaveLength(3);
  });

  it.each(['D/C', 'Dare/Avere', 'Soll/Haben', 'Znak'])(
    'is not guessed where a column says it in words that nobody knows: %s',
    (header) => {
      const rows = '2026-11-02,Dues,25.00,Q\n2026-11-13,Rent,300.00,X\n';
      const text = `Date,Text,Amount,${header}\n${rows}`;
      expect(guessCsvProfile(text)).toBeNull();
    },
  );

  it('is the other way in a card statement, which thanks for what has a minus', () => {
    const card =
      'Trans. Date,Post Date,Description,Amount\n11/02/2026,11/03/2026,HOST,12.50\n' +
      '11/13/2026,11/14/2026,INTERNET PAYMENT - THANK YOU,-20.00\n' +
      '11/14/2026,11/14/2026,PAPER,7.00\n';
    expect(entries(card)).toEqual([
      '11-03 -1250 |  |  | HOST',
      '11-14 2000 |  |  | INTERNET PAYMENT - THANK YOU',
      '11-14 -700 |  |  | PAPER',
    ]);
    const account = card.replace('INTERNET PAYMENT - THANK YOU', 'PAYMENT HOST');
    expect(entries(account)[0]).toBe('11-03 1250 |  |  | HOST');
  });

  it('stands in one column alone, which is neither an account nor a text', () => {
    const norwegian =
      'Dato;Forklaring;Ut fra konto;Inn på konto\n' +
      '02.11.2026;Medlem;;500,00\n03.11.2026;Strøm;1.234,56;\n';
    expect(entries(norwegian)).toEqual([
      '11-02 50000 |  |  | Medlem',
      '11-03 -123456 |  |  | Strøm',
    ]);
  });
});

describe('numbers of a file', () => {
  it('are written as its balances are', () => {
    const text =
      'Data;Opis;Kwota;Saldo\n2026-11-02;Składka;25,00;1 025,00\n' +
      '2026-11-03;Czynsz;-300,00;725,00\n';
    expect(closings(text)).toEqual([72_500n]);
  });

  it.each([
    ['2.500', '-12.000', ''],
    ['"2,500"', '"-12,000"', ''],
    ['2.500', '-12.000', ';HUF'],
  ])('are in thousands and not in thousandths: %s, %s', (gained, lost, currency) => {
    const head = currency === '' ? '' : ';Devizanem';
    const text =
      `Datum;Betrag;Text${head}\n` +
      `02.11.2026;${gained};Beitrag${currency}\n13.11.2026;${lost};Miete${currency}\n`;
    expect(entries(text)).toEqual(['11-02 250000 |  |  | Beitrag', '11-13 -1200000 |  |  | Miete']);
    expect(warnings(text)).toContain('thousands-assumed');
  });

  it('are in thousandths where the currency has them, or some have fewer digits', () => {
    const dinars =
      'Date,Text,Amount,Currency\n2026-11-02,Dues,2.500,KWD\n2026-11-13,Rent,-1.250,KWD\n';
    expect(entries(dinars)).toEqual(['11-02 2500 |  |  | Dues', '11-13 -1250 |  |  | Rent']);
    const mixed = 'Date,Text,Amount\n2026-11-02,Dues,2.500\n2026-11-13,Rent,-1.25\n';
    expect(entries(mixed)).toEqual(['11-02 250 |  |  | Dues', '11-13 -125 |  |  | Rent']);
    expect(warnings(dinars).includes('thousands-assumed')).toBe(false);
  });
});

describe('who is named', () => {
  it('is the other side where both may be payer and payee', () => {
    const text =
      'Buchungstag;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Konto-Nr.;IBAN;' +
      'Vorgang/Verwendungszweck;Währung;Umsatz; \n' +
      '13.11.2026;Molen eG;Host;;DE02500105170137075030;Miete;EUR;300,00;S\n' +
      '02.11.2026;Molen eG;Ada;;DE02120300000000202051;Beitrag;EUR;25,00;H\n';
    expect(entries(text)).toEqual([
      '11-13 -30000 | Host | DE02500105170137075030 | Miete',
      '11-02 2500 | Ada | DE02120300000000202051 | Beitrag',
    ]);
  });

  it('has an account though its BIC stands in the same cell', () => {
    const text =
      'Kirjauspäivä;Määrä;Saaja/Maksaja;Saajan tilinumero ja pankin BIC;Viesti\n' +
      '02.11.2026;25,00;Matti;FI2112345600000785 NDEAFIHH;Jäsenmaksu\n' +
      '03.11.2026;-12,50;Host;;Vuokra\n';
    expect(entries(text)).toEqual([
      '11-02 2500 | Matti | FI2112345600000785 | Jäsenmaksu',
      '11-03 -1250 | Host |  | Vuokra',
    ]);
  });
});

describe('rows below the table', () => {
  const foot = (rows: string, last: string): string =>
    `Buchungstag;Wert;Vorgang;Buchungstext;Betrag\n${rows}${last}\n`;
  const rows =
    '13.11.2026;13.11.2026;Lastschrift;Miete Haus;-300,00\n' +
    '12.11.2026;12.11.2026;Lastschrift;Strom;-30,00\n' +
    '02.11.2026;02.11.2026;Gutschrift;Beitrag Ada;25,00\n';

  it.each(['Alter Kontostand;1.005,00 EUR', 'Kontostand;13.11.2026;;;', 'Summe'])(
    'do not hide a short table: %s',
    (last) => {
      expect(entries(foot(rows, last))).toEqual([
        '11-13 -30000 |  |  | Miete Haus',
        '11-12 -3000 |  |  | Strom',
        '11-02 2500 |  |  | Beitrag Ada',
      ]);
      expect(warnings(foot(rows, last))).toContain('row-no-entry');
    },
  );
});

describe('headers of further languages', () => {
  it.each([
    ['Ημερομηνία;Περιγραφή;Χρέωση;Πίστωση;Υπόλοιπο', '02/11/2026;Ada;;25,00;1.025,00'],
    ['Data tranzactiei;Descriere;Debit;Credit;Sold', '02/11/2026;Ada;;25,00;1.025,00'],
    ['Tarih;Açıklama;Tutar;Bakiye', '02.11.2026;Ada;25,00;1.025,00'],
    ['Dátum;Közlemény;Összeg;Egyenleg', '2026.11.02.;Ada;25,00;1.025,00'],
  ])('%s', (header, row) => {
    const text = `${header}\n${row}\n`;
    expect(entries(text)).toEqual(['11-02 2500 |  |  | Ada']);
    expect(closings(text)).toEqual([102_500n]);
  });
});
