import { describe, expect, it } from 'vitest';
import { BigIntScalar, DateScalar, DateTimeScalar } from './scalars.js';

const refusal = expect.objectContaining({ code: 'INVALID_DATE' }) as Error;

describe('a day that a client sends', () => {
  it.each(['2026-01-31', '2028-02-29', '9999-12-31'])('may be %s', (text) => {
    expect(DateScalar.parseValue(text)).toBe(text);
  });

  it.each(['2026-02-30', '0000-01-01', '2026-1-1', '', 20_260_131, null])('is not %j', (value) => {
    expect(() => DateScalar.parseValue(value)).toThrow(refusal);
  });
});

describe('a moment that a client sends', () => {
  it('is told in UTC, wherever it was', () => {
    const at = DateTimeScalar.parseValue('2026-01-31T12:00:00+02:00');
    expect(DateTimeScalar.serialize(at)).toBe('2026-01-31T10:00:00.000Z');
  });

  it.each([
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-01-31T25:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '',
    0,
  ])('is not %j', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(refusal);
  });
});

describe('minor units that a client sends', () => {
  it('have a limit, which is said to who goes beyond it', () => {
    expect(BigIntScalar.parseValue('9'.repeat(18))).toBe(10n ** 18n - 1n);
    expect(() => BigIntScalar.parseValue('1' + '0'.repeat(18))).toThrow('up to 18 digits');
  });
});
