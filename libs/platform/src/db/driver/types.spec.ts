import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { typeParsers } from './types.js';

const { TIMESTAMPTZ } = pg.types.builtins;
const parse = typeParsers.getTypeParser(TIMESTAMPTZ) as (text: string) => Date | number;
const theDriversOwn = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date | number;

/** How Postgres writes an instant to a connection in UTC: without a fraction's last zeros. */
function written(date: Date, micros: number): string {
  const [day, time] = date.toISOString().slice(0, 19).split('T');
  const fraction = String(micros).padStart(6, '0').replace(/0+$/, '');
  return `${day} ${time}${fraction === '' ? '' : `.${fraction}`}+00`;
}

describe('an instant from Postgres', () => {
  it('is read as the driver reads it, cut to the millisecond', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.nat(999_999), (date, micros) => {
        const text = written(date, micros);
        const whole = Math.floor(date.getTime() / 1000) * 1000;
        expect((parse(text) as Date).getTime()).toBe(whole + Math.floor(micros / 1000));
      }),
    );
  });

  it.each([
    '2026-11-28 12:31:02.5+05:30',
    '2026-11-28 12:31:02-08',
    '10000-01-01 00:00:00+00',
    '0044-03-15 12:00:00+00 BC',
    'infinity',
    '-infinity',
  ])('is left to the driver where it looks otherwise: %s', (text) => {
    expect(parse(text)).toEqual(theDriversOwn(text));
  });
});
