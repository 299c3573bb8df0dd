import { describe, expect, it } from 'vitest';
import { readBankFile } from '../reading/read-bank-file.js';
import type { ReadOptions } from '../reading/read-options.js';

const read = (text: string, options: ReadOptions = {}) =>
  readBankFile(new TextEncoder().encode(text), options);

const entries = (text: string, options: ReadOptions = {}): string[] =>
  read(text, options).statements.flatMap((statement) =>
    statement.entries.map(({ bookingDate, amountMinor }) => `${bookingDate} ${amountMinor}`),
  );

const row = (day: string, amount: string): string => `D${day}\nT${amount}\nPAda\n^\n`;

describe('QIF', () => {
  it('reads accounts, payees, memos, numbers and the opening balance', () => {
    const file = read(
      "!Account\nNMain\nTBank\n^\n!Type:Bank\nD11/1'26\nT100.00\nPOpening Balance\nL[Main]\n" +
        '^\n' +
        "D11/24'26\nT-1,012.50\nN123\nPHost\nMServer RF18539007547034\n" +
        'LCosts\nSCosts\n$-1,012.50\n^\n',
    );
    expect(file.format).toBe('qif');
    expect(file.statements).toMatchObject([
      {
        account: { other: 'Main' },
        openingMinor: 10_000n,
        from: '2026-11-01',
        to: '2026-11-24',
        entries: [
          {
            bookingDate: '2026-11-24',
            amountMinor: -101_250n,
            counterparty: { name: 'Host' },
            remittance: {
              free: ['Server RF18539007547034'],
              structured: [{ reference: 'RF18539007547034' }],
            },
            references: { CHECKNUM: '123' },
          },
        ],
      },
    ]);
  });

  it.each([
    ['19/05/20', '02/06/20', ['2020-05-19', '2020-06-02']],
    ['5/19/2020', '6/2/2020', ['2020-05-19', '2020-06-02']],
    ["5/19' 8", "6/ 2' 8", ['2008-05-19', '2008-06-02']],
    ['2020-05-19', '2020-06-02', ['2020-05-19', '2020-06-02']],
    ['19.05.2020', '02.06.2020', ['2020-05-19', '2020-06-02']],
  ])('the day %s beside %s tells the order of all', (one, other, days) => {
    const text = `!Type:Bank\n${row(one, '5.00')}${row(other, '-5.00')}`;
    expect(entries(text)).toEqual([`${days[0]} 500`, `${days[1]} -500`]);
  });

  it('warns where nothing tells, and takes the caller’s word', () => {
    const text = `!Type:CCard\n${row('01/02/2026', '1.234,56')}`;
    expect(entries(text)).toEqual(['2026-02-01 123456']);
    expect(read(text).warnings.map(({ code }) => code)).toContain('date-order-ambiguous');
    expect(entries(text, { monthFirst: true })).toEqual(['2026-01-02 123456']);
  });

  it.each([
    ['2.500', '-12.000', ['250000', '-1200000'], ['thousands-assumed']],
    ['2,500', '-12,000', ['250000', '-1200000'], []],
    ['2.500', '-12.00', ['250', '-1200'], []],
    ["1'250.50", '-1', ['125050', '-100'], []],
  ])('the amounts %s and %s are written alike', (one, other, amounts, warned) => {
    const text = `!Type:Bank\n${row('19/05/2026', one)}${row('20/05/2026', other)}`;
    expect(entries(text)).toEqual([`2026-05-19 ${amounts[0]}`, `2026-05-20 ${amounts[1]}`]);
    const codes = read(text).warnings.map(({ code }) => code);
    expect(codes.filter((code) => code === 'thousands-assumed')).toEqual(warned);
  });

  it.each([
    ['no amount', '!Type:Bank\nD1/1/2026\nPAda\n^\n', 'statement-malformed', 2],
    ['no day', '!Type:Bank\nDsoon\nT5\n^\n', 'statement-malformed', 2],
    ['no end', '!Type:Bank\nD1/1/2026\nT5\n', 'truncated', 2],
  ])('refuses a record with %s', (_what, text, code, line) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code, line }));
  });

  it('names what it does not read', () => {
    const { warnings, statements } = read('!Type:Cat\nNCosts\n^\n!Type:Invst\nD1/1/26\n^\n');
    expect(statements).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['not-read', 'not-read', 'no-statement']);
  });
});
