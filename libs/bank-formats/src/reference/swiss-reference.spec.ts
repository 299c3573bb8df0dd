import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { checkSwissReference, isQrIban, makeQrReference } from './swiss-reference.js';

const qrIban = 'CH44 3199 9123 0008 8901 2';
const plainIban = 'CH58 0079 1123 0008 8901 2';

describe('Swiss QR-bill reference', () => {
  it('checks the example of the implementation guidelines', () => {
    expect(checkSwissReference('21 00000 00003 13947 14300 09017')).toEqual({
      valid: true,
      type: 'QRR',
      reference: '210000000003139471430009017',
    });
  });

  it('makes that same reference from its first 26 digits', () => {
    expect(makeQrReference('21000000000313947143000901')).toBe('210000000003139471430009017');
  });

  it.each([
    ['210000000003139471430009016', 'check-digit'],
    ['21000000000313947143000901', 'length'],
    ['21000000000313947143000901X', 'character'],
    ['RF19539007547034', 'check-digit'],
    ['RF18', 'length'],
  ])('says what is wrong with %s', (reference, fault) => {
    expect(checkSwissReference(reference)).toEqual({ valid: false, fault });
  });

  it('knows a QR-IBAN by its institution number', () => {
    expect(isQrIban(qrIban)).toBe(true);
    expect(isQrIban(plainIban)).toBe(false);
    expect(isQrIban('CH44 3299 9123 0008 8901 2')).toBe(false);
    expect(isQrIban('DE89370400440532013000')).toBe(false);
  });

  it('wants a QR reference with a QR-IBAN, and none with another', () => {
    const qrr = '210000000003139471430009017';
    expect(checkSwissReference(qrr, qrIban).valid).toBe(true);
    expect(checkSwissReference('', qrIban)).toEqual({ valid: false, fault: 'needs-qr-reference' });
    expect(checkSwissReference('RF18539007547034', qrIban)).toEqual({
      valid: false,
      fault: 'needs-qr-reference',
    });
    expect(checkSwissReference(qrr, plainIban)).toEqual({ valid: false, fault: 'needs-qr-iban' });
    expect(checkSwissReference('RF18539007547034', plainIban)).toMatchObject({ type: 'SCOR' });
    expect(checkSwissReference('', plainIban)).toMatchObject({ type: 'NON' });
  });

  it('is for Swiss and Liechtenstein accounts', () => {
    expect(checkSwissReference('', 'DE89370400440532013000')).toEqual({
      valid: false,
      fault: 'not-swiss',
    });
  });

  it.each(['', '0', '000', 'A1', '1'.repeat(27)])('does not make one of «%s»', (digits) => {
    expect(() => makeQrReference(digits)).toThrow(BankFormatError);
  });

  it('accepts whatever it makes and notices every single wrong digit', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,25}$/);
    fc.assert(
      fc.property(digits, fc.nat(26), fc.integer({ min: 1, max: 9 }), (own, at, by) => {
        const made = makeQrReference(own);
        expect(checkSwissReference(made)).toEqual({ valid: true, type: 'QRR', reference: made });
        const wrong = made.slice(0, at) + String((Number(made[at]) + by) % 10) + made.slice(at + 1);
        expect(checkSwissReference(wrong).valid).toBe(false);
      }),
    );
  });
});
