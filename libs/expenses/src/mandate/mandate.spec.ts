import { describe, expect, it } from 'vitest';
import {
  leftMinor,
  mostInAYear,
  periodOf,
  requireMandate,
  requireNothingBack,
  takenUntil,
} from './mandate.js';
import type { MandateTerms } from './mandate.js';

const hosting: MandateTerms = {
  key: 'hosting',
  title: 'Hosting',
  partnerId: '01890000-0000-7000-8000-000000000000',
  category: 'hosting',
  currency: 'EUR',
  period: 'month',
  capMinor: 100_00n,
  totalMinor: 1200_00n,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  graceDays: 30,
};

const today = '2026-05-20';

describe('a mandate', () => {
  it('has a key, a title, caps and days that fit each other', () => {
    expect(() => requireMandate(hosting, today)).not.toThrow();
    expect(() => requireMandate({ ...hosting, totalMinor: null }, today)).not.toThrow();
    const wrong: readonly (readonly [Partial<MandateTerms>, string])[] = [
      [{ key: 'Our Host' }, 'small letters'],
      [{ title: 'two\nlines' }, 'one line'],
      [{ totalMinor: 99_99n }, 'no less'],
      [{ endsOn: '2025-12-31' }, 'no sooner'],
      [{ endsOn: '2037-01-01' }, 'by 2036-12-31'],
      [{ endsOn: '9999-12-31' }, 'by 2036-12-31'],
    ];
    for (const [change, message] of wrong) {
      expect(() => requireMandate({ ...hosting, ...change }, today)).toThrow(message);
    }
    expect(takenUntil(hosting)).toBe('2027-01-30');
    expect(takenUntil({ ...hosting, graceDays: 0 })).toBe('2026-12-31');
  });

  it('starts no sooner than the present period', () => {
    const starting = (startsOn: string, period: MandateTerms['period']) => () =>
      requireNothingBack({ ...hosting, startsOn, period }, today);
    expect(starting('2026-05-01', 'month')).not.toThrow();
    expect(starting('2026-04-30', 'month')).toThrow('present month');
    expect(starting('2026-04-01', 'quarter')).not.toThrow();
    expect(starting('2025-12-31', 'year')).toThrow('present year');
  });

  it('may be paid of all its periods within a year, and no more than in all', () => {
    expect(mostInAYear({ ...hosting, totalMinor: null })).toBe(1200_00n);
    const long = { ...hosting, totalMinor: null, startsOn: '2024-12-31', endsOn: '2027-01-01' };
    expect(mostInAYear(long)).toBe(2600_00n);
    expect(mostInAYear({ ...long, period: 'quarter' })).toBe(1000_00n);
    expect(mostInAYear({ ...long, period: 'year' })).toBe(400_00n);
    expect(mostInAYear({ ...hosting, totalMinor: 500_00n })).toBe(500_00n);
    expect(mostInAYear({ ...hosting, period: 'quarter' })).toBe(400_00n);
    expect(mostInAYear({ ...hosting, period: 'year' })).toBe(100_00n);
  });

  it('has periods of the calendar', () => {
    expect(periodOf('2026-11-30', 'month')).toBe('2026-11-01');
    expect(periodOf('2026-12-31', 'quarter')).toBe('2026-10-01');
    expect(periodOf('2026-01-01', 'quarter')).toBe('2026-01-01');
    expect(periodOf('2026-06-15', 'year')).toBe('2026-01-01');
  });

  it('leaves the least of what the period and the whole leave', () => {
    const left = (inPeriodMinor: bigint, inAllMinor: bigint) =>
      leftMinor(hosting, { inPeriodMinor, inAllMinor });
    expect([
      left(0n, 0n),
      left(40_00n, 40_00n),
      left(0n, 1150_00n),
      left(100_00n, 100_00n),
    ]).toEqual([100_00n, 60_00n, 50_00n, 0n]);
    const open = { ...hosting, totalMinor: null };
    expect(leftMinor(open, { inPeriodMinor: 0n, inAllMinor: 9_999_00n })).toBe(100_00n);
  });
});
