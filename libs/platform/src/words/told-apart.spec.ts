import { describe, expect, it } from 'vitest';
import { asSeen, notToldApartAt } from './told-apart.js';

describe('what an eye tells apart', () => {
  it.each([
    ['a space of no width', 'Al\u200Bpha'],
    ['a joiner', 'Al\u200Dpha'],
    ['a mark of direction', '\u202EAlpha\u202C'],
    ['an isolate', '\u2068Alpha\u2069'],
    ['a soft hyphen', 'Al\u00ADpha'],
    ['a filler', 'Alpha\u3164'],
    ['a variation of a sign', 'Alpha\uFE0F'],
    ['a tag', 'Alpha\u{E0041}'],
    ['wide letters', 'Ａｌｐｈａ'],
    ['letters of mathematics', '𝐀𝐥𝐩𝐡𝐚'],
    ['capitals', 'ALPHA'],
    ['a byte order mark', '\uFEFFAlpha'],
  ])('is not %s', (_name, text) => {
    expect(notToldApartAt(['Alpha', text])).toBe(1);
  });

  it.each([
    ['another width of space', 'Al\u2003pha'],
    ['a space that does not break', 'Al\u00A0pha'],
    ['two spaces', 'Al  pha'],
    ['one with a joiner within', 'Al \u200B pha'],
  ])('is not %s', (_name, text) => {
    expect(notToldApartAt(['Al pha', text])).toBe(1);
  });

  it('is a letter more, an accent, another sign, and a family from a person', () => {
    const texts = ['Alpha', 'Alphaa', 'Álpha', 'Al pha', 'Alpha!', '👩‍👩‍👧', '👩‍👩‍👦', 'می‌خواهم'];
    expect(notToldApartAt(texts)).toBe(-1);
  });

  it('is something: what is not drawn at all is none', () => {
    expect(notToldApartAt(['Alpha', '\u200B\u2060'])).toBe(1);
    expect(asSeen('\u3164')).toBe('');
  });
});
