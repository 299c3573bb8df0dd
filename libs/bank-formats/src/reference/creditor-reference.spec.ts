import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { checkRf, makeRf, printRf } from './creditor-reference.js';

const ownReference = fc.stringMatching(/^[0-9A-Z]{1,21}$/);

describe('ISO 11649 creditor reference', () => {
  it('makes the reference of the standard’s own example', () => {
    expect(makeRf('539007547034')).toBe('RF18539007547034');
  });

  it('takes spaces and small letters and writes the electronic form', () => {
    expect(makeRf('ab 2g 5')).toBe(makeRf('AB2G5'));
  });

  it('checks a printed reference and gives the electronic form back', () => {
    expect(checkRf('rf18 5390 0754 7034')).toEqual({ valid: true, reference: 'RF18539007547034' });
  });

  it('prints in groups of four', () => {
    expect(printRf('RF18539007547034')).toBe('RF18 5390 0754 7034');
  });

  it.each([
    ['RF19539007547034', 'check-digits'],
    ['RF1', 'length'],
    ['RF18', 'length'],
    [`RF18${'1'.repeat(22)}`, 'length'],
    ['XX18539007547034', 'prefix'],
    ['RF18-539', 'character'],
    ['RF18Ä539', 'character'],
  ])('says what is wrong with %s', (reference, fault) => {
    expect(checkRf(reference)).toEqual({ valid: false, fault });
  });

  it.each(['', '   ', '1'.repeat(22), 'AB-1', 'ÄB1'])('does not make one of «%s»', (own) => {
    expect(() => makeRf(own)).toThrow(BankFormatError);
  });

  it('accepts whatever it makes, and its printed form', () => {
    fc.assert(
      fc.property(ownReference, (own) => {
        const made = makeRf(own);
        expect(checkRf(made)).toEqual({ valid: true, reference: made });
        expect(checkRf(printRf(made)).valid).toBe(true);
      }),
    );
  });

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{4,21}$/),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (own, at, by) => {
          const made = makeRf(own);
          const place = 4 + (at % own.length);
          const wrong = String((Number(made[place]) + by) % 10);
          expect(checkRf(made.slice(0, place) + wrong + made.slice(place + 1)).valid).toBe(false);
        },
      ),
    );
  });
});
