import { describe, expect, it } from 'vitest';
import { addDays } from '../kernel/day.js';
import type { Day } from '../kernel/day.js';
import { keptSince, terms, yearsOf } from './terms.js';

const today = '2026-03-15';

describe('how long something is kept', () => {
  it.each([
    ['books', 'DE', '2016-01-01'],
    ['vouchers', 'DE', '2018-01-01'],
    ['vouchers', 'GB', '2020-01-01'],
    ['books', 'AU', '2019-01-01'],
    ['vouchers', 'FR', '2016-01-01'],
    ['membership', 'DE', '2023-01-01'],
    ['membership', 'GB', '2016-01-01'],
    ['books', null, '2016-01-01'],
    ['sealed-reasons', 'DE', '2025-12-15'],
  ] as const)('%s in %s: what is of before %3$s goes', (term, country, day) => {
    expect(keptSince(term, { today, country })).toBe(day);
  });

  it.each([
    ['vouchers', 'DE', 12, '2014-01-01'],
    ['books', null, 15, '2011-01-01'],
    // A choice of before the law grew longer, or before the co-operative moved.
    ['books', 'DE', 6, '2016-01-01'],
    ['vouchers', 'GB', null, '2020-01-01'],
  ] as const)('%s in %s, of which %s years were chosen', (term, country, chosen, day) => {
    expect(keptSince(term, { today, country, chosen })).toBe(day);
  });

  // The database refuses to drop a day less, and with it all that goes in that turn.
  it.each([
    ['audit', 3],
    ['looks', 2],
  ] as const)('%s: never less than %s whole years, leap days or none', (term, years) => {
    for (let day: Day = '2026-01-01'; day < '2031-01-01'; day = addDays(day, 1)) {
      const kept = keptSince(term, { today: day, country: null }) ?? day;
      const monthDay = day.slice(4).replace('-02-29', '-02-28');
      const latest = `${Number(day.slice(0, 4)) - years}${monthDay}`;
      expect(kept <= latest, `${day}: ${kept}`).toBe(true);
    }
  });

  it('of what an event ends, no day says so', () => {
    expect(keptSince('decisions', { today, country: 'DE' })).toBeNull();
  });

  it('is told for every country that is known, and is never longer where it is not said', () => {
    expect(yearsOf('vouchers')).toEqual({ AU: 7, DE: 8, GB: 6, 'any other': 10 });
    expect(yearsOf('letters')).toBeNull();
    expect(Object.keys(terms)).toContain('looks');
  });
});
