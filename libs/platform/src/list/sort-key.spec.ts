import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../kernel/id.js';
import { checkCursorParts, cursorPart } from './sort-key.js';
import type { SortKeyType } from './sort-key.js';

const refusal = expect.objectContaining({ code: 'INVALID_CURSOR', path: ['after'] }) as Error;
const check = (type: SortKeyType, text: string) => checkCursorParts([{ type }], [text], ['after']);

describe('a part of a cursor', () => {
  it('is what its row held', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.uuid(), (at, whole, id) => {
        expect(() => check('instant', cursorPart(at))).not.toThrow();
        expect(() => check('micros', cursorPart(at).replace('Z', '789Z'))).not.toThrow();
        expect(() => check('day', cursorPart(at).slice(0, 10))).not.toThrow();
        expect(() => check('whole', cursorPart(whole))).not.toThrow();
        expect(() => check('id', cursorPart(id))).not.toThrow();
        expect(new Date(cursorPart(at))).toEqual(at);
        expect(BigInt(cursorPart(whole))).toBe(whole);
      }),
    );
  });

  it.each<[SortKeyType, string]>([
    ['instant', '2026-02-30T00:00:00.000Z'],
    ['instant', '2026-02-29T00:00:00.000Z'],
    ['instant', '2026-04-31T00:00:00.000Z'],
    ['instant', '2026-01-01T24:00:00.000Z'],
    ['instant', '2026-01-01T00:60:00.000Z'],
    ['instant', '2026-13-01T00:00:00.000Z'],
    ['instant', '2026-01-01'],
    ['instant', '2026-01-01T00:00:00Z'],
    ['instant', '2026-01-01T00:00:00.000+01:00'],
    ['instant', '+012026-01-01T00:00:00.000Z'],
    ['instant', '0000-01-01T00:00:00.000Z'],
    ['instant', 'infinity'],
    ['instant', 'now'],
    ['micros', '2026-01-01T00:00:00.000Z'],
    ['micros', '2026-01-01T00:00:00.0000000Z'],
    ['micros', '2026-02-30T00:00:00.000000Z'],
    ['micros', '2026-01-01T24:00:00.000000Z'],
    ['micros', 'infinity.000000Z'],
    ['day', '2026-02-30'],
    ['day', '2026-02-29'],
    ['day', '2026-00-10'],
    ['day', '0000-01-01'],
    ['day', '2026-01-00'],
    ['day', '2026-1-1'],
    ['day', '2026-01-01T00:00:00.000Z'],
    ['day', 'today'],
    ['id', ''],
    ['id', 'x'],
    ['id', newId().toUpperCase()],
    ['whole', ''],
    ['whole', '1.5'],
    ['whole', '1e3'],
    ['whole', '0x1'],
    ['whole', ' 1'],
    ['whole', '--1'],
    ['whole', '9223372036854775808'],
    ['whole', '-9223372036854775809'],
    ['text', 'a\0b'],
  ])('of kind %s is not %j, which Postgres would not read', (type, text) => {
    expect(() => check(type, text)).toThrow(refusal);
  });

  it('may be any other text, also none', () => {
    for (const text of ['', "'; drop table members; --", '\u202E', 'null', '{}']) {
      expect(() => check('text', text)).not.toThrow();
    }
  });

  it('stands at its key, and there are as many as keys', () => {
    const keys = [{ type: 'day' }, { type: 'whole' }] as const;
    expect(() => checkCursorParts(keys, ['2026-01-31', '7'], ['after'])).not.toThrow();
    expect(() => checkCursorParts(keys, ['7', '2026-01-31'], ['after'])).toThrow(refusal);
    expect(() => checkCursorParts(keys, ['2026-01-31'], ['after'])).toThrow(refusal);
    expect(() => checkCursorParts(keys, ['2026-01-31', '7', '8'], ['after'])).toThrow(refusal);
    expect(() => checkCursorParts([], [], ['after'])).not.toThrow();
  });
});
