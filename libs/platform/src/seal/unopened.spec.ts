import { expect, it } from 'vitest';
import { seal, unseal } from './seal.js';
import { openedOrNull } from './unopened.js';

const context = { secret: 's'.repeat(32), purpose: 'letters', rowId: 'row-1' };
const sealed = seal(context, 'a letter');

it('is null where a byte, the row or the secret is another, or some of it is missing', () => {
  const changed = Buffer.from(sealed);
  changed[changed.length - 1]! ^= 1;
  for (const open of [
    () => unseal(context, changed),
    () => unseal({ ...context, rowId: 'row-2' }, sealed),
    () => unseal({ ...context, secret: 't'.repeat(32) }, sealed),
    () => unseal(context, sealed.subarray(0, 20)),
  ]) {
    expect(openedOrNull(context, open)).toBeNull();
  }
  expect(openedOrNull(context, () => unseal(context, sealed))).toBe('a letter');
});

it('throws whatever else fails: it is no word of who sealed it', () => {
  const wrong = () => JSON.parse(unseal(context, sealed)) as unknown;
  expect(() => openedOrNull(context, wrong)).toThrow(SyntaxError);
});
