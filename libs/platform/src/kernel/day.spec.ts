import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  daysBetween,
  daysLater,
  firstOfMonth,
  hoursLater,
  isDay,
  lastOfMonth,
  nearestOnDay,
  noonOfDay,
  startOfDay,
} from './day.js';

const days = fc
  .date({
    min: new Date('0200-01-01T00:00:00Z'),
    max: new Date('9800-12-31T23:59:59Z'),
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

  it.each([
    ['2026-02-28T21:00:00Z', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:30:00Z', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01T23:59:59.999Z', '2026-03-01T23:59:59.999Z'],
    ['2026-03-02T00:00:00Z', '2026-03-01T23:59:59.999Z'],
  ])('%s lies nearest to it on 1 March at %s', (instant, nearest) => {
    expect(nearestOnDay(new Date(instant), '2026-03-01').toISOString()).toBe(nearest);
  });

  it('is that of its noon', () => {
    expect(noonOfDay('2028-02-29')).toEqual(new Date('2028-02-29T12:00:00Z'));
    expect(() => noonOfDay('2027-02-29')).toThrow('2027-02-29 is a day');
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
    expect(() => addDays(text, 1)).toThrow(/is a day/);
  });
});

describe('lengths of time', () => {
  it('are of 24 hours each, whole or in parts', () => {
    const noon = daysLater(startOfDay('2028-02-28'), 0.5);
    expect(noon).toEqual(new Date('2028-02-28T12:00:00Z'));
    expect(daysLater(noon, 2)).toEqual(new Date('2028-03-01T12:00:00Z'));
    expect(daysLater(noon, -1)).toEqual(new Date('2028-02-27T12:00:00Z'));
  });

  it('begin with a day that there is', () => {
    expect(() => startOfDay('2026-02-30')).toThrow('2026-02-30 is a day');
  });
});

describe('hours that begin at an instant', () => {
  const end = (start: string, hours: number, zone?: string) =>
    hoursLater(new Date(start), hours, zone).toISOString();

  it.each([
    // Six days from Thursday noon, over the Sunday of the change: noon again, by the clock.
    ['2026-03-26T11:00:00.123Z', 144, 'Europe/Berlin', '2026-04-01T10:00:00.123Z'],
    ['2026-10-22T10:00:00.000Z', 144, 'Europe/Berlin', '2026-10-28T11:00:00.000Z'],
    ['2026-10-31T16:00:00.000Z', 48, 'America/New_York', '2026-11-02T17:00:00.000Z'],
    // Parts of days are lengths of time.
    ['2026-03-28T12:00:00.000Z', 36, 'Europe/Berlin', '2026-03-30T00:00:00.000Z'],
    // 02:30 is skipped, and an hour later it is 03:30.
    ['2026-03-28T01:30:00.000Z', 24, 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // 02:30 comes twice: the first of the two, from the summer and from the winter before.
    ['2026-10-24T00:30:00.000Z', 24, 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-02-25T01:30:00.000Z', 242 * 24, 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-03-26T11:00:00.000Z', 144, 'UTC', '2026-04-01T11:00:00.000Z'],
    ['2026-03-26T11:00:00.000Z', 0, 'Europe/Berlin', '2026-03-26T11:00:00.000Z'],
  ])('%s and %i in %s: %s', (start, hours, zone, wanted) => {
    expect(end(start, hours, zone)).toBe(wanted);
  });

  it('are of UTC where no zone is named, and of no zone that is none', () => {
    expect(end('2026-03-26T11:00:00.000Z', 144)).toBe('2026-04-01T11:00:00.000Z');
    expect(() => end('2026-03-26T11:00:00.000Z', 24, 'Moon/Base')).toThrow(RangeError);
  });
});

describe('a text', () => {
  it.each(['2026-01-31', '2028-02-29', '0001-01-01', '9999-12-31'])('is the day %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-01',
    '2026-01-00',
    '0000-01-01',
    '',
    '2026-1-1',
    '2026-01-01 ',
    '+02026-01-01',
    '2026-01-01T00:00:00Z',
    '٢٠٢٦-01-01',
    'today',
  ])('is no day where it is %j', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('is a day where the calendar of the machine has it', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => pad(n, 2));
    const texts = fc.tuple(fc.integer({ min: 0, max: 9999 }), two(13), two(32));
    fc.assert(
      fc.property(texts, ([year, month, date]) => {
        const text = `${pad(year, 4)}-${month}-${date}`;
        const at = new Date(`${text}T00:00:00Z`);
        const isThere = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
        expect(isDay(text)).toBe(isThere && year > 0);
      }),
    );
  });
});

const pad = (n: number, length: number) => String(n).padStart(length, '0');

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

describe('the day where clocks are put forward and back', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
  const instants = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2037-12-31T00:00:00Z'),
    noInvalidDate: true,
  });

  it('never goes back while time goes on, and never skips one', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (start, zone) => {
        const hours = Array.from({ length: 49 }, (_, hour) =>
          dayOf(new Date(start.getTime() + hour * 3_600_000), zone),
        );
        for (const [at, day] of hours.entries()) {
          expect([0, 1]).toContain(daysBetween(hours[at - 1] ?? day, day));
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-30', 'Europe/Berlin', 24],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-03-29', 'UTC', 24],
  ])('%s in %s has %d hours', (day, zone, hours) => {
    const from = Date.parse(`${addDays(day, -1)}T00:00:00Z`);
    const all = Array.from({ length: 72 }, (_, hour) => new Date(from + hour * 3_600_000));
    expect(all.filter((instant) => dayOf(instant, zone) === day)).toHaveLength(hours);
  });

  it('is the one that was skipped by nobody but those who moved the date line', () => {
    const before = dayOf(new Date('2011-12-30T09:59:59Z'), 'Pacific/Apia');
    const after = dayOf(new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia');
    expect([before, after]).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('the first centuries', () => {
  it('are not taken for the twentieth', () => {
    expect(firstOfMonth('0050-02-17')).toBe('0050-02-01');
    expect(lastOfMonth('0004-02-17')).toBe('0004-02-29');
    expect(firstOfMonth('0099-12-31', 1)).toBe('0100-01-01');
  });
});

describe('the end of the calendar', () => {
  it('is not stepped over', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(() => addDays('9999-12-31', 1)).toThrow(/on the calendar/);
    expect(() => lastOfMonth('9999-12-01', 1)).toThrow(/on the calendar/);
    expect(() => addDays('0001-01-01', -1)).toThrow(/on the calendar/);
  });

  it('is the last of its month nevertheless', () => {
    expect(lastOfMonth('9999-12-01')).toBe('9999-12-31');
  });
});

describe('the beginning of a day', () => {
  it.each([
    ['2027-01-01', 'UTC', '2027-01-01T00:00:00Z'],
    ['2027-01-01', 'Europe/Berlin', '2026-12-31T23:00:00Z'],
    ['2027-07-01', 'Europe/Berlin', '2027-06-30T22:00:00Z'],
    ['2027-01-01', 'Pacific/Kiritimati', '2026-12-31T10:00:00Z'],
    ['2027-01-01', 'Pacific/Honolulu', '2027-01-01T10:00:00Z'],
    // The clocks skip the hour after midnight.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00Z'],
  ] as const)('%s, where the clocks show %s', (day, timeZone, instant) => {
    expect(startOfDay(day, timeZone)).toEqual(new Date(instant));
    expect(dayOf(startOfDay(day, timeZone), timeZone)).toBe(day);
  });
});
