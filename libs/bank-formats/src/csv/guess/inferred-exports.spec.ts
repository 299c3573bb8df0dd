import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BankFileCollector } from '../../model/statement-sink.js';
import type { BankFile, Entry } from '../../model/statement.js';
import { reportedFile, reportedFilesFound } from '../../testing/reported-files.js';
import { decodeText } from '../../model/text.js';
import { CsvReader } from '../csv-reader.js';
import { guessCsvProfile } from './guess-csv-profile.js';

function read(text: string): BankFile {
  const guess = guessCsvProfile(text);
  if (guess === null) throw new Error('no profile fits');
  expect(guess.profile.name).toBe('inferred');
  expect(guess.confidence).toBeGreaterThanOrEqual(0.5);
  const collector = new BankFileCollector();
  const reader = new CsvReader(collector.sink, guess.profile);
  reader.write(text);
  reader.end();
  return collector.result();
}

/** An entry in one line: day, value day, amount, currency, name, account, text. */
function shown(entry: Entry): string {
  const { bookingDate, valueDate, amountMinor, currency, counterparty, remittance } = entry;
  const value = valueDate === null || valueDate === bookingDate ? '' : `/${valueDate.slice(5)}`;
  const pending = entry.status === 'BOOK' ? '' : ' pending';
  return [
    `${bookingDate?.slice(5)}${value}${pending} ${amountMinor} ${currency ?? '-'}`,
    counterparty?.name ?? '',
    counterparty?.account ?? '',
    remittance.free.join(' / '),
  ].join(' | ');
}

function entries(text: string): string[] {
  return read(text).statements.flatMap((statement) => statement.entries.map(shown));
}

function account(text: string): string | undefined {
  const [statement, ...more] = read(text).statements;
  expect(more).toEqual([]);
  return statement?.account.iban ?? statement?.account.other;
}

const fixtures = new URL('../../../fixtures/inferred/', import.meta.url);

/** What each export says: its own account, and its entries. */
const exports: Readonly<Record<string, readonly [own: string | undefined, ...rows: string[]]>> = {
  'sparkasse.csv': [
    'DE89370400440532013000',
    '11-02/11-03 500 EUR | Ada | DE02120300000000202051 | Beitrag',
    '11-03 pending -1250 EUR | Host | DE02500105170137075030 | Server',
  ],
  'dkb.csv': [
    'DE89370400440532013000',
    '11-02 2500 EUR | Ada | DE02120300000000202051 | Beitrag',
    '11-03/11-04 -101250 EUR | Host | DE02500105170137075030 | Server',
  ],
  'dkb-2020.csv': [
    undefined,
    '11-02 2500 EUR | Ada | DE02120300000000202051 | Beitrag',
    '11-03 500 EUR | Ada | DE02120300000000202051 | Spende',
  ],
  'hypovereinsbank.csv': ['20035794', '07-01/07-03 2500 EUR | Ada |  | Beitrag'],
  'deutsche-bank.csv': [
    undefined,
    '11-13 -1250 EUR | Host | DE02500105170137075030 | Server',
    '11-14 102500 EUR | Ada | DE02120300000000202051 | Beitrag',
  ],
  'knab.csv': [
    'NL92KNAB0123456789',
    '11-02 500 EUR | A. Wever | NL91ABNA0417164300 | Contributie',
    '11-03 -1250 EUR | Host BV | NL20INGB0001234567 | Server',
  ],
  'rabobank.csv': [
    'NL92KNAB0123456789',
    '11-02/11-03 500 EUR | A. Wever | NL91ABNA0417164300 | Contributie / november',
    '11-03 -1250 EUR | Host BV | NL20INGB0001234567 | Server',
  ],
  'oberbank.csv': [
    undefined,
    '03-15 1100 EUR | Ada | AT022050302101023601 | Beitrag',
    '03-16 -900 EUR | Host | AT022050302101023699 | Server',
  ],
  'french.csv': [
    undefined,
    '04-02/04-03 -123456 EUR |  |  | Loyer',
    '04-25 350000 EUR |  |  | Cotisation',
  ],
  'caisse-epargne.csv': [
    undefined,
    '04-02 -1250 - |  |  | Loyer',
    '04-25 3500 - |  |  | Cotisation',
  ],
  'postfinance.csv': [
    undefined,
    '11-02/11-03 2500 CHF |  |  | Beitrag Ada',
    '11-04 -1250 CHF |  |  | Server',
  ],
  'mbank.csv': [
    undefined,
    '11-03 2500 - | JAN | 42105014611000009030400000 | Składka',
    '11-04 -1250 - | HOST | 42105014611000009030400001 | Serwer',
  ],
  'nordea.csv': [
    undefined,
    '11-02 2500 SEK | Ada | 1234 56 | Avgift',
    '11-04 -1250 SEK | Host | 9999 11 | Server',
  ],
  'spanish.csv': [
    undefined,
    '11-02/11-03 2500 EUR |  |  | Cuota',
    '11-24 -1250 EUR |  |  | Servidor',
  ],
  'lloyds.csv': ['31926819', '11-24 -1250 - |  |  | HOST', '11-02 2500 - |  |  | ADA'],
  'chase.csv': [undefined, '11-24 -1250 - |  |  | HOST', '11-02 2500 - |  |  | ADA'],
  'amex.csv': [
    '-11001',
    '11-24 -1250 - |  |  | HOST',
    '11-23 -750 - |  |  | PAPER',
    '11-02 2000 - |  |  | PAYMENT THANK YOU',
  ],
  'citi.csv': [
    undefined,
    '11-24 -8068 - | WEAVER |  | HOST',
    '11-28 pending 1635 - | WEAVER |  | REFUND',
  ],
};

describe('exports of banks without a shipped profile', () => {
  it.each(Object.entries(exports))('%s', (name, [own, ...rows]) => {
    const text = readFileSync(new URL(name, fixtures), 'utf8');
    expect(entries(text)).toEqual(rows);
    expect(account(text)).toBe(own);
  });
});

it.each(['3,00', '-3,00'])('what the bank kept of a debit that came back is told: %s', (fee) => {
  const text = readFileSync(new URL('sparkasse.csv', fixtures), 'utf8').trimEnd();
  const back =
    'DE89370400440532013000;04.11.26;04.11.26;RUECKLASTSCHRIFT;Beitrag;;;NOTPROVIDED;;5,00;' +
    `${fee};Ada;DE02120300000000202051;BYLADEM1001;-8,00;EUR;Umsatz gebucht`;
  // It stands behind all that the layout was told by, or is all that there is.
  const many = `${text}${text.slice(text.indexOf('\n')).repeat(100)}\n${back}\n`;
  for (const file of [many, `${text.slice(0, text.indexOf('\n'))}\n${back}\n`]) {
    const [last] = read(file).statements.flatMap((one) => one.entries.slice(-1));
    const kept = fee === '3,00' ? -300n : 300n;
    expect(last).toMatchObject({
      amountMinor: -800n,
      charges: [{ amountMinor: kept, currency: 'EUR', included: true }],
    });
  }
});

describe('exports without a header', () => {
  it.each([
    [
      'AT611904300234573201;Beitrag Ada VB/000001;02.11.2026;03.11.2026;+25,00;EUR\n' +
        'AT611904300234573201;Server BG/000002;04.11.2026;04.11.2026;-12,50;EUR\n',
      'AT611904300234573201',
    ],
    [
      '02.11.2026;Beitrag Ada VB/000001;03.11.2026;25,00;EUR;02.11.2026 08:00:00:000\n' +
        '04.11.2026;Server BG/000002;04.11.2026;-12,50;EUR;04.11.2026 09:00:00:000\n',
      undefined,
    ],
  ])('%s', (text, own) => {
    expect(entries(text)).toEqual([
      '11-02/11-03 2500 EUR |  |  | Beitrag Ada VB/000001',
      '11-04 -1250 EUR |  |  | Server BG/000002',
    ]);
    expect(account(text)).toBe(own);
  });

  it('the balance tells itself from the amount', () => {
    const text = '02/11/2026,ADA,25.00,125.00\n24/11/2026,HOST,-12.50,112.50\n';
    expect(entries(text)).toEqual(['11-02 2500 - |  |  | ADA', '11-24 -1250 - |  |  | HOST']);
    expect(read(text).statements[0]).toMatchObject({ openingMinor: 10_000n, balanced: true });
  });

  it.each(['a;b;c\nd;e;f\n', '02.11.2026;Ada;5,00;7,00\n', 'Ada;02.11.2026;text\n'])(
    'is not guessed where nothing tells: %j',
    (text) => {
      expect(guessCsvProfile(text)?.confidence ?? 0).toBeLessThan(0.5);
    },
  );
});

describe.skipIf(!reportedFilesFound)('files of ../shared/vectors/reports/bank', () => {
  const text = (name: string): string => decodeText(reportedFile(name)).text;

  it.each([
    ['dkb-like.csv', '20035794', ['06-30 -500 EUR', '07-01 2500 EUR | Anna Beispiel']],
    [
      'sparkasse-camt-v8.csv',
      'DE89370400440532013000',
      [
        '11-02 500 EUR | Anna Beispiel | DE02120300000000202051 | Beitrag RF71D000383',
        '11-03 pending -1250 EUR | Host GmbH | DE02500105170137075030 | Server',
      ],
    ],
    ['knab.csv', 'NL92KNAB0123456789', ['11-02 500 EUR | A. Wever', '11-03 -1250 EUR | Host BV']],
    ['french-headers.csv', undefined, ['04-02 -123456 EUR', '04-05 350000 EUR', '04-09 -450 EUR']],
  ])('%s', (name, own, rows) => {
    const found = entries(text(name));
    expect(found.map((one, at) => one.startsWith(rows[at] ?? '?'))).toEqual(rows.map(() => true));
    expect(account(text(name))).toBe(own);
  });

  it('livebank-at.csv', () => {
    const found = entries(text('livebank-at.csv'));
    expect(found[0]).toBe(
      '07-03 15000 EUR |  |  | A name / A text / REF: XXXXXXXXXXXXXXXXXXXXXXXXXXXX',
    );
    expect(found).toHaveLength(6);
    expect(account(text('livebank-at.csv'))).toBe('12345678');
  });

  it('oberbank-at.csv', () => {
    const found = entries(text('oberbank-at.csv'));
    expect(found[3]).toBe(
      '03-15 1100 EUR | Auftraggebername | AT022050302101023601 | SCOR Verwendungszweck',
    );
    expect(found).toHaveLength(5);
  });
});
