import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedDisplayName } from '../member/known-member.js';
import { isReserved, isTakenFor } from '../name/name.js';
import { foldedName, parsePseudonym } from './pseudonym.js';

const invalid = expect.objectContaining({ code: 'MEMBER_NAME_INVALID' }) as Error;
const taken = expect.objectContaining({ code: 'MEMBER_NAME_TAKEN' }) as Error;
const noPseudonym = expect.objectContaining({ code: 'PSEUDONYM_INVALID' }) as Error;

/** Each character of Unicode that is like this, in planes that have any. */
const allThat = (isLike: RegExp): string[] =>
  [0, 1, 14]
    .flatMap((plane) => Array.from({ length: 0x1_00_00 }, (_, nth) => plane * 0x1_00_00 + nth))
    .map((point) => String.fromCodePoint(point))
    .filter((char) => isLike.test(char));

const isBlank = (char: string): boolean => /\s/u.test(char);
const ignorable = allThat(/\p{Default_Ignorable_Code_Point}/u).filter((char) => !isBlank(char));
const signs = allThat(/[\p{Cf}\p{Cc}]/u).filter((char) => !isBlank(char));
const small = allThat(/[\u02b0-\u02ff\u0640\ua717-\ua721\ua788]/u).filter((char) =>
  /\p{Lm}/u.test(char.normalize('NFKD').at(0) ?? ''),
);

const within = (word: string, char: string, at: number): string =>
  `${word.slice(0, at)}${char}${word.slice(at)}`;
const place = fc.nat({ max: 'Treasurer'.length });

describe('what nobody sees in a name', () => {
  it('is refused, wherever it stands, and hides no word where it was kept before', () => {
    expect(ignorable.length).toBeGreaterThan(4000);
    fc.assert(
      fc.property(fc.constantFrom(...ignorable, ...signs), place, (char, at) => {
        for (const word of ['Treasurer', 'Bram Okonjo']) {
          const name = within(word, char, at);
          expect(() => checkedDisplayName(name)).toThrow(invalid);
          expect(() => parsePseudonym(name)).toThrow(noPseudonym);
          expect(isTakenFor(name, [word])).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is passed over where it is a small sign that counts as a letter', () => {
    expect(small).toContain('\u02bc');
    fc.assert(
      fc.property(fc.constantFrom(...small), place, (char, at) => {
        const name = within('Treasurer', char, at);
        expect(isReserved(name)).toBe(true);
        expect(() => checkedDisplayName(name)).toThrow(taken);
        expect(foldedName(name)).toBe('treasurer');
      }),
    );
  });

  it.each([
    ['a filler behind it', 'Treasurer\u3164'],
    ['a filler between its letters', 'Trea\u1160surer'],
    ['half a filler', 'Treasurer\uffa0'],
    ['a mark that turns it round', '\u202erérusaert'],
    ['a joiner', 'Bram\u200d Okonjo'],
    ['an empty pattern', '\u2800\u2800'],
    ['nothing but a mark', '\u0301'],
    ['nothing but points', '...'],
    ['half a character', 'Bram \ud800'],
  ])('makes no name with %s', (_, name) => {
    expect(() => checkedDisplayName(name)).toThrow(invalid);
  });

  it.each([
    'علی\u200cرضا',
    'രാജൻ',
    'രാജന്\u200d',
    'ක්\u200dරිෂ්ණ',
    '渡邉\u{e0100} 花',
    'Kaʻahumanu',
    'マリー 佐々木',
    'O’Malley',
    'Мар’яна',
  ])('stays where the script of %s needs it', (name) => {
    expect(checkedDisplayName(name)).toBe(name);
  });

  it('is no part of a line: blanks are single', () => {
    expect(checkedDisplayName(' Bram\u00a0 \n Okonjo\u2028')).toBe('Bram Okonjo');
  });
});
