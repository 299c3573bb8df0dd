import { describe, expect, it } from 'vitest';
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
});
