import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from './instant.js';

describe('a moment', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.123456Z', '2026-01-31T12:00:00.123Z'],
    ['2028-02-29T23:59:59+02:00', '2028-02-29T21:59:59.000Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(instantOf(text)?.toISOString()).toBe(utc);
  });

  it.each([
    '2026-11-31T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00+05:30',
    '0000-01-01T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:00:60Z',
    '2026-01-31T12:00:00',
    '2026-01-31T12:00:00+24:00',
    '2026-01-31 12:00:00Z',
    '2026-01-31T12:00:00Z ',
    '2026-01-31',
    '',
  ])('is not %j', (text) => {
    expect(instantOf(text)).toBeNull();
  });

  it('is read as it is written in UTC', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (at) => {
        expect(instantOf(at.toISOString())).toEqual(at);
      }),
    );
  });
});
