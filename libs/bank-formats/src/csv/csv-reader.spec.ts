import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { BankFileCollector } from '../model/statement-sink.js';
import type { BankFile } from '../model/statement.js';
import { decodeText } from '../model/text.js';
import type { CsvProfile } from './profiles/csv-profile.js';
import { csvProfile, csvProfiles } from './csv-profiles.js';
import { CsvReader } from './csv-reader.js';
import { guessCsvProfile } from './guess/guess-csv-profile.js';

function read(text: string, profile: CsvProfile): BankFile {
  const collector = new BankFileCollector();
  const reader = new CsvReader(collector.sink, profile);
  reader.write(text);
  reader.end();
  return collector.result();
}

const fixture = (name: string): string =>
  decodeText(readFileSync(new URL(`../../fixtures/csv/${name}.csv`, import.meta.url))).text;

/** Per statement: account, currency, opening, closing, balanced, amounts. */
function gist(file: BankFile): unknown[] {
  return file.statements.map((statement) => [
    statement.account.iban ?? statement.account.other ?? null,
    statement.currency,
    statement.openingMinor,
    statement.closingMinor,
    statement.balanced,
    statement.entries.map(({ amountMinor }) => amountMinor),
  ]);
}

const gists: Readonly<Record<string, unknown[]>> = {
  anz: [[null, 'AUD', null, null, null, [-4_560n, 125_000n, -5n]]],
  commbank: [[null, 'AUD', 5_050n, 121_750n, true, [-3_250n, 120_000n, -50n]]],
  'bank-australia': [[null, 'AUD', 97_597n, 135_097n, true, [-2_225n, -275n, 40_000n]]],
  'ing-au': [[null, 'AUD', 49_993n, 92_000n, true, [-8_000n, 50_000n, 7n]]],
  'ing-nl': [['NL91ABNA0417164300', 'EUR', 3_550n, 120_000n, true, [-8_550n, 125_000n]]],
  'ing-de': [['DE89370400440532013000', 'EUR', 20_000n, 117_212n, true, [-2_788n, 100_000n]]],
  n26: [['Main Account', 'EUR', null, null, null, [-1_358n, 100_000n]]],
  'n26-legacy': [[null, 'EUR', null, null, null, [-162n, 1_620n]]],
  wise: [[null, 'EUR', 0n, 98_500n, true, [-1_250n, -25_050n, 124_800n]]],
  revolut: [
    ['Current', 'EUR', 0n, 19_800n, true, [30_000n, -10_200n, -2_000n]],
    ['Savings', 'EUR', 0n, 5_000n, true, [5_000n]],
  ],
  'revolut-business': [
    ['USD Main', 'USD', 0n, 86_524n, true, [-13_476n, 100_000n]],
    ['EUR Main', 'EUR', 50_000n, 45_000n, true, [-5_000n]],
  ],
  starling: [[null, 'GBP', 400_000n, 450_000n, true, [150_000n, -100_000n]]],
  triodos: [['NL46TRIO0123456789', 'EUR', 100_050n, 220_525n, true, [125_000n, -4_525n]]],
  gls: [['DE89370400440532013000', 'EUR', 123_378_879n, 123_456_789n, true, [-31_090n, 109_000n]]],
  'stripe-balance': [
    [null, 'EUR', null, null, null, [2_397n, -2_500n]],
    [null, 'JPY', null, null, null, [4_820n]],
  ],
  'stripe-history': [[null, 'EUR', null, null, null, [9_393n, -9_393n, -24_148n]]],
  paypal: [[null, 'EUR', 0n, 20_660n, true, [120_660n, -100_000n]]],
};

describe('CSV profiles', () => {
  it.each(csvProfiles.map((profile) => [profile.name, profile] as const))(
    '%s: the test file is guessed right and read to the cent',
    (name, profile) => {
      const text = fixture(name);
      const guess = guessCsvProfile(text);
      expect(guess?.profile.name).toBe(name);
      expect(guess?.confidence).toBeGreaterThanOrEqual(0.7);
      expect(guess?.reason).toMatch(/rows have a day and an amount$/);
      expect(gist(read(text, profile))).toEqual(gists[name]);
    },
  );

  it('have names of their own', () => {
    const names = csvProfiles.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(() => csvProfile('no-such')).toThrow(
      expect.objectContaining({ code: 'csv-profile-unknown' }),
    );
  });
});

describe('CSV reader', () => {
  it('reads an export of the same layout in German', () => {
    const text = fixture('paypal-de');
    const guess = guessCsvProfile(text);
    expect(guess?.profile.name).toBe('paypal');
    const file = read(text, csvProfile('paypal'));
    expect(gist(file)).toEqual([[null, 'EUR', 0n, 915n, true, [2_415n, -1_500n]]]);
    expect(file.statements[0]?.to).toBe('2026-11-21');
    expect(file.warnings.map(({ code, line }) => [code, line])).toEqual([['row-not-moved', 3]]);
  });

  it('fills in every part that a profile names', () => {
    const [first] = read(fixture('gls'), csvProfile('gls')).statements[0]?.entries ?? [];
    expect(first).toMatchObject({
      bookingDate: '2026-11-20',
      valueDate: '2026-11-20',
      currency: 'EUR',
      status: 'BOOK',
      line: 2,
      counterparty: { name: 'Stadtwerke', account: 'DE12500105170648489890', bic: 'INGDDEFFXXX' },
      remittance: { free: ['Abschlag November'] },
      mandateId: 'M-17',
      creditorId: 'DE98ZZZ09999999999',
      transactionCode: { proprietary: 'Basislastschrift' },
      other: { 'BIC Auftragskonto': 'GENODEM1GLS', 'Bezeichnung Auftragskonto': 'Geschäftskonto' },
    });
  });

  it('reads cp1252, a preamble, and references in the text', () => {
    const [statement] = read(fixture('ing-de'), csvProfile('ing-de')).statements;
    expect(statement).toMatchObject({ from: '2026-11-19', to: '2026-11-20' });
    expect(statement?.entries[0]).toMatchObject({
      counterparty: { name: 'Bürobedarf Öz' },
      remittance: { structured: [{ reference: 'RF18539007547034', kind: 'iso11649' }] },
    });
  });

  it('takes a fee beside the amount off, and says which fees are within', () => {
    const [, withdrawal] =
      read(fixture('revolut'), csvProfile('revolut')).statements[0]?.entries ?? [];
    expect(withdrawal).toMatchObject({
      amountMinor: -10_200n,
      charges: [{ amountMinor: -200n, currency: 'EUR', included: true }],
    });
    const stripe = read(fixture('stripe-history'), csvProfile('stripe-history')).statements[0];
    expect(
      stripe?.entries.map(({ charges }) => charges.map(({ amountMinor }) => amountMinor)),
    ).toEqual([[-307n], [], [752n]]);
    const paypal = read(fixture('paypal'), csvProfile('paypal')).statements[0];
    expect(paypal?.entries[0]?.charges).toMatchObject([{ amountMinor: -4_340n, included: true }]);
  });

  it('keeps what was paid in another currency, with the sign of the entry', () => {
    const [first] = read(fixture('n26'), csvProfile('n26')).statements[0]?.entries ?? [];
    expect(first?.original).toEqual({
      amountMinor: -1_500n,
      exactAmount: null,
      currency: 'USD',
      rate: '1.104566',
    });
  });

  it('leaves out rows that never moved the account, and names each', () => {
    const file = read(fixture('revolut'), csvProfile('revolut'));
    expect(file.warnings).toMatchObject([{ code: 'row-not-moved', line: 5 }]);
    expect(file.warnings[0]?.message).toContain('Hotel');
    const pending = file.statements[0]?.entries[2];
    expect(pending).toMatchObject({ status: 'PDNG', bookingDate: null, valueDate: '2026-11-04' });
  });

  it('finds the balance that does not follow', () => {
    const text = fixture('starling').replace('4500.00', '4400.00');
    const file = read(text, csvProfile('starling'));
    expect(file.statements[0]?.balanced).toBe(false);
    expect(file.warnings).toMatchObject([{ code: 'balance-broken', line: 3 }]);
  });

  it('decides between day first and month first by all rows', () => {
    const american = fixture('paypal').replaceAll(/"(\d\d)\/(\d\d)\/2026"/g, '"$2/$1/2026"');
    const file = read(american, csvProfile('paypal'));
    expect(file.statements[0]?.entries[0]?.bookingDate).toBe('2026-11-13');
    expect(file.warnings.map(({ code }) => code)).toEqual(['row-not-moved']);
  });

  it('warns when nothing tells the day from the month', () => {
    const text = fixture('paypal').replaceAll(/"1[34]\/11\/2026"/g, '"03/11/2026"');
    const file = read(text, csvProfile('paypal'));
    expect(file.statements[0]?.entries[0]?.bookingDate).toBe('2026-11-03');
    expect(file.warnings.map(({ code }) => code)).toContain('date-order-ambiguous');
  });

  it('leaves sums below the table out with a warning', () => {
    const text = `${fixture('starling')}Total,,,,500.00,,,\n,,,,,,,see overleaf\n`;
    const file = read(text, csvProfile('starling'));
    expect(gist(file)).toEqual(gists['starling']);
    expect(file.warnings.map(({ code, line }) => [code, line])).toEqual([
      ['row-no-entry', 4],
      ['row-no-entry', 5],
    ]);
  });

  it('lets quotation marks within unquoted cells be', () => {
    const text = fixture('starling').replace('Weavers Co-op', 'Weavers 5" pipes');
    const [entry] = read(text, csvProfile('starling')).statements[0]?.entries ?? [];
    expect(entry?.counterparty?.name).toBe('Weavers 5" pipes');
  });

  it('refuses a quotation that may have swallowed rows', () => {
    const text = fixture('starling')
      .replace('SALARY', '5" SALARY')
      .replace('paid late', '"paid late');
    expect(() => read(`${text}03/11/2026,A,"B,C,1.00,2.00,,\n`, csvProfile('starling'))).toThrow(
      expect.objectContaining({ code: 'truncated' }),
    );
  });

  it.each([
    ['an amount that is none', '1500.00', '15OO.00', 'csv-cell-unreadable', 2, 5],
    ['a day that does not exist', '02/11/2026', '31/11/2026', 'csv-cell-unreadable', 3, 1],
    ['an amount without a day', '02/11/2026,', ',', 'csv-cell-unreadable', 3, null],
    ['groups of other than three', '1500.00', '"15,00.00"', 'csv-cell-unreadable', 2, 5],
    ['a quotation that does not end', 'Landlord Ltd', '"Landlord Ltd', 'truncated', null, null],
    ['another layout', 'Counter Party', 'Someone', 'csv-layout-mismatch', 1, 1],
    ['a NUL character', 'Landlord', 'Land\0lord', 'nul-character', 3, null],
  ])('refuses %s, with its place', (_what, from, to, code, line, column) => {
    const refused = (): BankFile =>
      read(fixture('starling').replace(from, to), csvProfile('starling'));
    const place = line === null ? {} : { line, column };
    expect(refused).toThrow(expect.objectContaining({ name: 'BankFormatError', code, ...place }));
  });
});

/** A profile of two columns, for rows made by a test. */
const plain: CsvProfile = {
  name: 'plain',
  title: 'plain',
  delimiters: [';'],
  quote: '"',
  encoding: 'utf-8',
  header: { kind: 'names', required: ['day', 'amount', 'currency'] },
  dates: ['YYYY-MM-DD'],
  numbers: [{ decimal: ',', grouping: '.' }],
  bookingDate: 'day',
  amount: { kind: 'signed', column: 'amount' },
  currency: { kind: 'column', column: 'currency' },
};

describe('CSV reading of anything', () => {
  it('reads every amount of every currency’s decimals exactly', () => {
    const decimals: Readonly<Record<string, number>> = { JPY: 0, EUR: 2, KWD: 3, CLF: 4 };
    fc.assert(
      fc.property(
        fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
        fc.array(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), { minLength: 1 }),
        fc.boolean(),
        (currency, amounts, group) => {
          const exponent = decimals[currency] ?? 0;
          const rows = amounts.map((amountMinor) => {
            const digits = (amountMinor < 0n ? -amountMinor : amountMinor)
              .toString()
              .padStart(exponent + 1, '0');
            const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
            const grouped = group ? whole.replaceAll(/\B(?=(\d{3})+$)/g, '.') : whole;
            const fraction = exponent === 0 ? '' : `,${digits.slice(-exponent)}`;
            return `2026-11-21;${amountMinor < 0n ? '-' : ''}${grouped}${fraction};${currency}`;
          });
          const file = read(['day;amount;currency', ...rows].join('\n'), plain);
          expect(file.statements[0]?.entries.map(({ amountMinor }) => amountMinor)).toEqual(
            amounts,
          );
        },
      ),
    );
  });

  it('never fails otherwise than by a coded error, however a file is damaged', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat(30),
      insert: fc.string({ maxLength: 8 }),
    });
    const anyProfile = fc.constantFrom(...csvProfiles);
    fc.assert(
      fc.property(
        anyProfile,
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        (profile, damages) => {
          const text = damages.reduce((whole, { at, cut, insert }) => {
            const place = at % (whole.length + 1);
            return whole.slice(0, place) + insert + whole.slice(place + cut);
          }, fixture(profile.name));
          expect(outcome(() => read(text, profile))).toMatch(/^(done|BankFormatError)$/);
          expect(outcome(() => guessCsvProfile(text))).toBe('done');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function outcome(run: () => unknown): string {
  try {
    run();
    return 'done';
  } catch (error) {
    return error instanceof BankFormatError ? error.name : String(error);
  }
}
