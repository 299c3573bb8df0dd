import { describe, expect, it } from 'vitest';
import { returnTold } from './return-told.js';

const told = (raw: object) => returnTold({ raw, currency: 'EUR' });
const nothing = { reason: null, chargeMinor: 0n, originalMinor: 0n };

describe('what a bank tells of a return', () => {
  it('is its reason, what had been paid, and what it kept, whatever their signs', () => {
    expect(
      told({
        returnReason: 'AC04',
        original: { amountMinor: '-1000', currency: 'EUR' },
        charges: [
          { amountMinor: '-250', currency: 'EUR', included: true },
          { amountMinor: '-50', currency: null, included: null },
        ],
      }),
    ).toEqual({ reason: 'AC04', chargeMinor: 3_00n, originalMinor: 10_00n });
  });

  it('is no charge that is booked by itself, and nothing in another currency', () => {
    const original = { amountMinor: '-1000', currency: 'USD' };
    const charges = [
      { amountMinor: '-250', currency: 'EUR', included: false },
      { amountMinor: '-50', currency: 'USD', included: true },
    ];
    expect(told({ original, charges })).toEqual(nothing);
  });

  it.each([
    ['a source’s own row', { source: 'tin', externalId: '7', kind: 'refund' }],
    ['what is no amount', { original: { amountMinor: '1.50' }, charges: 'none' }],
    ['nothing said', { returnReason: null, original: null, charges: [] }],
  ])('is nothing in %s', (_, raw) => {
    expect(told(raw)).toEqual(nothing);
  });
});
