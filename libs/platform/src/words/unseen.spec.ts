import { describe, expect, it } from 'vitest';
import { hasUnseen, readsOtherwise } from './unseen.js';

describe('a title', () => {
  it.each([
    ['a space of no width', 'Pay\u200B 40'],
    ['a byte order mark', '\uFEFFPay'],
    ['letters turned round', 'Pay \u202E04\u202C'],
    ['an isolate', 'Pay \u20664\u2069'],
    ['a soft hyphen', 'Pay\u00ADment'],
    ['a joiner between Latin letters', 'Pa\u200Dy'],
    ['a joiner between digits', '1\u200D0'],
    ['a variation of a digit', '1\uFE0F0'],
    ['a filler', 'Pay\u3164'],
    ['a tag', 'Pay\u{E0041}'],
    ['a second line', 'Pay\nnothing'],
    ['a separator of lines', 'Pay\u2028nothing'],
    ['a sign for private use', 'Pay \uE000'],
  ])('holds no %s', (_name, text) => {
    expect(hasUnseen(text)).toBe(true);
  });

  it.each([
    'می‌خواهم',
    'क्‍ष',
    '👩‍👩‍👧 wages',
    '🧑🏽‍🌾 garden',
    '❤️ fund',
    '1️⃣ first',
    'Ærø – “Straße”',
    '葛󠄀城',
  ])('is %s as it is written', (text) => {
    expect(hasUnseen(text)).toBe(false);
  });
});

describe('a text of several lines', () => {
  it.each(['\u202E', '\u202D', '\0', '\u001B', '\u0008', '\u007F', '\u009B'])(
    'reads otherwise with %j',
    (sign) => {
      expect(readsOtherwise(`Pay 40${sign}`)).toBe(true);
    },
  );

  it.each([
    'One\n\tTwo\r\n',
    '\u200Fשלום',
    '\u2067שלום\u2069',
    'soft\u00ADhyphen',
    '👩‍👩‍👧',
    'a\fb\vc\u0085d',
  ])('reads as %j', (text) => {
    expect(readsOtherwise(text)).toBe(false);
  });
});
