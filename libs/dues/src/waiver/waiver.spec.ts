import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkWaiver } from './waiver.js';
import type { AskWaiverInput } from './waiver.js';

const asked: AskWaiverInput = {
  amountMinor: 0n,
  fromOn: '2026-01-01',
  untilOn: '2026-06-30',
  reason: null,
};
const dayMs = 86_400_000;
const dayNth = (nth: number) => new Date(nth * dayMs).toISOString().slice(0, 10);
const firstDay = Date.UTC(2000, 0, 1) / dayMs;
const refusal = (field: string) =>
  expect.objectContaining({ code: 'INVALID_WAIVER', details: { path: [field] } });

describe('a wish to pay less', () => {
  it.each<[string, Partial<AskWaiverInput>]>([
    ['nothing', { amountMinor: 0n }],
    ['something', { amountMinor: 1n }],
    ['one day', { untilOn: '2026-01-01' }],
    ['a year', { untilOn: '2026-12-31' }],
    ['a year and its day', { untilOn: '2027-01-01' }],
    ['a year with a leap day', { fromOn: '2028-01-01', untilOn: '2029-01-01' }],
    ['to the leap day', { fromOn: '2028-01-01', untilOn: '2028-02-29' }],
    ['without a word about why', {}],
    ['with a reason of two thousand characters', { reason: 'x'.repeat(2_000) }],
  ])('may be for %s', (_, changes) => {
    expect(() => checkWaiver({ ...asked, ...changes })).not.toThrow();
  });

  it.each<[string, Partial<AskWaiverInput>]>([
    ['amountMinor', { amountMinor: -1n }],
    ['untilOn', { untilOn: '2025-12-31' }],
    ['untilOn', { untilOn: '2027-01-03' }],
    ['untilOn', { untilOn: 'soon' }],
    ['untilOn', { untilOn: '2026-02-30' }],
    ['untilOn', { untilOn: '2026-02-29' }],
    ['untilOn', { untilOn: '' }],
    ['fromOn', { fromOn: 'now' }],
    ['fromOn', { fromOn: '2026-04-31' }],
    ['fromOn', { fromOn: '2026-1-1' }],
    ['reason', { reason: 'x'.repeat(2_001) }],
  ])('is refused for its %s: case %#', (field, changes) => {
    expect(() => checkWaiver({ ...asked, ...changes })).toThrow(refusal(field));
  });

  it('is for 0 to 366 days from its first one on, wherever that lies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 36_500 }),
        fc.integer({ min: -800, max: 800 }),
        (a, n) => {
          const [fromOn, untilOn] = [dayNth(firstDay + a), dayNth(firstDay + a + n)];
          const check = () => checkWaiver({ ...asked, fromOn, untilOn });
          if (n >= 0 && n <= 366) expect(check).not.toThrow();
          else expect(check).toThrow(refusal('untilOn'));
        },
      ),
    );
  });
});
