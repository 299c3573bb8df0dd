import { readFileSync } from 'node:fs';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChartKey } from '../chart/chart-key.js';
import { SetAccountFloor } from '../chart/set-account-floor.js';
import { ReverseJournalEntry } from '../journal/reverse-journal-entry.js';
import { TreasuryWorld } from '../testing/treasury-world.js';

let books: TreasuryWorld;
let fundId: string;
let otherId: string;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(async () => {
  books.startCooperative();
  ({ id: fundId } = await books.createFund({ limitMinor: null }));
  ({ id: otherId } = await books.createFund({ key: 'trips', limitMinor: null }));
});

const notCovered = { code: 'FUND_NOT_COVERED' };

/** Moves money from the second account to the first, as whichever room does. */
function move(to: ChartKey, from: ChartKey, amountMinor: bigint) {
  return books.run(async (tx) => {
    const accounts = await books.chart.accounts(tx, [to, from], 'EUR');
    return books.ledger.post(tx, {
      idempotencyKey: newId(),
      description: 'It happened',
      source: { kind: 'test', id: newId() },
      postings: [
        { accountId: accounts.require(to), amountMinor },
        { accountId: accounts.require(from), amountMinor: -amountMinor },
      ],
    });
  });
}

/** Owes somebody an amount out of a fund, as a decided payment does. */
function owe(amountMinor: bigint, from = fundId) {
  return books.run(async (tx) => {
    const accounts = await books.chart.accounts(tx, ['expense:services', 'payables'], 'EUR');
    return books.ledger.post(tx, {
      idempotencyKey: newId(),
      description: 'As decided',
      source: { kind: 'expense', id: newId() },
      postings: [
        ...(await books.funds.spendingPostings(tx, { fundId: from, amountMinor })),
        { accountId: accounts.require('expense:services'), amountMinor },
        { accountId: accounts.require('payables'), amountMinor: -amountMinor },
      ],
    });
  });
}

async function setFloor(floorMinor: bigint | null): Promise<void> {
  const [account] = await books.run((tx) =>
    books.ledger.accountsByCode(tx, ['unallocated'], 'EUR'),
  );
  await new SetAccountFloor(books.world.unitOfWork, books.ledger).execute(
    books.member('treasurer'),
    { accountId: account?.id ?? '', floorMinor },
  );
}

const inFund = async (key = 'hardware') => -(await books.balance(`fund:${key}`));

describe('what is set aside', () => {
  it('is there, to the last cent, and a refusal leaves nothing behind', async () => {
    await books.openingBalance(1_000n);
    const idempotencyKey = newId();
    await expect(books.allocate(fundId, 1_001n, { idempotencyKey })).rejects.toMatchObject({
      ...notCovered,
      path: ['amount'],
    });
    expect(await inFund()).toBe(0n);
    expect((await books.factsOf(fundId)).map(({ type }) => type)).toEqual(['treasury.FundCreated']);
    await books.allocate(fundId, 600n, { idempotencyKey });
    await expect(books.allocate(otherId, 401n)).rejects.toMatchObject(notCovered);
    await books.allocate(otherId, 400n);
    await expect(books.allocate(fundId, 1n)).rejects.toMatchObject(notCovered);
    // What was done before is answered as it was.
    expect(await books.allocate(fundId, 600n, { idempotencyKey })).toMatchObject({
      replayed: true,
    });
  });

  it('is no dues that were billed, and nothing that is owed', async () => {
    await move('dues-receivable', 'dues-income', 900n);
    await expect(books.allocate(fundId, 1n)).rejects.toMatchObject(notCovered);
    await move('bank', 'dues-receivable', 500n);
    await move('expense:services', 'payables', 200n);
    await expect(books.allocate(fundId, 301n)).rejects.toMatchObject(notCovered);
    await books.allocate(fundId, 300n);
  });

  it('is given out once when two take it at the same time, whoever they are', async () => {
    await books.openingBalance(1_000n);
    const byHand = { accountKey: 'unallocated', amountMinor: 600n };
    const attempts = await Promise.allSettled([
      books.allocate(fundId, 600n),
      books.allocate(otherId, 600n),
      books.recordJournalEntry.execute(books.member('treasurer'), {
        idempotencyKey: newId(),
        description: 'For who cannot pay',
        currency: 'EUR',
        lines: [byHand, { accountKey: 'solidarity', amountMinor: -600n }],
      }),
    ]);
    const refused = attempts.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const one of refused) expect(one).toMatchObject({ reason: notCovered });
    const put = -(await books.balance('solidarity'));
    expect((await inFund()) + (await inFund('trips')) + put).toBe(600n);
  });

  it('is as much as a floor lets that the co-operative gave itself, and no more', async () => {
    await setFloor(-700n);
    await books.allocate(fundId, 700n);
    await expect(books.allocate(otherId, 1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    // It lets an envelope be filled, and makes no money: nothing is promised, and no buffer held.
    await expect(owe(1n)).rejects.toMatchObject(notCovered);
    const buffer = { fundKey: 'hardware', atLeastMinor: '1', currency: 'EUR' };
    await expect(books.run((tx) => books.funds.requireBuffer(tx, buffer))).rejects.toMatchObject({
      code: 'BUFFER_NOT_HELD',
    });
    await setFloor(null);
    await expect(books.allocate(otherId, 1n)).rejects.toMatchObject(notCovered);
  });

  it('is brought and put by in one entry', async () => {
    await books.recordJournalEntry.execute(books.member('treasurer'), {
      idempotencyKey: newId(),
      description: 'Opening balance',
      currency: 'EUR',
      lines: [
        { accountKey: 'bank', amountMinor: 500n },
        { accountKey: 'solidarity', amountMinor: -500n },
      ],
    });
    await expect(books.allocate(fundId, 1n)).rejects.toMatchObject(notCovered);
    // Taken of it, set aside elsewhere, and put back by a counter-entry: once is enough.
    const { id: taken } = await books.recordJournalEntry.execute(books.member('treasurer'), {
      idempotencyKey: newId(),
      description: 'Not needed',
      currency: 'EUR',
      lines: [
        { accountKey: 'solidarity', amountMinor: 500n },
        { accountKey: 'unallocated', amountMinor: -500n },
      ],
    });
    await books.allocate(fundId, 500n);
    const reverse = () =>
      new ReverseJournalEntry(books.world.unitOfWork, books.ledger).execute(
        books.member('treasurer'),
        { transactionId: taken, idempotencyKey: newId(), reason: 'By mistake' },
      );
    await expect(reverse()).rejects.toMatchObject(notCovered);
    await books.allocate(fundId, -500n);
    await reverse();
    expect(await books.balance('solidarity')).toBe(-500n);
  });
});

describe('where more is set aside than there is', () => {
  beforeEach(async () => {
    await books.openingBalance(1_000n);
    await books.allocate(fundId, 600n);
    await books.allocate(otherId, 400n);
    // The bank took it: it happened, whatever was decided.
    await move('bank-fees', 'bank', 250n);
  });

  it('nothing more is, money flows back, and funds are closed', async () => {
    await expect(books.allocate(fundId, 1n)).rejects.toMatchObject(notCovered);
    await books.allocate(fundId, -100n);
    await expect(books.allocate(otherId, 1n)).rejects.toMatchObject(notCovered);
    await books.closeFund(otherId);
    await books.allocate(fundId, 250n);
    await expect(books.allocate(fundId, 1n)).rejects.toMatchObject(notCovered);
    expect(await inFund()).toBe(750n);
  });

  it('what may be missing from a fund is promised to nobody', async () => {
    await expect(owe(351n)).rejects.toMatchObject(notCovered);
    await expect(owe(601n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    const both = await Promise.allSettled([owe(200n), owe(200n)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await books.closeFund(otherId);
    await owe(400n);
    expect(await inFund()).toBe(0n);
  });

  it('a buffer holds what is there of it', async () => {
    const holds = (atLeastMinor: string) =>
      books.run((tx) =>
        books.funds.requireBuffer(tx, { fundKey: 'hardware', atLeastMinor, currency: 'EUR' }),
      );
    await expect(holds('351')).rejects.toMatchObject({ code: 'BUFFER_NOT_HELD' });
    await holds('350');
    // Who may not read the books is told what lies in the fund, which everybody reads.
    await books.world.unitOfWork.run(books.member(), (tx) =>
      books.funds.requireBuffer(tx, { fundKey: 'hardware', atLeastMinor: '600', currency: 'EUR' }),
    );
    // Nor is who opens a vote, whoever that is: members are told.
    const opening = { fundKey: 'hardware', asMembersRead: true } as const;
    const asked = { ...opening, atLeastMinor: '600', currency: 'EUR' };
    await books.run((tx) => books.funds.requireBuffer(tx, asked));
    await expect(
      books.run((tx) => books.funds.requireBuffer(tx, { ...asked, atLeastMinor: '601' })),
    ).rejects.toMatchObject({ code: 'BUFFER_NOT_HELD' });
    const { id } = await books.createFund({ key: 'full', limitMinor: 100n });
    await books.allocate(otherId, -400n);
    await books.allocate(id, 100n);
    await move('bank-fees', 'bank', 51n);
    await expect(
      books.run((tx) => books.funds.requireBuffer(tx, { fundKey: 'full' })),
    ).rejects.toMatchObject({ code: 'BUFFER_NOT_HELD' });
    await books.run((tx) =>
      books.funds.requireBuffer(tx, { fundKey: 'full', asMembersRead: true }),
    );
    await books.allocate(fundId, -100n);
    await holds('500');
  });

  it('is found by the query that a release is upgraded with', async () => {
    const page = new URL('../../../../docs/runbooks/upgrade.md', import.meta.url);
    const [, query = ''] = /```sql\n([^]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
    const short = async () =>
      (await books.world.asOwner<{ cooperative_id: string; free_minor: string }>(query))
        .filter((row) => row.cooperative_id === books.cooperativeId)
        .map(({ free_minor: free }) => free);
    expect(await short()).toEqual(['-250']);
    await books.allocate(fundId, -250n);
    expect(await short()).toEqual([]);
  });
});

it('waits by hand for the buffer that members’ rules ask of votes', async () => {
  await books.openingBalance(1_000n);
  const { id: bufferId } = await books.createFund({ key: 'buffer', limitMinor: 100n });
  books.buffers.asked = [{ fundKey: 'buffer' }];
  const idempotencyKey = newId();
  await expect(books.allocate(fundId, 5n, { idempotencyKey })).rejects.toMatchObject({
    code: 'BUFFER_NOT_HELD',
  });
  expect(await inFund()).toBe(0n);
  await books.allocate(bufferId, 100n);
  await books.allocate(fundId, 5n, { idempotencyKey });
  await books.allocate(bufferId, -1n);
  // What is given back is asked for none, and what was done before is answered as it was.
  await books.allocate(fundId, -1n);
  expect(await books.allocate(fundId, 5n, { idempotencyKey })).toMatchObject({ replayed: true });
});

it('keeps a fund from being made by hand as well, but the buffer itself', async () => {
  await books.openingBalance(1_000n);
  books.buffers.asked = [{ fundKey: 'common', atLeastMinor: '900', currency: 'EUR' }];
  const trips = { key: 'late-trips', name: 'Late trips' };
  const tooSoon = { code: 'BUFFER_NOT_HELD' };
  await expect(books.createFund(trips)).rejects.toMatchObject(tooSoon);
  const { id } = await books.createFund({ key: 'common', name: 'Common', limitMinor: null });
  await books.allocate(id, 899n);
  await expect(books.createFund(trips)).rejects.toMatchObject(tooSoon);
  await books.allocate(id, 1n);
  await books.createFund(trips);
});

it('goes by turns: two votes that hold each other’s fund do not wait for ever', async () => {
  await books.openingBalance(1_000n);
  await books.allocate(fundId, 100n);
  await books.allocate(otherId, 100n);
  const attempts = { first: 0, second: 0 };
  const into = (tx: Parameters<typeof books.funds.find>[0], id: string, key: string) =>
    books.funds.allocate(tx, {
      fundId: id,
      amountMinor: 1n,
      idempotencyKey: key,
      description: 'As decided',
    });
  let second: Promise<unknown> = Promise.resolve();
  await books.run(async (tx) => {
    attempts.first += 1;
    await books.funds.requireBuffer(tx, {
      fundKey: 'hardware',
      atLeastMinor: '1',
      currency: 'EUR',
    });
    if (attempts.first === 1) {
      second = books.run(async (other) => {
        attempts.second += 1;
        const asked = { fundKey: 'trips', atLeastMinor: '1', currency: 'EUR' };
        await books.funds.requireBuffer(other, asked);
        await into(other, fundId, 'the second');
      });
    }
    await untilSomebodyWaits();
    await into(tx, otherId, 'the first');
  });
  await second;
  expect(attempts).toEqual({ first: 1, second: 1 });
  expect([await inFund(), await inFund('trips')]).toEqual([101n, 101n]);
});

/** Asks the database until a transaction waits for a lock of another. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = `select from pg_locks l join pg_database d
      on d.oid = l.database or l.database is null
    where d.datname = current_database() and not l.granted limit 1`;
  while ((await books.world.asOwner(waiting)).length === 0);
}
