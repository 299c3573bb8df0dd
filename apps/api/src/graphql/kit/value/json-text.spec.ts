import { describe, expect, it } from 'vitest';
import { readJsonText } from './json-text.js';

const read = (text: string): unknown => readJsonText(text, ['markJson']);
const refused = expect.objectContaining({
  code: 'INVALID_INPUT',
  path: ['markJson'],
}) as Error;

describe('a field that is JSON in a text', () => {
  it.each([
    ['"agree"', 'agree'],
    ['null', null],
    ['7', 7],
    ['{"option":"\\ud83d\\ude00"}', { option: '😀' }],
    ['["\\\\u0000"]', ['\\u0000']],
  ])('says %s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"a":'],
    ['a NUL', '"\\u0000"'],
    ['a NUL deep inside', '{"a":[{"b":"x\\u0000"}]}'],
    ['a NUL in a name', '{"\\u0000":1}'],
    ['half a character', '"\\ud800"'],
    ['half a character in a name', '{"a":{"\\udfff":1}}'],
  ])('is refused with its place where it says %s', (_what, text) => {
    expect(() => read(text)).toThrow(refused);
  });

  it('is refused where it says something twice: which of the two is meant, nobody knows', () => {
    expect(() => read('{"ranks": [{"option": 1, "rank": 1, "option": 2}]}')).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        path: ['markJson', 'ranks', '0', 'option'],
      }) as Error,
    );
  });

  it('makes no prototype of what is named like one', () => {
    const value = read('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
