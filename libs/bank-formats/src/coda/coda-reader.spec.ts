import { describe, expect, it } from 'vitest';
import { readBankFile } from '../reading/read-bank-file.js';

/** A record of 128 characters from texts at their places, counted from 1. */
function record(...parts: readonly (readonly [place: number, text: string])[]): string {
  const cells = Array.from({ length: 128 }, () => ' ');
  for (const [place, text] of parts) cells.splice(place - 1, text.length, ...text.split(''));
  return cells.join('').slice(0, 128);
}

const amount = (minor: number): string =>
  `${minor < 0 ? 1 : 0}${String(Math.abs(minor) * 10).padStart(15, '0')}`;
const account = 'BE68539007547034'.padEnd(34) + 'EUR';

const header = record(
  [1, '0000002112672505'],
  [35, 'WEAVERS'],
  [61, 'KREDBEBB'],
  [128, '2'],
).replace('0000002112672505', '0000002112672505'.slice(0, 5) + '02112672505');
const old = (minor: number): string =>
  record([1, '12'], [3, '001'], [6, account], [43, amount(minor)], [59, '011126'], [65, 'WEAVERS']);
const closing = (minor: number): string =>
  record([1, '8001'], [5, account], [42, amount(minor)], [58, '021126'], [128, '0']);
const end = record([1, '9'], [17, '000005']);

const file = (...movements: readonly string[]): Uint8Array =>
  new TextEncoder().encode([header, old(10_000), ...movements, end, ''].join('\r\n'));

const movement = (number: number, minor: number, detail = '0000', text = ''): string =>
  record(
    [1, '21'],
    [3, String(number).padStart(4, '0')],
    [7, detail],
    [11, `REF${number}${detail}`],
    [32, amount(minor)],
    [48, '021126'],
    [54, '00150000'],
    [62, /^1\d{2}/.test(text) ? '1' : '0'],
    [63, text],
    [116, '021126'],
  );

describe('CODA', () => {
  it('reads movements with their other side, references and texts', () => {
    const read = readBankFile(
      file(
        movement(1, 2_500, '0000', '101090933755493'),
        record([1, '22'], [3, '00010000'], [64, 'E2E-1'], [99, 'BYLADEM1001']),
        record([1, '23'], [3, '00010000'], [11, 'DE02120300000000202051'], [48, 'ADA']),
        record([1, '31'], [3, '00010001'], [41, 'A WORD OF THE BANK']),
        movement(2, -1_250, '0000', 'SERVER'),
        closing(11_250),
      ),
    );
    expect(read).toMatchObject({ format: 'coda', version: '2', warnings: [] });
    const [statement] = read.statements;
    expect(statement).toMatchObject({
      account: { iban: 'BE68539007547034', bic: 'KREDBEBB', name: 'WEAVERS' },
      currency: 'EUR',
      from: '2026-11-01',
      to: '2026-11-02',
      openingMinor: 10_000n,
      closingMinor: 11_250n,
      balanced: true,
    });
    expect(statement?.entries).toMatchObject([
      {
        amountMinor: 2_500n,
        bookingDate: '2026-11-02',
        endToEndId: 'E2E-1',
        counterparty: { name: 'ADA', account: 'DE02120300000000202051', bic: 'BYLADEM1001' },
        remittance: { structured: [{ reference: '+++090/9337/55493+++' }], free: [] },
        information: 'A WORD OF THE BANK',
      },
      { amountMinor: -1_250n, remittance: { free: ['SERVER'] }, counterparty: null },
    ]);
  });

  it('a total is one entry, and what it consists of are its details', () => {
    const read = readBankFile(
      file(
        movement(1, 3_000),
        movement(1, 1_000, '0001', 'ADA'),
        movement(1, 2_000, '0002', 'BEN'),
        closing(13_000),
      ),
    );
    const [statement] = read.statements;
    expect(statement?.balanced).toBe(true);
    expect(statement?.entries).toHaveLength(1);
    expect(statement?.entries[0]?.details).toMatchObject([
      { amountMinor: 1_000n, remittance: { free: ['ADA'] } },
      { amountMinor: 2_000n, remittance: { free: ['BEN'] } },
    ]);
  });

  it('says when balances do not follow, and when the new one is missing', () => {
    const codes = (...records: string[]): string[] =>
      readBankFile(file(...records)).warnings.map(({ code }) => code);
    expect(codes(movement(1, 1_000), closing(9_000))).toEqual(['not-balanced']);
    expect(codes(movement(1, 1_000))).toEqual(['closing-missing']);
  });

  it.each([
    ['2MD06', 'MD06'],
    ['0    ', null],
    ['', null],
  ])('a SEPA direct debit that ends with %j came back because of %s', (said, returnReason) => {
    const creditor = 'BE69ZZZ050D000000008'.padEnd(35);
    const text = `127021126110${creditor}${'MANDATE-7'.padEnd(35)}${'DUES'.padEnd(62)}${said}`;
    const read = readBankFile(
      file(
        movement(1, -1_000, '0000', text.slice(0, 53)),
        record([1, '22'], [3, '00010000'], [11, text.slice(53, 106)]),
        record([1, '23'], [3, '00010000'], [83, text.slice(106)]),
        closing(9_000),
      ),
    );
    expect(read.statements[0]?.entries).toMatchObject([
      { mandateId: 'MANDATE-7', remittance: { free: ['DUES'] }, returnReason },
    ]);
  });

  it.each([
    ['an amount with a letter', movement(1, 5).replace('0000000000', '00000A0000')],
    ['a record too long', `${movement(1, 5).slice(0, 127)}xyz`],
    ['a record that there is not', record([1, '7'])],
    ['a part without its movement', record([1, '22'])],
  ])('refuses %s, with its line', (_what, wrong) => {
    expect(() => readBankFile(file(wrong, closing(10_000)))).toThrow(
      expect.objectContaining({ code: 'statement-malformed', line: 3 }),
    );
  });
});
