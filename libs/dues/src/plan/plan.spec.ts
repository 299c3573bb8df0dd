import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPayable,
  checkPlan,
  checkPledge,
  largestPledgeMinor,
  dueOn,
  periodOf,
  planMonths,
  restOfPeriod,
} from './plan.js';
import type { PlanTerms } from './plan.js';

const terms: PlanTerms = {
  key: 'standard-monthly',
  name: 'Standard',
  currency: 'EUR',
  minimumMinor: 2_00n,
  suggestedMinor: 10_00n,
  maximumMinor: 50_00n,
  months: 1,
};

const dayMs = 86_400_000;
const days = fc
  .integer({ min: Date.UTC(2000, 0, 1) / dayMs, max: Date.UTC(2099, 11, 31) / dayMs })
  .map((number) => new Date(number * dayMs).toISOString().slice(0, 10));
const months = fc.constantFrom(...planMonths);
const moved = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10);
const next = (day: string): string => moved(day, 1);
const previous = (day: string): string => moved(day, -1);

describe('a plan is in a currency', () => {
  const check = (currency: string, ofAccounts: readonly string[]) => () =>
    checkPayable(currency, { ofAccounts, own: 'EUR' });
  const refusal = expect.objectContaining({
    code: 'INVALID_PLAN',
    details: { path: ['currency'] },
  });

  it('of an account, whichever is the co-operative’s own', () => {
    expect(check('USD', ['EUR', 'USD'])).not.toThrow();
    expect(check('CHF', ['EUR', 'USD'])).toThrow(refusal);
    expect(check('EUR', ['USD'])).toThrow(refusal);
  });

  it('of its own before there is an account, and of no other', () => {
    expect(check('EUR', [])).not.toThrow();
    expect(check('USD', [])).toThrow(refusal);
  });
});

describe('the terms of a plan', () => {
  it.each<[string, Partial<PlanTerms>]>([
    ['all of the scale at one amount', { minimumMinor: 5n, suggestedMinor: 5n, maximumMinor: 5n }],
    ['nothing as the least', { minimumMinor: 0n }],
    ['no most', { maximumMinor: null }],
    ['a key of forty characters', { key: 'a'.repeat(40) }],
    ['a name of a hundred characters', { name: 'x'.repeat(100) }],
    ['a year as the period', { months: 12 }],
  ])('may have %s', (_, changes) => {
    expect(() => checkPlan({ ...terms, ...changes })).not.toThrow();
  });

  it.each<[string, Partial<PlanTerms>]>([
    ['key', { key: '' }],
    ['key', { key: 'Standard' }],
    ['key', { key: '1st' }],
    ['key', { key: 'a'.repeat(41) }],
    ['key', { key: 'a b' }],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(101) }],
    ['months', { months: 2 }],
    ['months', { months: 0 }],
    ['minimumMinor', { minimumMinor: -1n }],
    ['suggestedMinor', { suggestedMinor: 1_99n }],
    ['maximumMinor', { maximumMinor: 9_99n }],
  ])('are refused for their %s', (field, changes) => {
    expect(() => checkPlan({ ...terms, ...changes })).toThrow(
      expect.objectContaining({ code: 'INVALID_PLAN', details: { path: [field] } }),
    );
  });

  it('are in a currency, and in amounts that can be kept', () => {
    expect(() => checkPlan({ ...terms, currency: 'euro' })).toThrow(
      expect.objectContaining({ code: 'INVALID_CURRENCY' }),
    );
    expect(() => checkPlan({ ...terms, maximumMinor: largestPledgeMinor })).not.toThrow();
    for (const tooMuch of [largestPledgeMinor + 1n, 10n ** 30n]) {
      expect(() => checkPlan({ ...terms, maximumMinor: tooMuch })).toThrow(
        expect.objectContaining({ code: 'INVALID_PLAN', details: { path: ['maximumMinor'] } }),
      );
      const open = { ...terms, suggestedMinor: tooMuch, maximumMinor: null };
      expect(() => checkPlan(open)).toThrow(
        expect.objectContaining({ code: 'INVALID_PLAN', details: { path: ['suggestedMinor'] } }),
      );
    }
  });
});

describe('a pledge', () => {
  it('is inside the scale at its ends, and outside of it a cent beyond', () => {
    expect(() => checkPledge(terms, 2_00n)).not.toThrow();
    expect(() => checkPledge(terms, 50_00n)).not.toThrow();
    for (const amountMinor of [1_99n, 50_01n]) {
      expect(() => checkPledge(terms, amountMinor)).toThrow(
        expect.objectContaining({
          code: 'PLEDGE_OUTSIDE_SCALE',
          details: { path: ['amount'], data: { minimumMinor: '200', maximumMinor: '5000' } },
        }),
      );
    }
  });

  it('may be as high as somebody can mean when the plan has no most', () => {
    const open = { ...terms, maximumMinor: null };
    expect(() => checkPledge(open, largestPledgeMinor)).not.toThrow();
    expect(() => checkPledge(open, largestPledgeMinor + 1n)).toThrow(
      expect.objectContaining({ code: 'PLEDGE_OUTSIDE_SCALE' }),
    );
    expect(() => checkPledge(open, 1_99n)).toThrow(
      expect.objectContaining({
        details: { path: ['amount'], data: { minimumMinor: '200', maximumMinor: null } },
      }),
    );
  });
});

describe('a period', () => {
  it.each([
    ['2026-01-01', 1, '2026-01-01', '2026-01-31'],
    ['2026-02-28', 1, '2026-02-01', '2026-02-28'],
    ['2028-02-29', 1, '2028-02-01', '2028-02-29'],
    ['2026-12-31', 1, '2026-12-01', '2026-12-31'],
    ['2026-03-31', 3, '2026-01-01', '2026-03-31'],
    ['2026-04-01', 3, '2026-04-01', '2026-06-30'],
    ['2026-06-30', 6, '2026-01-01', '2026-06-30'],
    ['2026-07-01', 6, '2026-07-01', '2026-12-31'],
    ['2026-08-15', 12, '2026-01-01', '2026-12-31'],
  ])('of %s and %i months is %s to %s', (day, count, start, end) => {
    expect(periodOf(day, count)).toEqual({ start, end });
  });

  it('holds its day, begins on a first, and the next begins the day after it ends', () => {
    fc.assert(
      fc.property(days, months, (day, count) => {
        const period = periodOf(day, count);
        expect(period.start <= day && day <= period.end).toBe(true);
        expect(period.start.endsWith('-01')).toBe(true);
        const after = periodOf(next(period.end), count);
        expect(after.start).toBe(next(period.end));
        expect(periodOf(period.start, count)).toEqual(period);
        expect(periodOf(period.end, count)).toEqual(period);
      }),
    );
  });

  it('of a year is four quarters or twelve months, without gap or overlap', () => {
    fc.assert(
      fc.property(days, months, (day, count) => {
        const year = periodOf(day, 12);
        let [from, parts] = [year.start, 0];
        while (from <= year.end) {
          from = next(periodOf(from, count).end);
          parts += 1;
        }
        expect([from, parts]).toEqual([next(year.end), 12 / count]);
      }),
    );
  });
});

describe('the rest of a period', () => {
  it.each([
    ['nothing claimed of it', '2025-12-31', '2026-01-01', 120_00n],
    ['claimed long before', '2020-05-31', '2026-01-01', 120_00n],
    ['a month of it claimed', '2026-01-31', '2026-02-01', 110_00n],
    ['half of it claimed', '2026-06-30', '2026-07-01', 60_00n],
    ['all but a month claimed', '2026-11-30', '2026-12-01', 10_00n],
  ])('with %s', (_, invoicedUntil, start, amountMinor) => {
    expect(restOfPeriod('2026-12-15', 12, invoicedUntil, 120_00n)).toEqual({
      period: { start, end: '2026-12-31' },
      amountMinor,
    });
  });

  it('is rounded down, in the member’s favour', () => {
    expect(restOfPeriod('2026-02-15', 3, '2026-01-31', 10_00n).amountMinor).toBe(6_66n);
    expect(restOfPeriod('2026-03-15', 3, '2026-02-28', 10_00n).amountMinor).toBe(3_33n);
  });

  it('never claims a day twice nor more than the whole, and less the more was claimed', () => {
    fc.assert(
      fc.property(days, months, fc.nat(11), fc.bigInt(0n, 10n ** 9n), (day, count, nth, amount) => {
        const whole = periodOf(day, count);
        const month = String(nth + 1).padStart(2, '0');
        const claimed = periodOf(`${whole.start.slice(0, 5)}${month}-01`, 1);
        fc.pre(claimed.end < whole.end);
        const rest = restOfPeriod(day, count, claimed.end, amount);
        expect(rest.period.start > claimed.end && rest.period.end === whole.end).toBe(true);
        expect(rest.amountMinor >= 0n && rest.amountMinor <= amount).toBe(true);
        const before = restOfPeriod(day, count, previous(claimed.start), amount);
        expect(rest.amountMinor <= before.amountMinor).toBe(true);
      }),
    );
  });
});

describe('an invoice is due', () => {
  it.each([
    ['before its period', '2025-12-20', '2026-01-15'],
    ['on the first day', '2026-01-01', '2026-01-15'],
    ['within its period', '2026-01-20', '2026-02-03'],
  ])('two weeks after the later of issue and start: issued %s', (_, issuedOn, due) => {
    expect(dueOn(issuedOn, { start: '2026-01-01', end: '2026-01-31' })).toBe(due);
  });
});
