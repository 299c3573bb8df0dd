import { describe, expect, it } from 'vitest';
import { refuseBrokenTexts } from './texts.js';

describe('texts of an operation', () => {
  it.each<[string, unknown, string[]]>([
    ['a NUL', 'a\0', []],
    ['half a character', 'a\ud83d', []],
    ['the other half', '\ude00a', []],
    ['one in a list', { options: ['a', { title: '\ud800' }] }, ['options', '1', 'title']],
  ])('with %s are refused where they are', (_what, value, path) => {
    expect(() => {
      refuseBrokenTexts(value, ['input']);
    }).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', ...path] }));
  });

  it('that are whole pass, and so does what is no text', () => {
    expect(() => {
      refuseBrokenTexts({ a: '😀', b: [1n, null, true, new Date()], c: {} }, []);
    }).not.toThrow();
  });
});
