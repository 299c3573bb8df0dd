import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf, pairsNear, waysToCall } from './forms.js';

/** Whether somebody of that name is meant by what the bank writes. */
const isMeant = (known: string, written: string): boolean => {
  const ways = new Set(waysToCall(known));
  return formsOf(written).some((form) => ways.has(form));
};

describe('who is called by a name', () => {
  it.each([
    ['Yara Zqone', 'YARA ZQONE'],
    ['Yara Zqone', 'Zqone, Yara'],
    ['Yara Zqone', 'Yara M. Zqone'],
    ['Yara Zqone', 'Zqone, Yara Maria'],
    ['Yara Zqone', 'Dr Yara Zqone'],
    ['Yara Zqone', 'YARA ZQONE-PELL'],
    ['Yara Zqone', 'Yara & Tom Zqone'],
    ['Yara Zqone', 'Y. Zqone'],
    ['Yara Zqone', 'Herr Dr. Y Zqone'],
    ['Maria Wolf', 'M. Wolf'],
    ['Yara Maria Zqone', 'Yara Zqone'],
    ['Yara Maria Zqone', 'Y. M. Zqone'],
    ['Zqone, Yara Maria', 'Yara Zqone'],
    ['Dr. Yara von Zqone', 'ZQONE YARA'],
    ['Yara M. Zqone', 'Yara Maria Zqone'],
    ['René Akzént', 'RENE P AKZENT'],
    ['Jörg Groß-Müller', 'GROSS-MUELLER JOERG'],
    ['Jörg Groß-Müller', 'J. MUELLER'],
    ['Jörg Groß-Müller', 'Jorg Muller'],
    ['Linh Le', 'LE THI LINH'],
    ['Linh Le', 'Le, Thi Linh'],
    ['Linh Le', 'L. Le'],
    ['Linh Le', 'Linh Le und Tom Zqone'],
    ['Le Thi Linh', 'LINH LE'],
    ['Anna Mag', 'Mag Anna'],
    ['Mag. Yara Zqone', 'ZQONE YARA'],
    ['Yara Zqone', 'Mag. Yara Zqone'],
    ['Jan Ten', 'TEN JAN'],
    ['Jan ten Zqone', 'ZQONE JAN'],
    ['Zqone, Jan von', 'Jan Zqone'],
  ])('%s is by %s', (known, written) => {
    expect(isMeant(known, written)).toBe(true);
  });

  it.each([
    ['Yara Zqone', 'Tom Zqone'],
    ['Yara Zqone', 'Familie Zqone'],
    ['Yara Zqone', 'Zqone'],
    ['Yara Zqone', 'Yara'],
    ['Yara Zqone', 'T. Zqone'],
    ['Yara Zqone', 'Tom Y. Zqone'],
    ['Yara Müller-Meier', 'Tom Müller-Meier'],
    ['Yara Garcia Lopez', 'Tom Garcia Lopez'],
    ['Garcia Lopez, Yara', 'Tom Garcia Lopez'],
    ['Yara von Zqone', 'Tom von Zqone'],
    ['Dr. Yara Zqone', 'Dr. Tom Zqone'],
    ['Yara Zqone', 'Werkhof GmbH'],
    ['Yara', 'Yara Zqone'],
    ['Linh Le', 'Tom Le'],
    ['Anna Di Marco', 'Di Marco Tom'],
    ['Di Marco Anna', 'Di Marco Tom'],
    ['Mag. Yara Zqone', 'Mag. Tom Zqone'],
    ['Dr. von Zqone, Yara', 'Dr. von Zqone, Tom'],
    ['-', ''],
  ])('%s is not by %s', (known, written) => {
    expect(isMeant(known, written)).toBe(false);
  });

  const word = fc.constantFrom('yara', 'maria', 'zqone', 'pell', 'tom', 'lena', 'ortega', 'huber');

  it('is called so with any words more, in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 3, maxLength: 7 }), fc.nat(), (words, turn) => {
        const at = turn % words.length;
        const written = [...words.slice(at), ...words.slice(0, at)].join(' ').toUpperCase();
        expect(isMeant(`${words[0]} ${words[1]}`, written)).toBe(true);
      }),
    );
  });

  it('is never called so without the given name, nor by it alone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 6 }), (words) => {
        const [given = '', ...others] = words;
        expect(isMeant(words.join(' '), others.join(' '))).toBe(false);
        expect(isMeant(words.join(' '), given)).toBe(false);
        expect(isMeant(words.join(' '), `peter ${others.join(' ')}`)).toBe(false);
      }),
    );
  });

  it('has few forms, however long the name is', () => {
    const long = Array.from({ length: 200 }, (_, at) => `word${String.fromCodePoint(97 + at)}`);
    expect(formsOf(long.join(' ')).length).toBeLessThanOrEqual(68);
    expect(waysToCall(long.join(' ')).length).toBeLessThanOrEqual(36);
  });

  it('is named in a text where two names of theirs stand near each other', () => {
    const own = new Set(waysToCall('Yara Zqone'));
    const names = (text: string) => pairsNear(text).some((form) => own.has(form));
    expect(names('Beitrag Mai fuer Zqone, Yara')).toBe(true);
    const linh = new Set(waysToCall('Linh Le'));
    expect(pairsNear('Beitrag LE THI LINH Mai').some((form) => linh.has(form))).toBe(true);
    expect(names('Yara and what Tom and Lena wrote, says Zqone')).toBe(false);
  });
});
