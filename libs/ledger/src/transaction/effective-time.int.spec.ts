import { newId } from '@rochdale/platform';
import { moveTo } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LedgerAccountQueries } from '../account/account.queries.js';
import { BooksWorld } from '../testing/books-world.js';
import type { PostInput } from './transaction.js';

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const at = (text: string) => new Date(text);
const queries = new LedgerAccountQueries();

/** Where the co-operative is, and what time it is by its own clocks, with their offset. */
async function itIs(timeZone: string, local: string): Promise<void> {
  await moveTo(books.world, books.cooperativeId, timeZone);
  books.world.clock.set(at(local));
}

/** When it took effect: the day is the first part of it. */
async function booked(more: Partial<PostInput> = {}): Promise<string> {
  return (await books.post(books.entry(100n, more))).effectiveAt.toISOString();
}

const refused = (more: Partial<PostInput>) =>
  books.post(books.entry(100n, more)).then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

async function months(): Promise<Record<string, bigint>> {
  const span = { from: at('2025-01-01T00:00:00Z'), to: at('2028-01-01T00:00:00Z') };
  const totals = await books.run((tx) => queries.monthlyTotals(tx, span));
  return Object.fromEntries(totals.map(({ month, totalMinor }) => [month, -totalMinor]));
}

describe('what is booked now is booked on the day of the co-operative', () => {
  it.each([
    // The morning of a first is still the last in UTC.
    ['Australia/Melbourne', '2026-03-01T08:00:00+11:00', '2026-03-01T00:00:00.000Z'],
    ['Pacific/Auckland', '2026-03-01T00:00:00+13:00', '2026-03-01T00:00:00.000Z'],
    ['Pacific/Auckland', '2026-02-28T23:59:59.999+13:00', '2026-02-28T10:59:59.999Z'],
    ['Pacific/Kiritimati', '2026-03-01T00:00:00+14:00', '2026-03-01T00:00:00.000Z'],
    ['Australia/Melbourne', '2026-03-01T15:00:00+11:00', '2026-03-01T04:00:00.000Z'],
    // The evening of a last is the first already.
    ['America/Los_Angeles', '2026-02-28T17:00:00-08:00', '2026-02-28T23:59:59.999Z'],
    ['America/Los_Angeles', '2026-02-28T23:59:59.999-08:00', '2026-02-28T23:59:59.999Z'],
    ['America/Los_Angeles', '2026-03-01T00:00:00-08:00', '2026-03-01T08:00:00.000Z'],
    ['America/Los_Angeles', '2025-12-31T20:00:00-08:00', '2025-12-31T23:59:59.999Z'],
    // Summer time begins or ends on these days: midnight is an hour nearer, or further.
    ['Pacific/Auckland', '2026-04-05T00:30:00+13:00', '2026-04-05T00:00:00.000Z'],
    ['Pacific/Auckland', '2026-04-05T23:30:00+12:00', '2026-04-05T11:30:00.000Z'],
    ['Pacific/Auckland', '2026-04-06T00:00:00+12:00', '2026-04-06T00:00:00.000Z'],
    ['Australia/Melbourne', '2026-10-04T23:59:00+11:00', '2026-10-04T12:59:00.000Z'],
    ['Australia/Melbourne', '2026-10-05T00:00:00+11:00', '2026-10-05T00:00:00.000Z'],
    ['America/Los_Angeles', '2026-03-08T23:30:00-07:00', '2026-03-08T23:59:59.999Z'],
    ['America/Los_Angeles', '2026-10-31T23:30:00-07:00', '2026-10-31T23:59:59.999Z'],
    ['America/Los_Angeles', '2026-11-01T23:30:00-08:00', '2026-11-01T23:59:59.999Z'],
    ['UTC', '2026-02-28T23:59:59.999Z', '2026-02-28T23:59:59.999Z'],
  ])('in %s at %s', async (timeZone, local, effective) => {
    await itIs(timeZone, local);
    expect(await booked()).toBe(effective);
    expect(effective.slice(0, 10)).toBe(local.slice(0, 10));
    expect(await booked({ effectiveAt: at(local) })).toBe(effective);
    expect(await months()).toEqual({ [local.slice(0, 7)]: 200n });
  });

  it.each(['Pacific/Auckland', 'Australia/Melbourne', 'America/Los_Angeles', 'UTC'])(
    'and in the order in which it came, in %s',
    async (timeZone) => {
      await itIs(timeZone, '2026-04-04T00:00:00Z');
      const effects: string[] = [];
      for (let hour = 0; hour < 60; hour += 1) {
        effects.push(await booked());
        books.world.clock.advance({ hours: 1 });
      }
      expect(effects).toEqual(effects.toSorted());
    },
  );

  it('whichever it is in another co-operative', async () => {
    await itIs('Australia/Melbourne', '2026-03-01T08:00:00+11:00');
    expect(await booked()).toMatch(/^2026-03-01/);
    await books.startCooperative();
    await itIs('America/Los_Angeles', '2026-03-01T08:00:00+11:00');
    expect(await booked()).toMatch(/^2026-02-28/);
  });
});

describe('a day to come', () => {
  it('begins at midnight of the co-operative’s, ahead of UTC and behind it', async () => {
    await itIs('Pacific/Auckland', '2026-03-01T08:00:00+13:00');
    expect(await booked({ effectiveOn: '2026-03-01' })).toBe('2026-03-01T12:00:00.000Z');
    expect(await booked({ effectiveAt: at('2026-03-01T23:59:59+13:00') })).toMatch(/^2026-03-01/);
    expect(await refused({ effectiveOn: '2026-03-02' })).toBe('TRANSACTION_AHEAD');
    const midnight = at('2026-03-02T00:00:00+13:00');
    expect(await refused({ effectiveAt: midnight })).toBe('TRANSACTION_AHEAD');
    await itIs('America/Los_Angeles', '2026-02-28T20:00:00-08:00');
    expect(await booked({ effectiveOn: '2026-02-28' })).toBe('2026-02-28T12:00:00.000Z');
    expect(await refused({ effectiveOn: '2026-03-01' })).toBe('TRANSACTION_AHEAD');
    expect(await refused({ effectiveAt: at('2026-03-01T00:00:00-08:00') })).toBe(
      'TRANSACTION_AHEAD',
    );
    await expect(books.post(books.entry(1n, { effectiveOn: '2026-03-01' }))).rejects.toMatchObject({
      details: { data: { today: '2026-02-28' } },
    });
  });

  it('has not come for what is found either: that is booked today', async () => {
    await itIs('Pacific/Auckland', '2026-03-01T08:00:00+13:00');
    const found = { ifClosed: 'record-now' } as const;
    expect(await booked({ ...found, effectiveOn: '2026-03-02' })).toBe('2026-03-01T00:00:00.000Z');
    await itIs('America/Los_Angeles', '2026-02-28T20:00:00-08:00');
    expect(await booked({ ...found, effectiveOn: '2026-03-01' })).toBe('2026-02-28T23:59:59.999Z');
  });
});

describe('a day that was asked for', () => {
  it('is what a repeated key is compared by, as the noon that it always was', async () => {
    const key = { idempotencyKey: newId() };
    const entry = books.entry(100n, { ...key, effectiveOn: '2026-03-01' });
    const { id } = await books.post(entry);
    const { effectiveOn: _, ...rest } = entry;
    const again = await books.post({ ...rest, effectiveAt: at('2026-03-01T12:00:00Z') });
    expect(again).toMatchObject({ id, replayed: true });
    expect(await refused({ ...rest, effectiveOn: '2026-03-02' })).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('books that are closed for what is still today', () => {
  it('since the co-operative moved, take what is found as soon as they are open', async () => {
    await itIs('Pacific/Auckland', '2026-03-01T08:00:00+13:00');
    await books.run((tx) => books.ledger.closeBooks(tx, { before: at('2026-03-01T00:00:00Z') }));
    await itIs('America/Los_Angeles', '2026-02-28T18:00:00-08:00');
    expect(await booked()).toBe('2026-03-01T00:00:00.000Z');
    expect(await refused({ effectiveOn: '2026-02-28' })).toBe('BOOKS_CLOSED');
  });

  it('are open from the very instant on: what was then stays there', async () => {
    await itIs('UTC', '2026-03-02T09:00:00Z');
    const first = at('2026-03-01T00:00:00Z');
    await books.run((tx) => books.ledger.closeBooks(tx, { before: first }));
    const found = { ifClosed: 'record-now' } as const;
    expect(await booked({ ...found, effectiveAt: first })).toBe('2026-03-01T00:00:00.000Z');
    const before = at('2026-02-28T23:59:59.999Z');
    expect(await booked({ ...found, effectiveAt: before })).toBe('2026-03-02T09:00:00.000Z');
  });
});

describe('a reversal', () => {
  const reverse = (transactionId: string, more: Partial<PostInput> = {}) =>
    books.run((tx) =>
      books.ledger.reverse(tx, {
        ...more,
        transactionId,
        idempotencyKey: newId(),
        reason: 'A mistake',
      }),
    );

  it('takes effect with what it reverses at the earliest, whatever day was asked for', async () => {
    const found = { ifClosed: 'record-now', effectiveOn: '2026-02-20' } as const;
    const { id, effectiveAt } = await books.post(books.entry(100n));
    expect((await reverse(id, found)).effectiveAt).toEqual(effectiveAt);
  });

  it('is refused for a day before that when somebody decides on it', async () => {
    const { id, effectiveAt } = await books.post(books.entry(100n));
    await expect(reverse(id, { effectiveOn: '2026-03-01' })).rejects.toMatchObject({
      code: 'INVALID_TRANSACTION',
      details: { path: ['effectiveAt'] },
    });
    // Of the same day it is the moment that gives way.
    const early = { effectiveAt: at('2026-03-02T00:00:00Z') };
    expect((await reverse(id, early)).effectiveAt).toEqual(effectiveAt);
  });

  it('is of the day of the co-operative, when nobody asked for one', async () => {
    const { id } = await books.post(books.entry(100n));
    await itIs('Australia/Melbourne', '2026-04-01T09:00:00+11:00');
    expect((await reverse(id)).effectiveAt).toEqual(at('2026-04-01T00:00:00Z'));
  });
});
