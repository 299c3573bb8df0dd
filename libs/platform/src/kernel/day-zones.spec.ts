import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursLater, nextTimeOfDay } from './day.js';

/** Zones that change by an hour, by half of one, at midnight, the other way, or by a whole day. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...zones);
const years = {
  min: new Date('1996-01-01T00:00:00Z'),
  max: new Date('2036-01-01T00:00:00Z'),
  noInvalidDate: true,
};
const instant = fc.date(years);
const quarterMs = 15 * 60_000;
const time = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => new Date(quarter * quarterMs).toISOString().slice(11, 16));

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Day and time that the clocks of a zone show, by the data of the platform. */
function shown(at: Date | number, timeZone: string): string {
  const known = clocks.get(timeZone);
  const clock =
    known ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  return clock.format(at);
}
const timeShown = (at: Date | number, timeZone: string) => shown(at, timeZone).slice(11, 16);

/** Whether clocks skip a time: they show less a moment before, and more then. */
function skips(at: Date, timeZone: string, wanted: string): boolean {
  const [before, after] = [shown(at.getTime() - 1000, timeZone), shown(at, timeZone)];
  const changed =
    Date.parse(`${after.replace(' ', 'T')}Z`) - Date.parse(`${before.replace(' ', 'T')}Z`);
  if (changed === 1000) return timeShown(at, timeZone) !== wanted && isAfterGap(at, timeZone);
  return true;
}

/** Whether a zone changed within the day before. */
function isAfterGap(at: Date, timeZone: string): boolean {
  const dayBefore = at.getTime() - 25 * 3_600_000;
  const local = (ms: number) => Date.parse(`${shown(ms, timeZone).replace(' ', 'T')}Z`);
  return local(at.getTime()) - local(dayBefore) !== 25 * 3_600_000;
}

describe('a time of day, over forty years', () => {
  it('is shown by the clocks when it comes, or skipped by them', () => {
    fc.assert(
      fc.property(instant, time, zone, (from, wanted, timeZone) => {
        const found = nextTimeOfDay(from, wanted, timeZone);
        expect(found >= from).toBe(true);
        expect(found.getTime() - from.getTime()).toBeLessThan(49 * 3_600_000);
        if (timeShown(found, timeZone) !== wanted) {
          expect(skips(found, timeZone, wanted)).toBe(true);
        } else expect(shown(found, timeZone).slice(17)).toBe('00');
      }),
      { numRuns: 1500 },
    );
  });

  it('is the next of its kind: between, clocks show it at most for the second time', () => {
    fc.assert(
      fc.property(instant, time, zone, (from, wanted, timeZone) => {
        const found = nextTimeOfDay(from, wanted, timeZone).getTime();
        const first = Math.ceil(from.getTime() / quarterMs) * quarterMs;
        for (let at = first; at < found; at += quarterMs) {
          if (timeShown(at, timeZone) !== wanted) continue;
          // The hour that comes twice: the clocks showed the same, earlier.
          const earlier = [15, 30, 45, 60, 75, 90, 105, 120].some(
            (minutes) => shown(at - minutes * 60_000, timeZone) === shown(at, timeZone),
          );
          expect(earlier).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is itself what comes next from when it is shown', () => {
    fc.assert(
      fc.property(instant, time, zone, (from, wanted, timeZone) => {
        const found = nextTimeOfDay(from, wanted, timeZone);
        expect(nextTimeOfDay(found, wanted, timeZone)).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    // 02:30 is skipped on that day, and shown twice on this one.
    ['2026-03-28T12:00:00Z', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-24T12:00:00Z', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T00:45:00Z', '02:30', 'Europe/Berlin', '2026-10-26T01:30:00.000Z'],
    ['2026-03-29T17:59:00Z', '20:00', 'Europe/Berlin', '2026-03-29T18:00:00.000Z'],
    ['2026-03-29T18:00:00Z', '20:00', 'Europe/Berlin', '2026-03-29T18:00:00.000Z'],
    ['2026-03-29T18:00:00.001Z', '20:00', 'Europe/Berlin', '2026-03-30T18:00:00.000Z'],
    // A whole day that never was.
    ['2011-12-30T06:30:00Z', '20:00', 'Pacific/Apia', '2011-12-31T06:00:00.000Z'],
  ])('after %s, %s in %s: %s', (from, wanted, timeZone, found) => {
    expect(nextTimeOfDay(new Date(from), wanted, timeZone).toISOString()).toBe(found);
  });
});

describe('a window of days, over forty years', () => {
  it('ends at the same time of day, however long its days were, or where clocks skip that', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 90 }), zone, (from, days, timeZone) => {
        const end = hoursLater(from, days * 24, timeZone);
        const wanted = timeShown(from, timeZone);
        const dayMs = 86_400_000;
        const apart = end.getTime() - from.getTime() - days * dayMs;
        // Two changes of a quarter of a day at most, or a day that a zone left out.
        expect(Math.abs(apart)).toBeLessThanOrEqual(dayMs);
        if (timeShown(end, timeZone) !== wanted) expect(isAfterGap(end, timeZone)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
