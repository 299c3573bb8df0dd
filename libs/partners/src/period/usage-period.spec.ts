import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graceOver, monthOf, nextMonth } from './usage-period.js';

const dayMs = 86_400_000;
const days = fc
  .integer({ min: Date.UTC(2000, 0, 1) / dayMs, max: Date.UTC(2099, 11, 31) / dayMs })
  .map((number) => new Date(number * dayMs).toISOString().slice(0, 10));

describe('a usage period', () => {
  it.each([
    ['2026-01-31', '2026-01-01', '2026-01-31'],
    ['2026-02-01', '2026-02-01', '2026-02-28'],
    ['2028-02-29', '2028-02-01', '2028-02-29'],
    ['2026-12-31', '2026-12-01', '2026-12-31'],
  ])('of %s is the calendar month', (day, startsOn, endsOn) => {
    expect(monthOf(day)).toEqual({ startsOn, endsOn });
  });

  it('is followed by the next without a gap, over the year’s end too', () => {
    fc.assert(
      fc.property(days, (day) => {
        const month = monthOf(day);
        const after = nextMonth(month);
        expect(month.startsOn <= day && day <= month.endsOn).toBe(true);
        expect(Date.parse(after.startsOn) - Date.parse(month.endsOn)).toBe(dayMs);
        expect(after).toEqual(monthOf(after.endsOn));
      }),
    );
    expect(nextMonth(monthOf('2026-12-05')).startsOn).toBe('2027-01-01');
  });

  it('is final when its grace is over: after so many whole days', () => {
    const january = monthOf('2026-01-15');
    expect(graceOver(january, 0)).toEqual(new Date('2026-02-01T00:00:00Z'));
    expect(graceOver(january, 5)).toEqual(new Date('2026-02-06T00:00:00Z'));
  });
});
