import { describe, expect, it } from 'vitest';
import { readingOf } from './movement.js';
import type { Movement } from './source.js';

const row = { id: 'txn_1', json: '{}' };
const sound: Movement = {
  externalId: 'txn_1',
  bookedOn: '2026-03-01',
  amountMinor: 12_00n,
  currency: 'EUR',
  kind: 'payment',
};
const account = { currency: 'EUR', timeZone: 'Europe/Berlin' };

const reading = (normalise: () => unknown) =>
  readingOf({ normalise: normalise as () => Movement }, row, account);
const told = (changes: object) => reading(() => ({ ...sound, ...changes }));

describe('a row', () => {
  it('is a movement when its source can say so', () => {
    expect(told({})).toEqual({
      movement: { ...sound, counterparty: null, reference: null },
      waits: null,
    });
  });

  it('is read where the co-operative is', () => {
    const normalise = (_: unknown, zone: string): Movement => ({ ...sound, counterparty: zone });
    expect(readingOf({ normalise }, row, account).movement?.counterparty).toBe('Europe/Berlin');
  });

  it.each([
    ['names another row', { externalId: 'txn_2' }],
    ['has a day that is not', { bookedOn: '2026-02-30' }],
    ['has a moment for a day', { bookedOn: '2026-02-03T00:00:00Z' }],
    ['has an amount that is no whole number', { amountMinor: 12.5 }],
    ['has an amount beyond the books', { amountMinor: 2n ** 63n }],
    ['has an amount beyond the books, below', { amountMinor: -(2n ** 63n) }],
    ['has a currency that is none', { currency: 'eur' }],
    ['is of a kind that is none', { kind: 'gift' }],
  ])('waits when it %s', (_, changes) => {
    expect(told(changes)).toEqual({ movement: null, waits: 'unreadable' });
  });

  it('waits when its source cannot read it', () => {
    const fails = () => {
      throw new TypeError('cannot read properties of undefined');
    };
    expect(reading(fails).waits).toBe('unreadable');
    expect(reading(() => null).waits).toBe('unreadable');
  });

  it('waits in a currency that is not the account’s', () => {
    expect(told({ currency: 'SEK' }).waits).toBe('foreign-currency');
  });

  it('waits when it moves nothing', () => {
    expect(told({ amountMinor: 0n }).waits).toBe('nothing-moved');
  });

  it('keeps words without what no table holds, and not without end', () => {
    const { movement } = told({
      counterparty: ' Ada\u0000\n Adams ',
      reference: 'x'.repeat(2_000),
    });
    expect(movement?.counterparty).toBe('Ada Adams');
    expect(movement?.reference).toHaveLength(1_000);
    expect(told({ counterparty: ' \u0007 ' }).movement?.counterparty).toBeNull();
  });
});
