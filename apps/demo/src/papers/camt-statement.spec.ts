import { isIban, makeRf, readBankFile } from '@rochdale/bank-formats';
import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, it } from 'vitest';
import { writeCamt053 } from './camt-statement.js';
import type { CamtLine } from './camt-statement.js';
import { demoIban } from './iban.js';
import { pdfReceipt, pngReceipt } from './receipts.js';

const day = (text: string): Date => new Date(`${text}T12:00:00Z`);
const lines: readonly CamtLine[] = [
  {
    bookedOn: day('2026-03-04'),
    amountMinor: 1234n,
    counterpartyName: 'Ada & <Sons>',
    counterpartyIban: demoIban(7),
    reference: makeRf('D000001'),
    text: 'Dues "March"',
    endToEndId: null,
  },
  {
    bookedOn: day('2026-03-05'),
    amountMinor: -5000n,
    counterpartyName: 'Payee',
    counterpartyIban: null,
    reference: null,
    text: 'Transfer',
    endToEndId: 'abc',
  },
];

describe('a statement that the demo writes', () => {
  const written = writeCamt053({
    id: 'S-1',
    iban: demoIban(1),
    holderName: 'The Mill',
    currency: 'EUR',
    from: day('2026-03-01'),
    to: day('2026-03-31'),
    openingMinor: 1000n,
    lines,
  });

  it('is read without a warning, adds up, and says what was put in', () => {
    const { statements, warnings } = readBankFile(Buffer.from(written));
    expect(warnings).toEqual([]);
    const [statement] = statements;
    expect(statement).toMatchObject({
      account: { iban: demoIban(1) },
      balanced: true,
      openingMinor: 1000n,
      closingMinor: -2766n,
    });
    expect(statement?.entries.map(({ amountMinor }) => amountMinor)).toEqual([1234n, -5000n]);
  });

  it('escapes what people write', () => {
    expect(written).toContain('Ada &amp; &lt;Sons&gt;');
    expect(written).toContain('Dues &quot;March&quot;');
  });
});

describe('what the demo makes up', () => {
  it('has account numbers with valid check digits', () => {
    const numbers = Array.from({ length: 200 }, (_, index) => demoIban(index * 37));
    expect(numbers.filter((number) => !isIban(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has receipts that are what they say they are', async () => {
    expect((await fileTypeFromBuffer(pngReceipt(4)))?.mime).toBe('image/png');
    expect((await fileTypeFromBuffer(pdfReceipt('Paper (A4)')))?.mime).toBe('application/pdf');
    expect(pdfReceipt('Paper (A4)').toString('latin1')).toContain('(Paper \\(A4\\)) Tj');
  });
});
