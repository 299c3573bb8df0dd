import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { readPain002 } from '../sepa/read-pain002.js';
import { validatePaymentFile } from './validate-payment-file.js';

const painUrl = new URL('../../../../../shared/vectors/bank/pain/', import.meta.url);
const painFound = existsSync(fileURLToPath(painUrl));

const samples = painFound
  ? readdirSync(painUrl, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.xml'))
      .map((name) => readFileSync(new URL(name, painUrl)))
  : [];

const change = fc.record({
  at: fc.nat(),
  cut: fc.nat(60),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom('<', '</', '&', '&#x0;', ']]>', '<!--', '<?x', '"', '<Amt>', '</PmtInf>', '9e9')
      .map((text) => new TextEncoder().encode(text)),
  ),
});

function outcome(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string {
  try {
    read(bytes);
    return 'read';
  } catch (error) {
    return error instanceof BankFormatError ? error.name : String(error);
  }
}

describe.skipIf(!painFound)('mutated samples of ../shared/vectors/bank/pain', () => {
  it('are read or refused by a coded error, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }), (which, changes) => {
        const sample = samples[which % samples.length] ?? Buffer.alloc(0);
        const bytes = changes.reduce((whole, { at, cut, insert }) => {
          const place = at % (whole.length + 1);
          return Buffer.concat([whole.subarray(0, place), insert, whole.subarray(place + cut)]);
        }, sample);
        expect(outcome(validatePaymentFile, bytes)).toMatch(/^(read|BankFormatError)$/);
        expect(outcome(readPain002, bytes)).toMatch(/^(read|BankFormatError)$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are all read or refused unchanged', () => {
    expect(samples.length).toBeGreaterThan(10);
    const outcomes = samples.map((bytes) => outcome(validatePaymentFile, bytes));
    expect(new Set(outcomes)).toEqual(new Set(['read', 'BankFormatError']));
  });
});
