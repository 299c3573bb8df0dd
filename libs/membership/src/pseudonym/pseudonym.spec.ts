import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isTakenFor } from '../name/name.js';
import { isLikeAnother, parsePseudonym } from './pseudonym.js';

describe('a pseudonym', () => {
  it.each([
    ['Nightjar', 'Nightjar'],
    ['  Night   jar ', 'Night jar'],
    ['O’Malley-2', 'O’Malley-2'],
    ['Ночной козодой', 'Ночной козодой'],
    ['夜鷹', '夜鷹'],
    ['e\u0301toile', 'étoile'],
  ])('of %j is kept as %j', (given, kept) => {
    expect(parsePseudonym(given).text).toBe(kept);
  });

  it.each([
    'a',
    '12345',
    'x'.repeat(41),
    '.hidden',
    'ada@example.org',
    'two\u202elines',
    'zero\u200bwidth',
    'Nightjаr',
    '<b>bold</b>',
  ])('is not %j', (given) => {
    expect(() => parsePseudonym(given)).toThrow(
      expect.objectContaining({ code: 'PSEUDONYM_INVALID', path: ['pseudonym'] }) as Error,
    );
  });

  it('is told from names and offices by letters and digits alone', () => {
    const isLike = (given: string, ...names: string[]) =>
      isLikeAnother(parsePseudonym(given), names);
    expect(isLike('zoe-o malley', 'Bram Okonjo', 'Zoë O’Malley')).toBe(true);
    expect(isLike('Zoe', 'Zoë O’Malley')).toBe(false);
    expect(isLike('Treasurer')).toBe(true);
    expect(isLike('membership officer')).toBe(true);
    expect(isLike('Nightjar')).toBe(false);
  });

  it.each([
    ['tre4surer', 'the office'],
    ['T R E A S U R E R', 'the office'],
    ['officer-membership', 'the office turned round'],
    ['Rochdale', 'the service'],
    ['R0chda1e', 'the service'],
    ['Smith Ada', 'turned round'],
    ['SmithAda', 'turned round'],
    ['Àda  Smíth', 'accents and spaces'],
    ['ada.smith', 'case'],
    ['Ada Srnith', 'two letters like one'],
    ['Ada 5mith', 'a digit'],
    ['НОРЕ', 'Cyrillic capitals'],
    ['ара', 'Cyrillic letters'],
    ['ꓮꓓꓮ Smith', 'Lisu letters'],
    ['Ａｄａ Ｓｍｉｔｈ', 'full width'],
    ['ВАЯА', 'nothing'],
  ])('is %j refused for what it looks like: %s', (given, why) => {
    const names = ['Ada Smith', 'Hope', 'Apa', 'Нина'];
    expect(isLikeAnother(parsePseudonym(given), names)).toBe(why !== 'nothing');
  });

  it.each(['Smith', 'Ada', 'Ada Smithson', 'Мария', 'Нин', 'ada s', '夜鷹'])(
    'is %j taken for itself',
    (given) => {
      expect(isLikeAnother(parsePseudonym(given), ['Ada Smith', 'Нина', 'Ночной'])).toBe(false);
    },
  );

  it('is like itself in every case, with its words in any order', () => {
    const word = fc.stringMatching(/^[\p{Script=Latin}\p{Script=Cyrillic}]{2,6}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const text = words.join(' ');
        const turned = words.toReversed().join('-');
        const given = { text: turned.toUpperCase(), folded: '' };
        // Capitals of some letters are two of them, or of another letter's small one.
        fc.pre(text.toLowerCase() === text.toUpperCase().toLowerCase());
        expect(isLikeAnother(given, [text])).toBe(true);
      }),
    );
  });

  it('is compared with thousands, whatever it is made of', () => {
    const spelt = 'a aa aaa aaaa aaaaa aaaaaa';
    const names = Array.from({ length: 2_000 }, () => `${spelt.replaceAll(' ', '')}bba`);
    expect(isLikeAnother({ text: `${spelt} bab`, folded: '' }, names)).toBe(false);
  });

  it.each([
    ['EllaDeBoerVanMariaAnna', 'Anna Maria van de Boer-Ella', true],
    ['a-a-b', 'aa b', true],
    ['ab a a', 'aab a', true],
    ['abaa', 'aab a', false],
    ['aab', 'aa aab b', false],
  ])('is %j, whichever way round, held against %j: %j', (given, name, isLike) => {
    expect(isLikeAnother({ text: given, folded: '' }, [name])).toBe(isLike);
    expect(isLikeAnother({ text: name, folded: '' }, [given])).toBe(isLike);
  });

  it('is compared in steps as many as its letters times the words of the name, at most', () => {
    const word = fc.stringMatching(/^[ab]{1,7}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 9 });
    const steps = vi.spyOn(String.prototype, 'startsWith');
    const stepsOf = (name: string, other: string): number => {
      steps.mockClear();
      isTakenFor(name, [other]);
      return steps.mock.calls.length;
    };
    const spelt = 'a aa aaa aaaa aaaaa aaaaaa aaaaaaa bc';
    expect(stepsOf(`${'a'.repeat(28)}cb`, spelt)).toBeLessThan(4 * 30 * 9);
    fc.assert(
      fc.property(words, (given) => {
        const letters = given.join('').length;
        const turned = Array.from(given.join('')).toReversed().join('');
        expect(stepsOf(turned, given.join(' '))).toBeLessThanOrEqual(4 * letters * given.length);
      }),
    );
    steps.mockRestore();
  });
});
