import { describe, expect, it } from 'vitest';
import { wordsToFind } from './search-words.js';

const find = (text: string) => wordsToFind(text, ['filter', 'text']);

describe('what somebody looks for', () => {
  it.each([
    ['Solar', ['Solar']],
    ['the Solar roof', ['Solar', 'roof', 'the']],
    ['invoice MILL-2026/004', ['invoice', 'MILL', '2026', '004']],
    ['Größe  größe Größe', ['Größe', 'größe']],
    ['a b co', ['co']],
    ['%_ or\\like', ['like', 'or']],
    ['東京 電力', ['東京', '電力']],
  ])('in %j is the words %j', (text, words) => {
    expect(find(text)).toEqual(words);
  });

  it.each(['', ' ', 'a', '%', '\0', 'one two three four five six seven'])(
    'is refused when it is %j',
    (text) => {
      expect(() => find(text)).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['filter', 'text'] }) as Error,
      );
    },
  );
});
