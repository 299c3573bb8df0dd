import * as fc from 'fast-check';
import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { epcQrPayload, epcQrSvg } from './epc-qr.js';
import type { EpcPaymentRequest } from './epc-qr.js';
import { makeRf } from '../reference/creditor-reference.js';

const request: EpcPaymentRequest = {
  name: 'Hausgenossenschaft Grüner Weg eG',
  iban: 'DE89 3704 0044 0532 0130 00',
};

function refusedField(change: Partial<EpcPaymentRequest>): string | null {
  try {
    epcQrPayload({ ...request, ...change });
  } catch (error) {
    if (error instanceof BankFormatError) return error.field;
    throw error;
  }
  return null;
}

describe('EPC069-12 QR payload', () => {
  it('has the twelve lines of version 002 in their order', () => {
    const payload = epcQrPayload({
      ...request,
      bic: 'cobadeffxxx',
      amountMinor: 1230n,
      purpose: 'CHAR',
      text: 'Share 2026/17',
      information: 'Thank you',
    });
    expect(payload.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'COBADEFFXXX',
      'Hausgenossenschaft Grüner Weg eG',
      'DE89370400440532013000',
      'EUR12.30',
      'CHAR',
      '',
      'Share 2026/17',
      'Thank you',
    ]);
  });

  it('leaves trailing empty lines off', () => {
    expect(epcQrPayload(request).endsWith('\nDE89370400440532013000')).toBe(true);
  });

  it('puts an ISO 11649 reference in the structured line, in electronic form', () => {
    const payload = epcQrPayload({ ...request, reference: 'RF18 5390 0754 7034' });
    expect(payload.split('\n')[9]).toBe('RF18539007547034');
  });

  it.each<[string, Partial<EpcPaymentRequest>]>([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(71) }],
    ['name', { name: 'two\nlines' }],
    ['iban', { iban: 'DE88370400440532013000' }],
    ['bic', { bic: 'COBADE' }],
    ['amountMinor', { amountMinor: 0n }],
    ['amountMinor', { amountMinor: 100_000_000_000n }],
    ['purpose', { purpose: 'CHARI' }],
    ['purpose', { purpose: 'ch' }],
    ['reference', { reference: 'RF19539007547034' }],
    ['text', { text: 'x'.repeat(141) }],
    ['text', { text: 'both', reference: 'RF18539007547034' }],
    ['information', { information: 'x'.repeat(71) }],
    ['payload', { name: 'ü'.repeat(70), text: 'ü'.repeat(140) }],
  ])('refuses what the code cannot carry, naming %s', (field, change) => {
    expect(refusedField(change)).toBe(field);
  });

  it('carries every permitted amount exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999n }), (amountMinor) => {
        const amount = epcQrPayload({ ...request, amountMinor }).split('\n')[7] ?? '';
        expect(amount).toMatch(/^EUR\d+\.\d\d$/);
        expect(BigInt(amount.slice(3).replace('.', ''))).toBe(amountMinor);
      }),
    );
  });
});

/** The dark modules that an SVG of ours draws, as `row,column` without the quiet zone. */
function darkModules(svg: string): Set<string> {
  const dark = new Set<string>();
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let step = 0; step < Number(length); step += 1) {
      dark.add(`${Number(y) - 4},${Number(x) - 4 + step}`);
    }
  }
  return dark;
}

describe('EPC069-12 QR code in SVG', () => {
  const paid = { ...request, amountMinor: 4200n, reference: makeRf('2026000017') };

  it('draws exactly the modules of the symbol, with error correction M', () => {
    const symbol = create(epcQrPayload(paid), { errorCorrectionLevel: 'M' });
    const expected = new Set<string>();
    for (let row = 0; row < symbol.modules.size; row += 1) {
      for (let column = 0; column < symbol.modules.size; column += 1) {
        if (symbol.modules.get(row, column) !== 0) expected.add(`${row},${column}`);
      }
    }
    expect(darkModules(epcQrSvg(paid))).toEqual(expected);
  });

  it('stays within version 13 for the largest payload', () => {
    const text = 'x'.repeat(140);
    const svg = epcQrSvg({ ...request, name: 'ü'.repeat(55), text, bic: 'COBADEFFXXX' });
    expect(svg).toContain('viewBox="0 0 ');
  });

  it('is the same text for the same request', () => {
    expect(epcQrSvg(paid)).toBe(epcQrSvg({ ...paid }));
  });
});
