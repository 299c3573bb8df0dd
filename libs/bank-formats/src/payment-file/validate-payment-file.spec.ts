import { describe, expect, it } from 'vitest';
import { writeAba } from '../aba/write-aba.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { writePain001 } from '../sepa/write-pain001.js';
import { sampleOrder } from '../testing/credit-transfer-orders.js';
import * as fc from 'fast-check';
import { validatePaymentFile } from './validate-payment-file.js';

const aba = writeAba({
  bank: 'ANZ',
  userName: 'Weavers',
  userId: '1',
  description: 'WAGES',
  processingDate: '2026-11-23',
  transactions: [
    {
      bsb: '062-000',
      accountNumber: '1234',
      transactionCode: 53,
      amountMinor: 5_000n,
      title: 'Ada',
      reference: 'Week 47',
      trace: { bsb: '062-000', accountNumber: '9' },
      remitter: 'Weavers',
    },
  ],
});
const pain = writePain001(sampleOrder, { version: 'pain.001.001.09' });

describe('payment file check', () => {
  it('tells the formats apart by content and adds the payments up', () => {
    expect(validatePaymentFile(aba)).toEqual({
      format: 'aba',
      version: '',
      valid: true,
      payments: 1,
      totals: [{ currency: 'AUD', direction: 'credit', payments: 1, amount: '50.00' }],
      findings: [],
    });
    expect(validatePaymentFile(pain)).toEqual({
      format: 'pain.001',
      version: 'pain.001.001.09',
      valid: true,
      payments: 3,
      totals: [{ currency: 'EUR', direction: 'credit', payments: 3, amount: '1000001234.56' }],
      findings: [],
    });
  });

  it('reads UTF-16 and byte order marks', () => {
    const text = new TextDecoder().decode(pain).replace('encoding="UTF-8"', '');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(validatePaymentFile(utf16).valid).toBe(true);
    expect(validatePaymentFile(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), pain])).valid).toBe(
      true,
    );
  });

  it('says invalid when an error was found', () => {
    const text = new TextDecoder().decode(pain).replace('1000001234.56', '1.00');
    expect(validatePaymentFile(new TextEncoder().encode(text))).toMatchObject({
      valid: false,
      findings: [{ code: 'sum-mismatch', severity: 'error', line: 4 }],
    });
  });

  it.each([
    ['', 'empty-file'],
    [' \n', 'empty-file'],
    ['%PDF-1.7', 'format-unknown'],
    [':20:STARTUMS', 'format-unknown'],
    ['<Document><BkToCstmrStmt/></Document>', 'format-unknown'],
  ])('refuses «%s»', (text, code) => {
    expect(() => validatePaymentFile(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ name: 'BankFormatError', code }),
    );
  });

  it('lists a thousand findings of a kind and counts the rest', () => {
    const many = 'X'.repeat(20) + '\n';
    const bytes = Buffer.concat([aba, Buffer.from(many.repeat(5_000))]);
    const { valid, findings } = validatePaymentFile(bytes);
    expect(valid).toBe(false);
    expect(findings).toHaveLength(1_001);
    expect(findings.at(-1)).toMatchObject({ code: 'findings-cut', severity: 'error' });
  });

  it.each([
    ['nesting', '<a>'.repeat(100_000), 'too-deep'],
    ['one tag of many characters', `<${'a'.repeat(4_000_000)}`, 'too-large'],
    ['a NUL', '<Document>\0', 'nul-character'],
    ['entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml-doctype'],
    ['an entity of its own', '<Document>&b;</Document>', 'xml-entity'],
  ])('refuses %s in bounded time', (_what, text, code) => {
    expect(() => validatePaymentFile(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ name: 'BankFormatError', code }),
    );
  });

  it('never fails otherwise than by a coded error, however a file is damaged', () => {
    const damage = fc.record({
      file: fc.constantFrom(aba, pain),
      at: fc.nat(),
      cut: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const file = damages[0]?.file ?? aba;
        const bytes = damages.reduce((whole, { at, cut, insert }) => {
          const place = at % (whole.length + 1);
          return Buffer.concat([whole.subarray(0, place), insert, whole.subarray(place + cut)]);
        }, Buffer.from(file));
        expect(outcome(bytes)).toMatch(/^(report|BankFormatError)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

function outcome(bytes: Uint8Array): string {
  try {
    validatePaymentFile(bytes);
    return 'report';
  } catch (error) {
    return error instanceof BankFormatError ? error.name : String(error);
  }
}
