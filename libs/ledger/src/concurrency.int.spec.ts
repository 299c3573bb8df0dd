import { untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BooksWorld } from './testing/books-world.js';

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

/** What each of them came to: `ok`, or the code of the error. */
async function outcomes(attempts: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts);
  return settled
    .map((one) =>
      one.status === 'fulfilled' ? 'ok' : String((one.reason as { code?: unknown }).code),
    )
    .toSorted();
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A gate that opens when everybody stands before it, so that they really run at the same time. */
function gate(count: number): () => Promise<void> {
  let waiting = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    waiting += 1;
    if (waiting >= count) open();
    return opened;
  };
}

/** Each in a transaction of its own, all of which have begun before the first one acts. */
function together(count: number, act: (tx: Tx, index: number) => Promise<unknown>) {
  const wait = gate(count);
  return many(count, (index) =>
    books.run(async (tx) => {
      await wait();
      return act(tx, index);
    }),
  );
}

describe('at the same time', () => {
  it('two transactions never both take the last money', async () => {
    await books.post(books.entry(100n));
    const attempts = together(2, (tx) => books.ledger.post(tx, books.entry(-60n)));
    expect(await outcomes(attempts)).toEqual(['FLOOR_BREACHED', 'ok']);
    expect((await books.account(books.bank)).balanceMinor).toBe(40n);
  });

  it('holds and postings together never take more than is there', async () => {
    await books.post(books.entry(100n));
    const attempts = together(8, (tx, index) =>
      index % 2 === 0
        ? books.ledger.post(tx, books.entry(-30n))
        : books.ledger.hold(tx, {
            accountId: books.bank,
            amountMinor: 30n,
            idempotencyKey: newId(),
            source: { kind: 'payout', id: String(index) },
          }),
    );
    const results = await outcomes(attempts);
    expect(results.filter((result) => result === 'ok')).toHaveLength(3);
    expect(results.filter((result) => result === 'FLOOR_BREACHED')).toHaveLength(5);
    const { balanceMinor, heldMinor } = await books.account(books.bank);
    expect(balanceMinor - heldMinor).toBe(10n);
  });

  it('one key records one transaction, and everybody gets it', async () => {
    const input = books.entry(100n, { outsideFact: 'bank-line:1' });
    const answers = await Promise.all(together(8, (tx) => books.ledger.post(tx, input)));
    const ids = answers.map((answer) => (answer as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter((answer) => !(answer as { replayed: boolean }).replayed)).toHaveLength(1);
    expect((await books.account(books.bank)).balanceMinor).toBe(100n);
    expect(await books.factTypes()).toHaveLength(1);
  });

  it('one key with different inputs records one, and the others are told', async () => {
    const key = newId();
    const attempts = together(4, (tx, index) =>
      books.ledger.post(tx, books.entry(BigInt(index + 1), { idempotencyKey: key })),
    );
    const reused = 'IDEMPOTENCY_KEY_REUSED';
    expect(await outcomes(attempts)).toEqual([reused, reused, reused, 'ok']);
  });

  it('one outside fact under different keys is recorded once', async () => {
    const attempts = together(4, (tx) =>
      books.ledger.post(tx, books.entry(100n, { outsideFact: 'bank-line:1' })),
    );
    const posted = 'OUTSIDE_FACT_POSTED';
    expect(await outcomes(attempts)).toEqual([posted, posted, posted, 'ok']);
    expect((await books.account(books.bank)).balanceMinor).toBe(100n);
  });

  it('a transaction is reversed once', async () => {
    const { id } = await books.post(books.entry(100n));
    const attempts = together(4, (tx) =>
      books.ledger.reverse(tx, { transactionId: id, idempotencyKey: newId(), reason: 'mistake' }),
    );
    const reversed = 'ALREADY_REVERSED';
    expect(await outcomes(attempts)).toEqual([reversed, reversed, reversed, 'ok']);
    expect((await books.account(books.bank)).balanceMinor).toBe(0n);
  });

  it('a hold is resolved once: posted twice, voided and expired at once', async () => {
    await books.post(books.entry(100n));
    const { id } = await books.hold(100n, new Date('2026-03-02T09:00:01Z'));
    const post = (tx: Tx) => books.ledger.postHold(tx, { ...books.entry(-100n), holdId: id });
    const ends = [post, post, (tx: Tx) => books.ledger.voidHold(tx, { holdId: id })];
    const attempts = together(3, (tx, index) => ends[index]?.(tx) ?? Promise.resolve());
    expect(await outcomes(attempts)).toEqual(['HOLD_RESOLVED', 'HOLD_RESOLVED', 'ok']);
    const { balanceMinor, heldMinor } = await books.account(books.bank);
    expect(heldMinor).toBe(0n);
    expect([0n, 100n]).toContain(balanceMinor);
  });

  it('one key places one hold', async () => {
    await books.post(books.entry(100n));
    const input = {
      accountId: books.bank,
      amountMinor: 60n,
      idempotencyKey: newId(),
      source: { kind: 'payout', id: '1' },
    };
    const holds = await Promise.all(together(6, (tx) => books.ledger.hold(tx, input)));
    expect(new Set(holds.map((hold) => (hold as { id: string }).id)).size).toBe(1);
    expect((await books.account(books.bank)).heldMinor).toBe(60n);
  });

  it('transfers in both directions queue up instead of standing in each other’s way', async () => {
    const other = await books.openAccount({ code: 'cash', kind: 'asset' });
    await books.post(books.entry(1000n));
    const attempts = together(8, (tx, index) => {
      const sign = index % 2 === 0 ? 1n : -1n;
      const there = { accountId: books.bank, amountMinor: sign };
      const here = { accountId: other.id, amountMinor: -sign };
      const postings = index % 2 === 0 ? [there, here] : [here, there];
      return books.ledger.post(tx, books.entry(1n, { postings }));
    });
    expect(await outcomes(attempts)).toEqual(many(8, () => 'ok'));
    expect((await books.account(books.bank)).balanceMinor).toBe(1000n);
  });

  it('closing the books waits for a posting under way, and refuses the ones after it', async () => {
    const february = new Date('2026-02-20T00:00:00Z');
    const march = new Date('2026-03-01T00:00:00Z');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let posted: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      posted = resolve;
    });
    const poster = books.run(async (tx) => {
      await books.ledger.post(tx, books.entry(100n, { effectiveAt: february }));
      posted();
      await held;
    });
    await underWay;
    const events: string[] = [];
    const closing = books.run(async (tx) => {
      await books.ledger.closeBooks(tx, { before: march });
      events.push('closed');
      const rows = await books.ledger.trialBalance(tx, march);
      return rows.find(({ code }) => code === 'bank')?.balanceMinor;
    });
    await untilWaiting(books.world, 1);
    events.push('released');
    release();
    await poster;
    expect(await closing).toBe(100n);
    expect(events).toEqual(['released', 'closed']);
    const late = books.post(books.entry(100n, { effectiveAt: february }));
    await expect(late).rejects.toMatchObject({ code: 'BOOKS_CLOSED' });
  });
});
