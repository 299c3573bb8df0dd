import { expect, it } from 'vitest';
import { wantsDemo } from './demo.mjs';

it.each([
  [undefined, true, true],
  ['', true, true],
  ['1', true, true],
  ['0', true, false],
  [undefined, false, false],
  ['0', false, false],
  ['1', false, true],
])('ROCHDALE_DEMO=%s, embedded: %s: a demo: %s', (wanted, embedded, expected) => {
  expect(wantsDemo({ ROCHDALE_DEMO: wanted }, embedded)).toBe(expected);
});
