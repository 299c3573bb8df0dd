import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, firstOfMonth, lastOfMonth } from './day.js';

const days = fc
  .date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2199-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  .map((date) => dayOf(date));

describe('the day of an instant', () => {
  it.each([
    ['2026-03-28T23:30:00Z', undefined, '2026-03-28'],
    ['2026-03-28T23:30:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:30:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-10-25T22:30:00Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-01-01T09:59:59Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
    ['2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(dayOf(new Date(instant), zone)).toBe(day);
  });

  it('is refused in a zone that is none', () => {
    expect(() => dayOf(new Date(0), 'Moon/Base')).toThrow(RangeError);
  });
});

describe('days', () => {
  it('are added and counted alike', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
  });

  it('go on over the end of a leap February', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
  });

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', ''])('are not %s', (text) => {
    expect(() => addDays(text, 1)).toThrow(/is a day|is on the calendar/);
  });
});

describe('months', () => {
  it('begin on their first day and end on their last', () => {
    expect([firstOfMonth('2028-02-17'), lastOfMonth('2028-02-17')]).toEqual([
      '2028-02-01',
      '2028-02-29',
    ]);
    expect([firstOfMonth('2026-12-31', 1), lastOfMonth('2026-01-31', -1)]).toEqual([
      '2027-01-01',
      '2025-12-31',
    ]);
  });

  it('leave no day between one and the next', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (day, later) => {
        expect(addDays(lastOfMonth(day, later), 1)).toBe(firstOfMonth(day, later + 1));
      }),
    );
  });
});
