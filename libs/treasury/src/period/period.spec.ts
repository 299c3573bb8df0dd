import { describe, expect, it } from 'vitest';
import { nextPeriod } from './period.js';

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
      expect(codeOf(() => nextPeriod(day, null, now))).toBe('INVALID_DATE');
    },
  );
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
    ['9999-12-31', null, 'PERIOD_NOT_OVER'],
  ])('up to %s after %s: %s', (endsOn, last, code) => {
    expect(codeOf(() => nextPeriod(endsOn, last, now))).toBe(code);
  });

  it('is over at the very instant at which the next day begins', () => {
    const midnight = new Date('2026-03-02T00:00:00Z');
    expect(nextPeriod('2026-03-01', null, midnight).before).toEqual(midnight);
    const early = new Date(midnight.getTime() - 1);
    expect(codeOf(() => nextPeriod('2026-03-01', null, early))).toBe('PERIOD_NOT_OVER');
  });

  it.each([
    ['2026-02-30', null],
    ['2026-03-02', null],
    ['2026-02-28', '2026-02-28'],
  ])('up to %s after %s is refused with the field at fault', (endsOn, last) => {
    const refusal = expect.objectContaining({ path: ['endsOn'] }) as Error;
    expect(() => nextPeriod(endsOn, last, now)).toThrow(refusal);
  });

  it('says up to when the books are closed already', () => {
    const details = { path: ['endsOn'], data: { closedUpTo: '2026-02-28' } };
    const refusal = expect.objectContaining({ details }) as Error;
    expect(() => nextPeriod('2026-01-31', '2026-02-28', now)).toThrow(refusal);
  });
});
