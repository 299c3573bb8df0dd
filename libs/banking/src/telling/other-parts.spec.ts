import { expect, it } from 'vitest';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told, verdicts } from '../testing/made-telling.js';
import type { ToldEntry } from './account-telling.js';

const of = (amountMinor: bigint, facts: Partial<ToldEntry> = {}) =>
  entry({ amountMinor, ...facts });
const [three, four, seven] = [of(3_00n), of(4_00n), of(7_00n)];
const inMt940 = (...all: readonly ToldEntry[]) => all.map((one) => ({ ...one, format: 'mt940' }));
const inNotice = (...all: readonly ToldEntry[]) =>
  all.map((one) => ({ ...one, format: 'camt.054' }));
const waits = 'other-parts';

it('is a sum on one way of the balance only: what contradicts each other is none', () => {
  const contradictory = [told(0n, [three]), told(0n, [four]), told(0n, inMt940(seven))];
  expect(verdicts(...contradictory)[2]).toEqual(['new']);
  const following = [told(0n, [three]), told(3_00n, [four]), told(0n, inMt940(seven))];
  expect(verdicts(...following)[2]).toEqual([waits]);
});

it.each([
  ['an end-to-end id', { endToEndId: 'E1' }],
  ['a reference', { reference: 'RF18' }],
  ['an account', { account: 'DE00' }],
] as const)('is no batch where it has %s, as one payment has', (_, facts) => {
  const payment = of(7_00n, facts);
  expect(verdicts(told(0n, [three, four]), told(0n, inMt940(payment)))[1]).toEqual(['new']);
  expect(verdicts(told(0n, inMt940(payment)), told(0n, [three, four]))[1]).toEqual(['new', 'new']);
});

it('may be either of two equal amounts, the one with a payer and the one without', () => {
  const paid = of(7_00n, { account: 'DE00' });
  const whole = told(0n, inMt940(seven, paid));
  expect(verdicts(whole, told(0n, [three, seven, four]))[1]).toContain(waits);
  expect(verdicts(whole, told(0n, [three, of(7_00n, { account: 'DE00' }), four]))[1]).toContain(
    waits,
  );
});

it('is found where the one statement begins or ends in the midst of the other', () => {
  const nine = of(9_00n);
  const whole = told(0n, inMt940(nine, seven));
  expect(verdicts(whole, told(9_00n, [three, four]))[1]).toEqual([waits, waits]);
  expect(verdicts(told(9_00n, [three, four]), whole)[1]).toEqual(['new', waits]);
  const longer = told(0n, [three, four, nine]);
  expect(verdicts(told(0n, inMt940(seven)), longer)[1]).toEqual([waits, waits, 'new']);
});

it('waits where days alone say that it may be, in another format; one format has one way', () => {
  const notice = told(null, inNotice(three, four));
  expect(verdicts(notice, told(null, inMt940(seven)))[1]).toEqual([waits]);
  expect(verdicts(notice, told(null, inNotice(seven)))[1]).toEqual(['new']);
  expect(verdicts(notice, told(null, inMt940(of(8_00n))))[1]).toEqual(['new']);
});

it('is not found in a statement that only begins where the other one ends', () => {
  const before = told(0n, [of(12_00n), of(-7_77n), of(-15_01n), of(-3_00n), of(47_11n)]);
  expect(verdicts(before, told(33_33n, [of(33_33n)]))[1]).toEqual(['new']);
});

it('may have been the sum that another statement counted as an equal line', () => {
  const [before, after] = [of(1_00n, { day: '2026-01-09' }), of(1_00n, { day: '2026-01-11' })];
  const whole = told(0n, [of(7_00n, { text: 'DUES' }), three, four, after]);
  const sum = told(7_00n, inMt940(of(7_00n, { text: 'SEPA DUES' }), after));
  const paid = of(7_00n, { text: 'DUES', account: 'DE00' });
  const first = told(-7_00n, [before, of(6_00n), paid]);
  expect(verdicts(whole, sum, first).slice(1)).toEqual([
    ['known', 'known'],
    ['new', 'new', 'balances-fit-both'],
  ]);
});

it('is found among many lines, and where they are too many to add up it may be any of them', () => {
  const many = Array.from({ length: 20 }, (_, at) => of(1_00n + 37n * BigInt(at * at)));
  const total = many.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const [first, second, third] = many.map(({ amountMinor }) => amountMinor);
  const some = of((first ?? 0n) + (second ?? 0n) + (third ?? 0n));
  const becomes = (all: readonly ToldEntry[], one: ToldEntry) =>
    verdicts(told(null, inNotice(...all)), told(null, inMt940(one)))[1];
  expect(becomes(many, of(total))).toEqual([waits]);
  expect(becomes(many, some)).toEqual([waits]);
  expect(becomes(many, of(1n))).toEqual(['new']);
  const powers = Array.from({ length: 20 }, (_, at) => of(3n ** BigInt(at)));
  expect(becomes(powers, of(2n))).toEqual([waits]);
  expect(becomes(powers, of(-2n))).toEqual(['new']);
  expect(becomes(powers.slice(0, 14), of(2n))).toEqual(['new']);
});
