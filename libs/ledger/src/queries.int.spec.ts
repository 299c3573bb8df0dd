import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymousActor, newId } from '@rochdale/platform';
import type { Actor, PageRequest, Tx } from '@rochdale/platform';
import { LedgerAccountQueries } from './account/account.queries.js';
import { HoldQueries } from './hold/hold.queries.js';
import { BooksWorld } from './testing/books-world.js';
import { TransactionQueries } from './transaction/transaction.queries.js';

let books: BooksWorld;
let transactions: TransactionQueries;
let accounts: LedgerAccountQueries;
let holds: HoldQueries;
beforeAll(async () => {
  books = await BooksWorld.open();
  transactions = new TransactionQueries();
  accounts = new LedgerAccountQueries();
  holds = new HoldQueries();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const day = (number: number) => new Date(Date.UTC(2026, 1, number));

/** Amounts 1, 2, 3 … on the days given; equal days are told apart by the order of recording. */
async function postOn(...days: number[]): Promise<void> {
  for (const [index, number] of days.entries()) {
    await books.post(books.entry(BigInt(index + 1), { effectiveAt: day(number) }));
  }
}

async function amounts(request: PageRequest) {
  const page = await books.read(books.actor, (tx) =>
    transactions.statement(tx, books.bank, request),
  );
  return { page, amounts: page.rows.map(({ amountMinor }) => Number(amountMinor)) };
}

describe('an account’s statement', () => {
  it('is newest first, with the balance after each line', async () => {
    await postOn(3, 1, 2, 2);
    const { page } = await amounts({ first: 10 });
    expect(
      page.rows.map(({ amountMinor, balanceAfterMinor }) => [amountMinor, balanceAfterMinor]),
    ).toEqual([
      [1n, 10n],
      [4n, 9n],
      [3n, 5n],
      [2n, 2n],
    ]);
  });

  it('repeats and skips nothing over pages, though lines are added in between', async () => {
    await postOn(1, 1, 1, 2, 3);
    const first = await amounts({ first: 2 });
    expect(first.amounts).toEqual([5, 4]);
    expect(first.page.hasNextPage).toBe(true);
    await books.post(books.entry(99n, { effectiveAt: day(9) }));
    const after = first.page.cursorOf(first.page.rows[1]!);
    const second = await amounts({ first: 2, after });
    expect(second.amounts).toEqual([3, 2]);
    const rest = await amounts({ first: 2, after: second.page.cursorOf(second.page.rows[1]!) });
    expect(rest.amounts).toEqual([1]);
    expect(rest.page.hasNextPage).toBe(false);
    const back = await amounts({ last: 2, before: rest.page.cursorOf(rest.page.rows[0]!) });
    expect(back.amounts).toEqual([3, 2]);
    expect(back.page.hasPreviousPage).toBe(true);
  });
});

describe('the list of transactions', () => {
  it('pages in both directions and filters', async () => {
    await postOn(1, 2, 2, 3);
    const other = await books.openAccount({ code: 'cash', kind: 'asset' });
    await books.post(
      books.entry(1n, {
        effectiveAt: day(4),
        source: { kind: 'journal', id: 'x' },
        postings: [
          { accountId: other.id, amountMinor: 7n },
          { accountId: books.dues, amountMinor: -7n },
        ],
      }),
    );
    const all = await books.read(books.actor, (tx) => transactions.page(tx, {}, { first: 10 }));
    const days = all.rows.map(({ effectiveAt }) => effectiveAt.getUTCDate());
    expect(days).toEqual([4, 3, 2, 2, 1]);
    const tail = await books.read(books.actor, (tx) => transactions.page(tx, {}, { last: 2 }));
    expect(tail.rows.map(({ id }) => id)).toEqual(all.rows.slice(3).map(({ id }) => id));

    const count = async (filter: Parameters<TransactionQueries['page']>[1]) =>
      (await books.read(books.actor, (tx) => transactions.page(tx, filter, { first: 10 }))).rows
        .length;
    expect(await count({ accountId: other.id })).toBe(1);
    expect(await count({ sourceKind: 'journal', sourceId: 'x' })).toBe(1);
    expect(await count({ from: day(2), before: day(3) })).toBe(2);
  });

  it('names the reversal and what it reverses', async () => {
    const { id } = await books.post(books.entry(5n));
    const reversal = await books.run((tx) =>
      books.ledger.reverse(tx, { transactionId: id, idempotencyKey: newId(), reason: 'mistake' }),
    );
    const found = await books.run((tx) => transactions.byIds(tx, [id, reversal.id]));
    const byId = new Map(found.map((view) => [view.id, view]));
    expect(byId.get(id)).toMatchObject({ reversesId: null, reversedById: reversal.id });
    expect(byId.get(reversal.id)).toMatchObject({ reversesId: id, reversedById: null });
  });

  it.each([
    ['nonsense', 'xyz'],
    ['a cursor of another list', Buffer.from('["a"]').toString('base64url')],
    ['a day that is none', Buffer.from('["2026-99-99","1"]').toString('base64url')],
    ['no number', Buffer.from('["2026-01-01T00:00:00Z","one"]').toString('base64url')],
  ])('refuses %s as a cursor', async (_what, after) => {
    const asked = books.read(books.actor, (tx) => transactions.page(tx, {}, { first: 1, after }));
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('the trial balance', () => {
  it('has equal debits and credits, now and at any earlier moment', async () => {
    await postOn(1, 2, 3);
    const rows = await books.read(books.actor, (tx) =>
      accounts.trialBalance(tx, { before: day(3) }),
    );
    expect(
      rows.map(({ code, debitMinor, creditMinor }) => [code, debitMinor, creditMinor]),
    ).toEqual([
      ['bank', 3n, 0n],
      ['dues-income', 0n, 3n],
    ]);
    const now = await books.read(books.actor, (tx) => accounts.trialBalance(tx));
    expect(now.reduce((sum, row) => sum + row.balanceMinor, 0n)).toBe(0n);
  });
});

describe('holds', () => {
  it('are for clerks, newest first', async () => {
    await books.post(books.entry(100n));
    const placed: { id: string }[] = [];
    for (const amountMinor of [1n, 2n, 3n]) placed.push(await books.hold(amountMinor));
    await books.run((tx) => books.ledger.voidHold(tx, { holdId: placed[0]!.id }));
    const open = await books.read(books.actor, (tx) =>
      holds.page(tx, { state: 'open' }, { first: 10 }),
    );
    expect(open.rows.map(({ amountMinor }) => amountMinor)).toEqual([3n, 2n]);
    const first = await books.read(books.actor, (tx) => holds.page(tx, {}, { first: 1 }));
    const next = await books.read(books.actor, (tx) =>
      holds.page(tx, {}, { first: 9, after: first.cursorOf(first.rows[0]!) }),
    );
    expect(next.rows.map(({ amountMinor }) => amountMinor)).toEqual([2n, 1n]);
    const stranger = books.read(anonymousActor(books.cooperativeId), (tx) =>
      holds.page(tx, {}, {}),
    );
    await expect(stranger).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('what members read', () => {
  const member = (): Actor => ({
    ...books.actor,
    kind: 'account',
    memberId: newId(),
    standing: 'active',
  });

  it('is what the co-operative spends, no claim and no balance that tells of one', async () => {
    const spent = await books.openAccount({ code: 'expense:rent', kind: 'expense' });
    await books.post(books.entry(100n, { source: { kind: 'invoice', id: 'x' } }));
    await books.post(
      books.entry(7n, {
        source: { kind: 'expense', id: 'y' },
        postings: [
          { accountId: spent.id, amountMinor: 7n },
          { accountId: books.bank, amountMinor: -7n },
        ],
      }),
    );
    const read = <T>(body: (tx: Tx) => Promise<T>) => books.read(member(), body);
    const all = await books.read(books.actor, (tx) => transactions.page(tx, {}, { first: 9 }));
    const ids = all.rows.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    for (const filter of [{}, { accountId: books.bank }]) {
      const page = await read((tx) => transactions.page(tx, filter, { first: 9 }));
      expect(page.rows.map(({ sourceKind }) => sourceKind)).toEqual(['expense']);
    }
    const hidden = { accountId: books.dues, sourceKind: 'invoice' };
    expect((await read((tx) => transactions.page(tx, hidden, { first: 9 }))).rows).toEqual([]);
    expect(await read((tx) => transactions.byIds(tx, ids))).toHaveLength(1);
    expect(await read((tx) => transactions.postingsOf(tx, ids))).toHaveLength(2);
    expect((await read((tx) => accounts.all(tx))).map(({ code }) => code)).toEqual([
      'expense:rent',
    ]);
    expect(await read((tx) => accounts.byIds(tx, [books.bank, books.dues]))).toEqual([]);
    const statement = async (id: string) =>
      (await read((tx) => transactions.statement(tx, id, { first: 9 }))).rows.length;
    expect([await statement(spent.id), await statement(books.bank)]).toEqual([1, 0]);
    for (const refused of [
      () => read((tx) => accounts.trialBalance(tx)),
      () => read((tx) => accounts.trialBalance(tx, { before: day(3) })),
      () => read((tx) => accounts.monthlyTotals(tx, { from: day(1), to: day(3) })),
      () => read((tx) => holds.page(tx, {}, {})),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});
