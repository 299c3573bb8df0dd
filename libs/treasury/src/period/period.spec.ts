import { describe, expect, it } from 'vitest';
import { dayAfter, nextPeriod, startOfDay } from './period.js';

const now = new Date('2026-03-02T09:00:00Z');

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('an accounting day', () => {
  it.each(['2026-02-30', '2026-13-01', '2026-2-1', '', '2026-02-01T00:00:00Z', '0000-00-00'])(
    'is not %j',
    (day) => {
      expect(codeOf(() => startOfDay(day))).toBe('INVALID_DATE');
    },
  );

  it('is followed by the next one, over months, years and leap days', () => {
    expect(dayAfter('2026-02-28')).toBe('2026-03-01');
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
  });
});

describe('closing', () => {
  it('goes on from the day after the last one, without a gap', () => {
    expect(nextPeriod('2026-02-28', '2026-01-31', now)).toEqual({
      startsOn: '2026-02-01',
      endsOn: '2026-02-28',
      before: new Date('2026-03-01T00:00:00Z'),
    });
    expect(nextPeriod('2026-02-28', null, now).startsOn).toBeNull();
  });

  it.each([
    ['2026-03-01', null, 'ok'],
    ['2026-03-02', null, 'PERIOD_NOT_OVER'],
    ['2026-02-28', '2026-02-28', 'INVALID_PERIOD'],
    ['2026-02-27', '2026-02-28', 'INVALID_PERIOD'],
    ['2026-02-31', null, 'INVALID_DATE'],
  ])('up to %s after %s: %s', (endsOn, last, code) => {
    expect(codeOf(() => nextPeriod(endsOn, last, now))).toBe(code);
  });
});
