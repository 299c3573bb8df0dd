import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymousActor, systemActor } from '@rochdale/platform';
import { ledgerInvariants } from '../ledger.invariants.js';
import { BooksWorld } from '../testing/books-world.js';
import { TransactionQueries } from '../transaction/transaction.queries.js';
import { LedgerAccountQueries } from './account.queries.js';
import { KeepCheckpoints } from './keep-checkpoints.js';

interface Entry {
  readonly amountMinor: bigint;
  readonly effectiveAt: Date;
}

const hourMs = 3_600_000;
const firstDay = Date.UTC(2025, 8, 1);

let books: BooksWorld;
let keep: KeepCheckpoints;
let transactions: TransactionQueries;
let accounts: LedgerAccountQueries;
beforeAll(async () => {
  books = await BooksWorld.open();
  const { unitOfWork } = books.world;
  keep = new KeepCheckpoints(unitOfWork);
  transactions = new TransactionQueries();
  accounts = new LedgerAccountQueries();
});
afterAll(() => books.close());

/** The bank's history as it was posted, which is the order in which equal times stand. */
let posted: Entry[];
beforeEach(async () => {
  await books.startCooperative();
  posted = [];
});

/** Always the same numbers, well spread. */
function spread(seed: number): number {
  return ((seed * 2_654_435_761) >>> 7) % 4_000;
}

/** Posts `count` entries at hours of five months, in no order; some at the very same hour. */
async function post(count: number): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    const seed = posted.length + 1;
    const entry = {
      amountMinor: BigInt((seed % 7) + 1),
      effectiveAt: new Date(firstDay + spread(seed) * hourMs),
    };
    await books.post(books.entry(entry.amountMinor, { effectiveAt: entry.effectiveAt }));
    posted.push(entry);
  }
}

function statementOf(entries: readonly Entry[]): { amountMinor: bigint; balance: bigint }[] {
  let balance = 0n;
  return entries
    .toSorted((a, b) => a.effectiveAt.getTime() - b.effectiveAt.getTime())
    .map(({ amountMinor }) => ({ amountMinor, balance: (balance += amountMinor) }))
    .toReversed();
}

async function wholeStatement(): Promise<{ amountMinor: bigint; balance: bigint }[]> {
  const found = [];
  let after: string | null = null;
  for (;;) {
    const page = await books.read(books.actor, (tx) =>
      transactions.statement(tx, books.bank, { first: 70, after }),
    );
    for (const { amountMinor, balanceAfterMinor } of page.rows) {
      found.push({ amountMinor, balance: balanceAfterMinor });
    }
    const last = page.rows.at(-1);
    if (!page.hasNextPage || last === undefined) return found;
    after = page.cursorOf(last);
  }
}

async function checkpointCount(): Promise<number> {
  const rows = await books.world.asOwner<{ count: number }>(
    `select count(*)::int as count from ledger.balance_checkpoints where account_id = $1`,
    [books.bank],
  );
  return rows[0]?.count ?? 0;
}

async function brokenInvariants(): Promise<string[]> {
  const broken = [];
  for (const { name, sql } of ledgerInvariants) {
    if ((await books.world.asOwner(sql)).length > 0) broken.push(name);
  }
  return broken;
}

describe('checkpoints', () => {
  it('change nothing that is read, whenever written, however late posts come', async () => {
    for (const [count, kept] of [
      [300, 1 + 5],
      [280, 1 + 5],
    ] as const) {
      await post(count);
      const written = await keep.execute(books.actor);
      expect(written).toBeGreaterThanOrEqual(0);
      expect(await checkpointCount()).toBeGreaterThanOrEqual(kept);
      await post(20);
      expect(await wholeStatement()).toEqual(statementOf(posted));
      expect(await brokenInvariants()).toEqual([]);
    }
  });

  it('tell what stood at any moment, debits and credits apart', async () => {
    await post(120);
    await keep.execute(books.actor);
    await books.run((tx) =>
      books.ledger.post(tx, books.entry(-9n, { effectiveAt: new Date(firstDay + 90 * hourMs) })),
    );
    posted.push({ amountMinor: -9n, effectiveAt: new Date(firstDay + 90 * hourMs) });
    for (const hours of [0, 91, 720, 721, 2_000, 3_999.5, 9_000]) {
      const before = new Date(firstDay + hours * hourMs);
      const known = posted.filter(({ effectiveAt }) => effectiveAt < before);
      const sum = (pick: (amount: bigint) => bigint) =>
        known.reduce((total, { amountMinor }) => total + pick(amountMinor), 0n);
      const rows = await books.read(books.actor, (tx) => accounts.trialBalance(tx, { before }));
      const bank = rows.find(({ accountId }) => accountId === books.bank);
      expect(bank).toMatchObject({
        debitMinor: sum((amount) => (amount > 0n ? amount : 0n)),
        creditMinor: sum((amount) => (amount < 0n ? -amount : 0n)),
        balanceMinor: sum((amount) => amount),
      });
    }
    const now = await books.read(books.actor, (tx) => accounts.trialBalance(tx));
    const later = await books.read(books.actor, (tx) =>
      accounts.trialBalance(tx, { before: new Date('2030-01-01') }),
    );
    expect(now).toEqual(later);
  });

  it('tell what each month brought, the first and the last cut where the span is', async () => {
    await post(90);
    await keep.execute(books.actor);
    await post(10);
    const from = new Date(firstDay + 100 * hourMs);
    const to = new Date(firstDay + 2_900 * hourMs);
    const months = new Map<string, bigint>();
    for (const { effectiveAt, amountMinor } of posted) {
      if (effectiveAt < from || effectiveAt >= to) continue;
      const month = effectiveAt.toISOString().slice(0, 7);
      months.set(month, (months.get(month) ?? 0n) - amountMinor);
    }
    const totals = await books.read(books.actor, (tx) => accounts.monthlyTotals(tx, { from, to }));
    expect(totals.map(({ month, totalMinor }) => [month, totalMinor])).toEqual(
      [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it('show a month whose entries come to nothing', async () => {
    const effectiveAt = new Date('2025-11-05T00:00:00Z');
    await books.post(books.entry(5n, { effectiveAt }));
    await books.post(books.entry(-5n, { effectiveAt }));
    const span = { from: new Date('2025-10-01'), to: new Date('2026-01-01') };
    const totals = await books.read(books.actor, (tx) => accounts.monthlyTotals(tx, span));
    expect(totals).toMatchObject([{ month: '2025-11', totalMinor: 0n }]);
  });

  it('are written once', async () => {
    await post(30);
    expect(await keep.execute(books.actor)).toBeGreaterThan(0);
    expect(await keep.execute(books.actor)).toBe(0);
  });

  it('are the system’s business, and of its own co-operative', async () => {
    await post(30);
    await expect(keep.execute(anonymousActor(books.cooperativeId))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const other = systemActor('0190b3a8-0000-7000-8000-000000000001', 'job');
    const seen = await books.world.unitOfWork.run(other, (tx) =>
      books.world
        .asApplication<{ written: number }>(
          'select ledger.keep_checkpoints($1, now()) as written',
          [books.bank],
          tx.cooperativeId,
        )
        .then(([row]) => row?.written),
    );
    expect(seen).toBe(0);
    expect(await checkpointCount()).toBe(0);
  });

  it('cannot be written by the service itself', async () => {
    const forged = books.world.asApplication(
      `insert into ledger.balance_checkpoints
       select id, now(), 0, 0, cooperative_id, currency, 1, 1 from ledger.accounts`,
      [],
      books.cooperativeId,
    );
    await expect(forged).rejects.toMatchObject({ code: '42501' });
  });
});
