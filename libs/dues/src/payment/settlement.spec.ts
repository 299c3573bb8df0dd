import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMinor } from '../invoice/invoice.js';
import { settlementOf, sharedAmong, sumOf } from './settlement.js';
import type { Settled } from './settlement.js';

const invoice = (id: string, changes: Partial<Settled> = {}): Settled => ({
  id,
  memberId: 'ann',
  amountMinor: 10_00n,
  creditedMinor: 0n,
  paidMinor: 0n,
  ...changes,
});
const shown = (settlement: ReturnType<typeof sharedAmong>) =>
  settlement === null
    ? null
    : {
        parts: settlement.parts.map((part) => [part.invoice.id, part.amountMinor]),
        credits: settlement.credits.map(({ memberId, amountMinor }) => [memberId, amountMinor]),
      };
const share = (amountMinor: bigint, ...invoices: Settled[]) =>
  shown(sharedAmong(amountMinor, invoices));

describe('a transfer is shared among the invoices that it names', () => {
  it.each([
    [
      20_00n,
      {
        parts: [
          ['a', 10_00n],
          ['b', 10_00n],
        ],
        credits: [],
      },
    ],
    [
      25_00n,
      {
        parts: [
          ['a', 10_00n],
          ['b', 10_00n],
        ],
        credits: [['ann', 5_00n]],
      },
    ],
    [19_99n, null],
  ] as const)('%s to two of one member', (amountMinor, settlement) => {
    expect(share(amountMinor, invoice('a'), invoice('b'))).toEqual(settlement);
  });

  it('of several members only to the cent', () => {
    const two = [invoice('a'), invoice('b', { memberId: 'ben' })] as const;
    expect(share(20_00n, ...two)).toEqual({
      parts: [
        ['a', 10_00n],
        ['b', 10_00n],
      ],
      credits: [],
    });
    expect(share(20_01n, ...two)).toBeNull();
  });

  it('to one in part, and what is open of it', () => {
    expect(share(4_00n, invoice('a'))).toEqual({ parts: [['a', 4_00n]], credits: [] });
    const part = invoice('a', { paidMinor: 6_00n, creditedMinor: 1_00n });
    expect(share(4_00n, part)).toEqual({ parts: [['a', 3_00n]], credits: [['ann', 1_00n]] });
    expect(share(4_00n)).toBeNull();
  });
});

describe('what is taken back', () => {
  it('is taken from an invoice as far as it was paid, and the rest from the credit', () => {
    const paid = invoice('a', { paidMinor: 4_00n });
    expect(shown(settlementOf([{ invoice: paid, amountMinor: -10_00n }], []))).toEqual({
      parts: [['a', -4_00n]],
      credits: [['ann', -6_00n]],
    });
  });

  it('leaves out what comes to nothing', () => {
    const settled = invoice('a', { paidMinor: 10_00n });
    const credit = { memberId: 'ann', amountMinor: -3_00n };
    expect(shown(settlementOf([{ invoice: settled, amountMinor: 3_00n }], [credit]))).toEqual({
      parts: [],
      credits: [],
    });
  });
});

describe('a settlement, whatever it is of', () => {
  const minor = fc.bigInt(0n, 50_00n);
  const owed = fc.tuple(minor, minor, minor).map((sums) => {
    const [paidMinor = 0n, middle = 0n, amountMinor = 0n] = sums.toSorted((one, other) =>
      one < other ? -1 : 1,
    );
    return { paidMinor, creditedMinor: amountMinor - middle, amountMinor };
  });
  const part = fc.tuple(owed, fc.constantFrom('ann', 'ben'), fc.bigInt(-60_00n, 60_00n));

  it('loses no cent, and pays no invoice beyond what is asked or below nothing', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.bigInt(-9_00n, 9_00n), (made, credit) => {
        const parts = made.map(([sums, memberId, amountMinor], nth) => ({
          invoice: invoice(String(nth), { ...sums, memberId }),
          amountMinor,
        }));
        const credits = [{ memberId: 'ann', amountMinor: credit }];
        const settlement = settlementOf(parts, credits);
        expect(sumOf(settlement.parts) + sumOf(settlement.credits)).toBe(sumOf(parts) + credit);
        for (const { invoice: one, amountMinor } of settlement.parts) {
          expect(amountMinor <= openMinor(one) && amountMinor >= -one.paidMinor).toBe(true);
        }
        const all = [...settlement.parts, ...settlement.credits];
        expect(all.every(({ amountMinor }) => amountMinor !== 0n)).toBe(true);
      }),
    );
  });
});
