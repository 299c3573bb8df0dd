import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import type { AbaOrder, AbaTransaction } from './aba-order.js';
import { readAba } from './read-aba.js';
import { writeAba } from './write-aba.js';

const transaction: AbaTransaction = {
  bsb: '083-170',
  accountNumber: '12345678',
  transactionCode: 50,
  amountMinor: 123_456n,
  title: 'Mills & Daughters',
  reference: 'INV 2026-17',
  trace: { bsb: '062000', accountNumber: '10203040' },
  remitter: 'Weavers Co-op',
};

const order: AbaOrder = {
  bank: 'CBA',
  userName: 'Weavers Co-operative Ltd',
  userId: '301500',
  description: 'PAYROLL',
  processingDate: '2026-02-28',
  transactions: [transaction],
};

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const linesOf = (bytes: Uint8Array): string[] => textOf(bytes).split('\r\n');

const most = { ...transaction, amountMinor: 9_999_999_999n };

function refusal(change: Partial<AbaOrder>): string | null {
  try {
    writeAba({ ...order, ...change });
  } catch (error) {
    if (error instanceof BankFormatError && error.code === 'field-refused') return error.field;
    throw error;
  }
  return null;
}

describe('ABA writer', () => {
  it('writes header, details and total as the format’s table has them', () => {
    expect(linesOf(writeAba(order))).toEqual([
      '0                 01CBA       Weavers Co-operative Ltd  301500PAYROLL     280226'.padEnd(
        120,
      ),
      '1083-170 12345678 500000123456Mills & Daughters               ' +
        'INV 2026-17       062-000 10203040Weavers Co-op   00000000',
      '7999-999            000012345600001234560000000000                        000001'.padEnd(
        120,
      ),
      '',
    ]);
  });

  it('balances the file by a debit of the payer’s own account', () => {
    const balancing = {
      bsb: '062-000',
      accountNumber: '10203040',
      title: 'Weavers Co-operative Ltd',
      reference: 'PAYROLL',
      remitter: 'Weavers Co-op',
    };
    const lines = linesOf(writeAba({ ...order, balancing }));
    expect(lines[2]).toBe(
      '1062-000 10203040 130000123456Weavers Co-operative Ltd        ' +
        'PAYROLL           062-000 10203040Weavers Co-op   00000000',
    );
    expect(lines[3]).toBe(
      '7999-999            000000000000001234560000123456                        000002'.padEnd(
        120,
      ),
    );
  });

  it('adds nothing to a file that balances already', () => {
    const debit = { ...transaction, transactionCode: 13 } as const;
    const balancing = { ...transaction.trace, title: 'Own', reference: 'Own', remitter: 'Own' };
    const bytes = writeAba({ ...order, transactions: [transaction, debit], balancing });
    expect(readAba(bytes).details).toHaveLength(2);
  });

  it('puts a withheld tax beside its indicator', () => {
    const dividend = { ...transaction, transactionCode: 56, indicator: 'X' } as const;
    const lines = linesOf(
      writeAba({ ...order, transactions: [{ ...dividend, withholdingTaxMinor: 3_000n }] }),
    );
    expect(lines[1]?.slice(17, 20)).toBe('X56');
    expect(lines[1]?.slice(112)).toBe('00003000');
  });

  it('puts the funding account in the header for the banks that ask for it', () => {
    const fundingAccount = { bsb: '062000', accountNumber: '10203040' };
    const [header = ''] = linesOf(writeAba({ ...order, fundingAccount }));
    expect(header.slice(0, 20)).toBe('0062-000 10203040 01');
  });

  it('writes customary substitutes for characters outside the BECS set', () => {
    const title = 'Zoë Müller – “Co”';
    const [, line = ''] = linesOf(
      writeAba({ ...order, transactions: [{ ...transaction, title }] }),
    );
    expect(line.slice(30, 62)).toBe('Zoe Mueller - .Co.'.padEnd(32));
  });

  it.each<[string, Partial<AbaOrder>]>([
    ['bank', { bank: 'cba' }],
    ['reelSequence', { reelSequence: 100 }],
    ['userName', { userName: 'x'.repeat(27) }],
    ['userName', { userName: '  ' }],
    ['userId', { userId: '1234567' }],
    ['description', { description: 'x'.repeat(13) }],
    ['processingDate', { processingDate: '2026-02-30' }],
    ['transactions', { transactions: [] }],
    [
      'transactions',
      {
        transactions: [most, most],
      },
    ],
    ['transactions[0].bsb', { transactions: [{ ...transaction, bsb: '83-170' }] }],
    [
      'transactions[0].accountNumber',
      { transactions: [{ ...transaction, accountNumber: '1234567890' }] },
    ],
    [
      'transactions[0].accountNumber',
      { transactions: [{ ...transaction, accountNumber: '000000' }] },
    ],
    ['transactions[0].amountMinor', { transactions: [{ ...transaction, amountMinor: 0n }] }],
    ['transactions[0].amountMinor', { transactions: [{ ...transaction, amountMinor: -1n }] }],
    [
      'transactions[0].amountMinor',
      { transactions: [{ ...transaction, amountMinor: 10_000_000_000n }] },
    ],
    ['transactions[0].title', { transactions: [{ ...transaction, title: '漢字' }] }],
    [
      'transactions[0].reference',
      { transactions: [{ ...transaction, reference: 'x'.repeat(19) }] },
    ],
    [
      'transactions[0].trace.bsb',
      { transactions: [{ ...transaction, trace: { bsb: 'x', accountNumber: '1' } }] },
    ],
    ['transactions[0].remitter', { transactions: [{ ...transaction, remitter: 'x'.repeat(17) }] }],
    ['transactions[0].indicator', { transactions: [{ ...transaction, withholdingTaxMinor: 1n }] }],
    ['transactions[0].withholdingTaxMinor', { transactions: [{ ...transaction, indicator: 'W' }] }],
  ])('refuses what the format cannot carry, naming %s', (field, change) => {
    expect(refusal(change)).toBe(field);
  });
});

const becsText = (max: number): fc.Arbitrary<string> =>
  fc
    .stringMatching(
      new RegExp(`^[A-Za-z0-9&'()*+,./:;=?@-][A-Za-z0-9 &'()*+,./:;=?@-]{0,${max - 1}}$`),
    )
    .map((text) => text.trimEnd());

const account = fc.record({
  bsb: fc.stringMatching(/^\d{3}-\d{3}$/),
  accountNumber: fc.stringMatching(/^[1-9]\d{0,8}$/),
});

const anyTransaction: fc.Arbitrary<AbaTransaction> = fc
  .record({
    to: account,
    transactionCode: fc.constantFrom<13 | 50 | 53 | 57>(13, 50, 53, 57),
    amountMinor: fc.bigInt({ min: 1n, max: 99_999_999n }),
    title: becsText(32),
    reference: becsText(18),
    trace: account,
    remitter: becsText(16),
    withheld: fc.option(fc.bigInt({ min: 1n, max: 99_999_999n }), { nil: undefined }),
  })
  .map(({ to, withheld, ...rest }) => ({
    ...to,
    ...rest,
    ...(withheld === undefined ? {} : { indicator: 'Y' as const, withholdingTaxMinor: withheld }),
  }));

describe('ABA round trip', () => {
  it('reads what it writes, to the cent, and finds nothing wrong with it', () => {
    fc.assert(
      fc.property(
        fc.array(anyTransaction, { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        (transactions, balance) => {
          const balancing = { ...transaction, title: 'Own', reference: 'Own', remitter: 'Own' };
          const bytes = writeAba({ ...order, transactions, ...(balance ? { balancing } : {}) });
          const file = readAba(bytes);
          expect(file.findings).toEqual([]);
          expect(linesOf(bytes).every((line) => line === '' || line.length === 120)).toBe(true);
          expect(file.details.slice(0, transactions.length)).toMatchObject(
            transactions.map(({ trace: _trace, transactionCode: _code, ...read }) => read),
          );
          expect(balance ? file.total?.netMinor : 0n).toBe(0n);
        },
      ),
    );
  });

  it('carries the largest amount, to the cent', () => {
    const file = readAba(writeAba({ ...order, transactions: [most] }));
    expect(file).toMatchObject({ creditMinor: 9_999_999_999n, findings: [] });
    expect(file.details[0]?.amountMinor).toBe(9_999_999_999n);
    expect(file.total?.netMinor).toBe(9_999_999_999n);
  });

  it('writes the same bytes for the same order', () => {
    expect(writeAba(order)).toEqual(writeAba(structuredClone(order)));
  });
});

/** The written file with one record changed. */
function changed(record: number, from: number, text: string): Uint8Array {
  const lines = linesOf(writeAba(order));
  const line = lines[record] ?? '';
  lines[record] = line.slice(0, from - 1) + text + line.slice(from - 1 + text.length);
  return new TextEncoder().encode(lines.join('\r\n'));
}

const codesOf = (bytes: Uint8Array): string[] => readAba(bytes).findings.map(({ code }) => code);

describe('ABA check', () => {
  it.each<[string, number, number, string, string[]]>([
    ['a wrong credit total', 2, 31, '0000123457', ['control-total']],
    ['a wrong net total', 2, 21, '0000000000', ['control-total']],
    ['a wrong record count', 2, 75, '000002', ['control-total']],
    ['a BSB without hyphen', 1, 2, '083 170', ['detail-field']],
    ['an unknown transaction code', 1, 19, '99', ['detail-field']],
    ['an unknown indicator', 1, 18, 'Q', ['detail-field']],
    [
      'letters in the amount',
      1,
      21,
      '00001X3456',
      ['detail-field', 'control-total', 'control-total'],
    ],
    ['a blank title', 1, 31, ' '.repeat(32), ['detail-field']],
    ['a day that does not exist', 0, 75, '300226', ['header-field']],
    ['a user number with letters', 0, 57, 'A01500', ['header-field']],
    ['a tax without its indicator', 1, 113, '00000100', ['detail-field']],
    ['a foreign character', 1, 31, '|', ['character']],
    [
      'a record type that does not exist',
      1,
      1,
      '2',
      ['record-type', 'control-total', 'control-total', 'control-total', 'details-missing'],
    ],
  ])('finds %s', (_what, record, from, text, codes) => {
    expect(codesOf(changed(record, from, text))).toEqual(codes);
  });

  it('finds a file that ends without its total', () => {
    const lines = linesOf(writeAba(order)).slice(0, 2).join('\r\n');
    expect(codesOf(new TextEncoder().encode(lines))).toEqual(['total-missing']);
  });

  it('finds records after the total', () => {
    const bytes = writeAba(order);
    const twice = textOf(bytes) + (linesOf(bytes)[1] ?? '');
    expect(codesOf(new TextEncoder().encode(twice))).toEqual(['record-after-total']);
  });

  it.each([
    ['', 'empty-file'],
    ['hello', 'format-unknown'],
    ['<Document/>', 'format-unknown'],
  ])('refuses «%s» as no direct entry file', (text, code) => {
    expect(() => readAba(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ name: 'BankFormatError', code }),
    );
  });
});

interface AbaVector {
  readonly input?: {
    readonly bsb: string;
    readonly account: string;
    readonly code: 50;
    readonly cents: number;
    readonly title: string;
    readonly reference: string;
    readonly traceBsb: string;
    readonly traceAccount: string;
    readonly remitter: string;
  };
  readonly line: string;
}

const vectorsUrl = new URL('../../../../../shared/vectors/bank/aba/vectors.json', import.meta.url);
const vectorsFound = existsSync(fileURLToPath(vectorsUrl));

const readVectors = (): { cases: AbaVector[] } =>
  vectorsFound ? JSON.parse(readFileSync(vectorsUrl, 'utf8')) : { cases: [] };

describe.skipIf(!vectorsFound)('ABA golden lines of ../shared/vectors/bank/aba', () => {
  it('writes each detail line to the letter, overlong titles cut', () => {
    const details = readVectors().cases.flatMap(({ input, line }) =>
      input ? [{ input, line }] : [],
    );
    expect(details.length).toBeGreaterThan(0);
    for (const { input, line } of details) {
      const one: AbaTransaction = {
        bsb: input.bsb,
        accountNumber: input.account,
        transactionCode: input.code,
        amountMinor: BigInt(input.cents),
        title: input.title,
        reference: input.reference,
        trace: { bsb: input.traceBsb, accountNumber: input.traceAccount },
        remitter: input.remitter,
      };
      const bytes = writeAba({ ...order, transactions: [one] }, { overlong: 'cut' });
      expect(linesOf(bytes)[1]).toBe(line);
    }
  });

  it('lays the total record out as the golden footer does', () => {
    const footer = readVectors().cases.find(({ input }) => input === undefined)?.line ?? '';
    const balanced = [
      { ...transaction, amountMinor: 5n },
      { ...transaction, amountMinor: 5n, transactionCode: 13 as const },
      { ...transaction, amountMinor: 1n },
    ];
    const [total = ''] = linesOf(writeAba({ ...order, transactions: balanced })).slice(-2);
    const amounts = /^(.{20}).{30}(.+)$/;
    expect(total.replace(amounts, '$1$2')).toBe(footer.replace(amounts, '$1$2'));
  });
});
