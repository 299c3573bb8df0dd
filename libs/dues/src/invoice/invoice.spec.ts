import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueFirst, dueMinor, openMinor, stateOf } from './invoice.js';

/** Sums as an invoice may have them: never more taken off or paid than is asked. */
const owed = fc
  .tuple(fc.bigInt(1n, 100_00n), fc.bigInt(0n, 100n), fc.bigInt(0n, 100n))
  .map(([amountMinor, offPercent, paidPercent]) => {
    const creditedMinor = (amountMinor * offPercent) / 100n;
    const paidMinor = ((amountMinor - creditedMinor) * paidPercent) / 100n;
    return { amountMinor, creditedMinor, paidMinor };
  });

describe('the sums of an invoice', () => {
  it('are what was claimed: taken off, paid, or open', () => {
    fc.assert(
      fc.property(owed, (invoice) => {
        const { amountMinor, creditedMinor, paidMinor } = invoice;
        expect(creditedMinor + paidMinor + openMinor(invoice)).toBe(amountMinor);
        expect(dueMinor(invoice)).toBe(amountMinor - creditedMinor);
      }),
    );
  });

  it('say its state: nothing asked, nothing open, or open', () => {
    const state = (amountMinor: bigint, creditedMinor: bigint, paidMinor: bigint) =>
      stateOf({ amountMinor, creditedMinor, paidMinor }, 'waived');
    expect(state(10n, 0n, 0n)).toBe('open');
    expect(state(10n, 0n, 9n)).toBe('open');
    expect(state(10n, 9n, 0n)).toBe('open');
    expect(state(10n, 0n, 10n)).toBe('paid');
    expect(state(10n, 4n, 6n)).toBe('paid');
    expect(state(10n, 10n, 0n)).toBe('waived');
    expect(stateOf({ amountMinor: 10n, creditedMinor: 10n, paidMinor: 0n }, 'cancelled')).toBe(
      'cancelled',
    );
  });

  it('leave it open exactly while something is to come', () => {
    fc.assert(
      fc.property(owed, (invoice) => {
        expect(stateOf(invoice, 'cancelled') === 'open').toBe(openMinor(invoice) > 0n);
      }),
    );
  });
});

describe('what is to be paid first', () => {
  const invoice = fc.record({
    dueOn: fc.constantFrom('2026-01-15', '2026-02-14', '2026-10-01'),
    number: fc.bigInt(1n, 50n),
  });

  it('is what is due first, of one day the first issued, however they were found', () => {
    fc.assert(
      fc.property(fc.uniqueArray(invoice, { selector: ({ number }) => number }), (invoices) => {
        const ordered = dueFirst(invoices);
        expect(dueFirst(invoices.toReversed())).toEqual(ordered);
        for (const [nth, one] of ordered.entries()) {
          const before = ordered[nth - 1];
          if (before === undefined) continue;
          expect(before.dueOn <= one.dueOn).toBe(true);
          if (before.dueOn === one.dueOn) expect(before.number < one.number).toBe(true);
        }
      }),
    );
  });

  it('leaves what it was given as it was', () => {
    const given = [
      { dueOn: '2026-02-01', number: 1n },
      { dueOn: '2026-01-01', number: 2n },
    ];
    expect(dueFirst(given).map(({ number }) => number)).toEqual([2n, 1n]);
    expect(given.map(({ number }) => number)).toEqual([1n, 2n]);
  });
});
