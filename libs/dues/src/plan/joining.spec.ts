import { addDays, daysBetween } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf, shareOf } from './joining.js';
import type { ClaimTerms } from './joining.js';
import { joiningRules, periodOf } from './plan.js';

const quarterly: ClaimTerms = {
  joining: 'full-period',
  months: 3,
  joinedOn: '2026-02-15',
  invoicedUntil: '',
  amountMinor: 90_00n,
};
const claim = (changes: Partial<ClaimTerms> = {}, onDay = '2026-02-20') =>
  claimOf(onDay, { ...quarterly, ...changes });

describe('who joins within a period owes', () => {
  it.each([
    ['all of it', 'full-period', '2026-01-01', 90_00n],
    // 14 days of February and 31 of March, of 90.
    ['its days from then on', 'pro-rata-days', '2026-02-15', 45_00n],
    ['its months from then on', 'pro-rata-months', '2026-02-01', 60_00n],
  ] as const)('%s', (_, joining, start, amountMinor) => {
    expect(claim({ joining })).toEqual({ period: { start, end: '2026-03-31' }, amountMinor });
  });

  it('nothing before the next one, which is whole', () => {
    const joining = 'next-period';
    expect(claim({ joining })).toBeNull();
    expect(claim({ joining }, '2026-04-01')).toEqual({
      period: { start: '2026-04-01', end: '2026-06-30' },
      amountMinor: 90_00n,
    });
  });

  it.each([
    ['the first day', '2026-01-01', '2026-01-01', 90_00n],
    ['the second day', '2026-01-02', '2026-01-02', 89_00n],
    ['a first of a month, by its days', '2026-02-01', '2026-02-01', 59_00n],
    ['the last day', '2026-03-31', '2026-03-31', 1_00n],
  ])('by days, from %s', (_, joinedOn, start, amountMinor) => {
    expect(claim({ joining: 'pro-rata-days', joinedOn }, '2026-03-31')).toEqual({
      period: { start, end: '2026-03-31' },
      amountMinor,
    });
  });

  it('in parts rounded down, and that may be nothing', () => {
    const joining = 'pro-rata-days';
    expect(claim({ joining, amountMinor: 1n })?.amountMinor).toBe(0n);
    expect(claim({ joining, amountMinor: 101n })?.amountMinor).toBe(50n);
    // Nearly the whole of a cent is none: 89 days of 90, and two months of three.
    const atOnce = { joining, joinedOn: '2026-01-02', amountMinor: 1n } as const;
    expect(claim(atOnce)?.amountMinor).toBe(0n);
    const inFebruary = { joining: 'pro-rata-months', amountMinor: 1n } as const;
    expect(claim(inFebruary)?.amountMinor).toBe(0n);
  });
});

const joinsWithin = (joinedOn: string, onDay: string, months: number): boolean => {
  const { start, end } = periodOf(onDay, months);
  return joinedOn > start && joinedOn <= end;
};

describe('whatever the rule', () => {
  it.each(joiningRules)(
    '%s asks the whole of who joined before, or nobody knows when',
    (joining) => {
      const whole = { period: { start: '2026-01-01', end: '2026-03-31' }, amountMinor: 90_00n };
      for (const joinedOn of ['2020-05-05', '2026-01-01', null]) {
        expect(claim({ joining, joinedOn })).toEqual(whole);
      }
    },
  );

  it.each(joiningRules)('%s asks nothing twice: the rest of what was claimed', (joining) => {
    expect(claim({ joining, invoicedUntil: '2026-02-28' }, '2026-03-02')).toEqual({
      period: { start: '2026-03-01', end: '2026-03-31' },
      amountMinor: 30_00n,
    });
    expect(claim({ joining, invoicedUntil: '2026-03-31' })).toBeNull();
  });

  it('asks at most the whole, never of a day before they joined but by whole spans', () => {
    const months = fc.constantFrom(1, 3, 6, 12);
    const rules = fc.constantFrom(...joiningRules);
    fc.assert(
      fc.property(months, rules, fc.nat(400), fc.nat(60), fc.bigInt(0n, 10n ** 9n), (...given) => {
        const [count, joining, offset, later, amountMinor] = given;
        const joinedOn = addDays('2026-01-01', offset);
        const onDay = addDays(joinedOn, later);
        const terms = { joining, months: count, joinedOn, invoicedUntil: '', amountMinor } as const;
        const found = claimOf(onDay, terms);
        expect(found === null).toBe(
          joining === 'next-period' && joinsWithin(joinedOn, onDay, count),
        );
        if (found === null) return;
        const { start, end } = found.period;
        expect(end).toBe(periodOf(onDay, count).end);
        expect(found.amountMinor >= 0n && found.amountMinor <= amountMinor).toBe(true);
        const isAsJoined = joining === 'pro-rata-days' && start !== periodOf(onDay, count).start;
        if (isAsJoined) expect(start).toBe(joinedOn);
        expect(daysBetween(start, end) >= 0).toBe(true);
      }),
    );
  });
});

describe('a part of a period costs', () => {
  it('its months when it begins on a first, and its days otherwise', () => {
    expect(shareOf({ start: '2026-02-01', end: '2026-03-31' }, 3, 90_00n)).toBe(60_00n);
    expect(shareOf({ start: '2026-02-15', end: '2026-03-31' }, 3, 90_00n)).toBe(45_00n);
    expect(shareOf({ start: '2026-01-01', end: '2026-03-31' }, 3, 90_01n)).toBe(90_01n);
  });
});
