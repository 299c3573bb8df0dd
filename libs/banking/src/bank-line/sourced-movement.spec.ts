import { describe, expect, it } from 'vitest';
import { debitsFirst, lineOfMovement } from './sourced-movement.js';
import type { SourcedMovement } from './sourced-movement.js';

const movement: SourcedMovement = {
  externalId: 'txn_1',
  bookedOn: '2026-03-01',
  amountMinor: 12_00n,
  reversal: false,
  counterparty: 'Ada',
  reference: null,
  kind: 'payment',
};
const lineWith = (changes: Partial<SourcedMovement>) =>
  lineOfMovement('tin', 'EUR', { ...movement, ...changes });

describe('the line of a movement', () => {
  it('is known by the names of the source and of the movement', () => {
    expect(lineWith({}).identity).toBe('tin:txn_1');
    expect(lineOfMovement('jar', 'EUR', movement).identity).toBe('jar:txn_1');
  });

  it('says what moved when, and keeps no copy of who paid beside their name', () => {
    expect(lineWith({ reversal: true })).toMatchObject({
      bookingDate: '2026-03-01',
      amountMinor: 12_00n,
      currency: 'EUR',
      reversal: true,
      counterpartyName: 'Ada',
      counterpartyAccount: null,
      raw: { source: 'tin', externalId: 'txn_1', kind: 'payment' },
    });
  });

  it('has a reference when the check digits are right', () => {
    const { reference, freeText } = lineWith({ reference: 'rf18 5390 0754 7034' });
    expect({ reference, freeText }).toEqual({ reference: 'RF18539007547034', freeText: null });
  });

  it('has words when they are not', () => {
    const { reference, freeText } = lineWith({ reference: 'RF19 5390 0754 7034' });
    expect({ reference, freeText }).toEqual({ reference: null, freeText: 'RF19 5390 0754 7034' });
  });
});

it('looks at what went out before what came back, each in the order given', () => {
  const lines = [3n, -2n, 1n, -4n].map((amountMinor) => ({ amountMinor }));
  expect(debitsFirst(lines).map(({ amountMinor }) => amountMinor)).toEqual([-2n, -4n, 3n, 1n]);
});
