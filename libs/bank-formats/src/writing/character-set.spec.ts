import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import type { CharacterSet } from './character-set.js';
import { becsCharacters, sepaCharacters, writeText } from './character-set.js';

const sepa = (text: string): string => writeText('name', text, sepaCharacters, 'transliterate');

function writtenOrNull(text: string, set: CharacterSet): string | null {
  try {
    return writeText('name', text, set, 'transliterate');
  } catch (error) {
    if (error instanceof BankFormatError) return null;
    throw error;
  }
}

describe('SEPA character set', () => {
  it.each([
    ['Müller & Söhne GmbH', 'Mueller + Soehne GmbH'],
    ['Łódź Żółć', 'Lodz Zolc'],
    ['Señor Núñez', 'Senor Nunez'],
    ['Straße 5', 'Strasse 5'],
    ['Ørsted Århus Ærø', 'Orsted Arhus Aero'],
    ['ΑΘΗΝΑ Ελλάδα', 'AThINA Ellada'],
    ['София Жълт Щит', 'Sofiya Zhalt Shtit'],
    ['“Quoted” – it’s_here', ".Quoted. - it's-here"],
    ['a;b|c\\d[e]{f}', 'a,b/c/d(e)(f)'],
    ['100 €', '100 E'],
    ['kim@example.org', 'kim(at)example.org'],
    ['tab\there\nline', 'tab here line'],
    ['  blanks  ', 'blanks'],
    ['ﬁnance ½', 'finance 1/2'],
    ['A\u030ah', 'Ah'],
  ])('writes «%s» as «%s»', (text, written) => {
    expect(sepa(text)).toBe(written);
  });

  it.each(['漢字', 'שלום', '🌻', '\u0007'])('refuses «%s», which has no substitute', (text) => {
    expect(() => sepa(text)).toThrow(
      expect.objectContaining({ code: 'field-refused', field: 'name' }),
    );
  });

  it('refuses every foreign character when told not to substitute', () => {
    expect(() => writeText('name', 'Müller', sepaCharacters, 'refuse')).toThrow(/'ü' \(U\+00FC\)/);
    expect(writeText('name', 'Mueller', sepaCharacters, 'refuse')).toBe('Mueller');
  });

  it('writes nothing outside the set, whatever text comes, or refuses it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(sepaCharacters, becsCharacters),
        (text, set) => {
          const written = writtenOrNull(text, set) ?? '';
          expect(Array.from(written).filter((one) => !set.permitted.test(one))).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('leaves text of the set as it is, but for blanks at its ends', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9/?:().,'+ -]*$/), (text) => {
        expect(sepa(text)).toBe(text.trim());
      }),
    );
  });
});
