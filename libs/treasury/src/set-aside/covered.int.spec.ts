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
    await books.allocate(otherId, -250n);
    await holds('600');
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
