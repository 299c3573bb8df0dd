import { describe, expect, it } from 'vitest';
import { nextPeriod } from './period.js';

const today = '2026-03-02';

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
      expect(codeOf(() => nextPeriod(day, null, today))).toBe('INVALID_DATE');
    },
  );
});

describe('closing', () => {
  it('goes on from the day after the last one, without a gap', () => {
    expect(nextPeriod('2026-02-28', '2026-01-31', today)).toEqual({
      startsOn: '2026-02-01',
      endsOn: '2026-02-28',
      before: new Date('2026-03-01T00:00:00Z'),
    });
    expect(nextPeriod('2026-02-28', null, today).startsOn).toBeNull();
  });

  it.each([
    ['2026-03-01', null, 'ok'],
    ['2026-03-02', null, 'PERIOD_NOT_OVER'],
    ['2026-02-28', '2026-02-28', 'INVALID_PERIOD'],
    ['2026-02-27', '2026-02-28', 'INVALID_PERIOD'],
    ['2026-02-31', null, 'INVALID_DATE'],
    ['9999-12-31', null, 'PERIOD_NOT_OVER'],
  ])('up to %s after %s: %s', (endsOn, last, code) => {
    expect(codeOf(() => nextPeriod(endsOn, last, today))).toBe(code);
  });

  it('is over on the next day, before which it closes the books', () => {
    const midnight = new Date('2026-03-02T00:00:00Z');
    expect(nextPeriod('2026-03-01', null, '2026-03-02').before).toEqual(midnight);
    expect(codeOf(() => nextPeriod('2026-03-01', null, '2026-03-01'))).toBe('PERIOD_NOT_OVER');
  });

  it.each([
    ['2026-02-30', null],
    ['2026-03-02', null],
    ['2026-02-28', '2026-02-28'],
  ])('up to %s after %s is refused with the field at fault', (endsOn, last) => {
    const refusal = expect.objectContaining({ path: ['endsOn'] }) as Error;
    expect(() => nextPeriod(endsOn, last, today)).toThrow(refusal);
  });

  it('says up to when the books are closed already', () => {
    const details = { path: ['endsOn'], data: { closedUpTo: '2026-02-28' } };
    const refusal = expect.objectContaining({ details }) as Error;
    expect(() => nextPeriod('2026-01-31', '2026-02-28', today)).toThrow(refusal);
  });
});
