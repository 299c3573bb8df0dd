import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, newId, newRandomId, parseId } from './id.js';

const refusal = (path: readonly string[]) =>
  expect.objectContaining({ code: 'INVALID_ID', kind: 'invalid', path }) as Error;

describe('an id', () => {
  it('is new each time, and says its version', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });

  it('comes after those made before, also within a millisecond', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(ids).toEqual(ids.toSorted());
  });

  it('is by chance where it is given out as it is', () => {
    const ids = Array.from({ length: 5_000 }, newRandomId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  it('tells the moment it was made', () => {
    const before = Date.now();
    const at = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it('is read as it is', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(parseId(id)).toBe(id);
      }),
    );
  });

  it.each([
    '',
    'x',
    '0190b1a0-7b1c-7000-8000-00000000000',
    '0190b1a0-7b1c-7000-8000-0000000000000',
    '0190B1A0-7B1C-7000-8000-000000000000',
    '{0190b1a0-7b1c-7000-8000-000000000000}',
    '0190b1a07b1c70008000000000000000',
    '0190b1a0-7b1c-7000-8000-000000000000\n',
    '0190b1a0-7b1c-7000-8000-00000000000g',
    "0190b1a0-7b1c-7000-8000-000000000000'; --",
  ])('is not %j', (text) => {
    expect(isId(text)).toBe(false);
    expect(() => parseId(text, ['input', 'memberId'])).toThrow(refusal(['input', 'memberId']));
  });

  it('is at fault nowhere unless somebody says where', () => {
    expect(() => parseId('x')).toThrow(refusal([]));
  });
});
