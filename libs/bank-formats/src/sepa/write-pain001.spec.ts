import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { anyOrder, sampleOrder } from '../testing/credit-transfer-orders.js';
import { pain001Versions } from './credit-transfer-order.js';
import type { CreditTransferOrder, Pain001Version } from './credit-transfer-order.js';
import { splitBatches, writePain001 } from './write-pain001.js';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The order written, or null when it was refused by name. */
function writtenOrRefused(order: CreditTransferOrder, version: Pain001Version): Uint8Array | null {
  try {
    return writePain001(order, { version });
  } catch (error) {
    if (error instanceof BankFormatError && error.code === 'field-refused') return null;
    throw error;
  }
}

type Change = (order: CreditTransferOrder) => CreditTransferOrder;

/** A change of the first batch, or of its first payment. */
const batch =
  (change: object): Change =>
  (order) => ({
    ...order,
    batches: order.batches.map((one, at) => (at === 0 ? { ...one, ...change } : one)),
  });

const payment =
  (change: object): Change =>
  (order) => {
    const payments = order.batches[0]?.payments.map((one, at) =>
      at === 0 ? { ...one, ...change } : one,
    );
    return batch({ payments })(order);
  };

function refusal(change: Change, version: Pain001Version = 'pain.001.001.09'): string | null {
  try {
    writePain001(change(sampleOrder), { version });
  } catch (error) {
    if (error instanceof BankFormatError && error.code === 'field-refused') return error.field;
    throw error;
  }
  return null;
}

describe('pain.001 writer', () => {
  it('writes version .09 with structured addresses, references and exact sums', () => {
    expect(textOf(writePain001(sampleOrder, { version: 'pain.001.001.09' }))).toMatchSnapshot();
  });

  it('writes version .03 with address lines', () => {
    expect(textOf(writePain001(sampleOrder, { version: 'pain.001.001.03' }))).toMatchSnapshot();
  });

  it('writes the same bytes for the same order, in any time zone', () => {
    const zone = process.env['TZ'];
    try {
      const written = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/Berlin'].map(
        (tz) => {
          process.env['TZ'] = tz;
          return textOf(writePain001(structuredClone(sampleOrder), { version: 'pain.001.001.03' }));
        },
      );
      expect(new Set(written).size).toBe(1);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it.each<[string, Change]>([
    ['messageId', (order) => ({ ...order, messageId: '' })],
    ['messageId', (order) => ({ ...order, messageId: 'x'.repeat(36) })],
    ['messageId', (order) => ({ ...order, messageId: 'A//B' })],
    ['messageId', (order) => ({ ...order, messageId: 'Ä1' })],
    ['messageId', (order) => ({ ...order, messageId: ' A' })],
    ['createdAt', (order) => ({ ...order, createdAt: '2026-11-21' })],
    ['createdAt', (order) => ({ ...order, createdAt: '2026-02-30T10:00:00' })],
    ['createdAt', (order) => ({ ...order, createdAt: '2026-11-21T25:00:00' })],
    ['initiatingParty.name', (order) => ({ ...order, initiatingParty: { name: '漢字' } })],
    ['batches', (order) => ({ ...order, batches: [] })],
    [
      'batches[1].id',
      (order) => ({
        ...order,
        batches: [...order.batches.slice(0, 1), ...order.batches.slice(0, 1)],
      }),
    ],
    ['batches[0].payments', batch({ payments: [] })],
    ['batches[0].debtorIban', batch({ debtorIban: 'DE88370400440532013000' })],
    ['batches[0].debtorBic', batch({ debtorBic: 'NDEADKKK' })],
    ['batches[0].debtorBic', batch({ debtorBic: 'COBA' })],
    ['batches[0].executionDate', batch({ executionDate: '2026-11-31' })],
    ['batches[0].categoryPurpose', batch({ categoryPurpose: 'salary' })],
    [
      'batches[0].debtor.address.country',
      batch({ debtor: { name: 'X', address: { town: 'X', country: 'DEU' } } }),
    ],
    [
      'batches[0].debtor.address.town',
      batch({ debtor: { name: 'X', address: { town: 'x'.repeat(36), country: 'DE' } } }),
    ],
    ['batches[0].payments[0].endToEndId', payment({ endToEndId: '/A' })],
    ['batches[0].payments[1].endToEndId', payment({ endToEndId: 'EXP-2' })],
    ['batches[0].payments[0].amountMinor', payment({ amountMinor: 0n })],
    ['batches[0].payments[0].amountMinor', payment({ amountMinor: -5n })],
    ['batches[0].payments[0].amountMinor', payment({ amountMinor: 100_000_000_000n })],
    ['batches[0].payments[0].currency', payment({ currency: 'CHF' })],
    ['batches[0].payments[0].creditorIban', payment({ creditorIban: 'DK5000400440116244' })],
    [
      'batches[0].payments[0].creditorIban',
      payment({ creditorIban: 'TR330006100519786457841326' }),
    ],
    ['batches[0].payments[0].creditor.name', payment({ creditor: { name: 'ß'.repeat(36) } })],
    ['batches[0].payments[0].purpose', payment({ purpose: 'TOOLONG' })],
    ['batches[0].payments[0].remittance.text', payment({ remittance: { text: 'x'.repeat(141) } })],
    [
      'batches[0].payments[0].remittance.reference',
      payment({ remittance: { reference: 'RF00X' } }),
    ],
  ])('refuses what the format cannot carry, naming %s', (field, change) => {
    expect(refusal(change)).toBe(field);
  });

  it('refuses in version .03 an address that does not fit its two lines', () => {
    const address = { street: 'x'.repeat(60), building: 'y'.repeat(16), town: 'X', country: 'DE' };
    const change = batch({ debtor: { name: 'X', address } });
    expect(refusal(change, 'pain.001.001.03')).toBe('batches[0].debtor.address');
    expect(refusal(change, 'pain.001.001.09')).toBeNull();
  });

  it('keeps to the limits of the bank, and divides batches that exceed them', () => {
    const limits = { paymentsPerBatch: 1 };
    const options = { version: 'pain.001.001.09', limits } as const;
    expect(() => writePain001(sampleOrder, options)).toThrow(/batches\[0\].payments/);
    const split = splitBatches(sampleOrder, 1);
    expect(split.batches.map(({ id }) => id)).toEqual([
      'WEAVERS-1-A-1',
      'WEAVERS-1-A-2',
      'WEAVERS-1-B',
    ]);
    expect(() => writePain001(split, options)).not.toThrow();
    const few = { version: 'pain.001.001.09', limits: { paymentsPerMessage: 2 } } as const;
    expect(() => writePain001(sampleOrder, few)).toThrow(/3 payments/);
  });

  it('adds up sums that floating-point numbers would not hold', () => {
    const payments = Array.from({ length: 2_000 }, (_, index) => ({
      endToEndId: `E${index}`,
      amountMinor: index % 2 === 0 ? 99_999_999_999n : 10n,
      currency: 'EUR',
      creditor: { name: 'X' },
      creditorIban: 'DE89370400440532013000',
    }));
    const text = textOf(
      writePain001(batch({ payments })(sampleOrder), { version: 'pain.001.001.09' }),
    );
    const sum = 1_000n * 99_999_999_999n + 1_000n * 10n;
    expect(text).toContain(
      `<CtrlSum>${sum / 100n}.${String(sum % 100n).padStart(2, '0')}</CtrlSum>`,
    );
  });
});

const xsdUrl = new URL('../../../../../shared/vectors/bank/xsd/', import.meta.url);
const xsdFound = existsSync(fileURLToPath(xsdUrl));

function validatorOf(version: Pain001Version): (bytes: Uint8Array) => void {
  const schema = XmlDocument.fromBuffer(readFileSync(new URL(`${version}.xsd`, xsdUrl)));
  const validator = XsdValidator.fromDoc(schema);
  return (bytes) => {
    const document = XmlDocument.fromBuffer(bytes);
    try {
      validator.validate(document);
    } finally {
      document.dispose();
    }
  };
}

describe.skipIf(!xsdFound)('pain.001 against the schemas of ../shared/vectors/bank/xsd', () => {
  it.each(pain001Versions)('writes valid %s for any order the type allows', (version) => {
    const validate = validatorOf(version);
    validate(writePain001(sampleOrder, { version }));
    let written = 0;
    fc.assert(
      fc.property(anyOrder, (order) => {
        const bytes = writtenOrRefused(order, version);
        if (bytes === null) return;
        written += 1;
        validate(bytes);
      }),
      { numRuns: 500 },
    );
    expect(written).toBeGreaterThan(100);
  });

  it('would notice an invalid document', () => {
    const version = 'pain.001.001.09';
    const text = textOf(writePain001(sampleOrder, { version }))
      .replace('<CtrlSum>', '<Sum>')
      .replace('</CtrlSum>', '</Sum>');
    expect(() => validatorOf(version)(new TextEncoder().encode(text))).toThrow(/not expected/);
  });
});
