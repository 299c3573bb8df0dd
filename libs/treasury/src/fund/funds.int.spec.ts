import { anonymousActor, newId } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import type { PostInput, RecordedTransaction } from '@rochdale/ledger';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';
import { CloseFund } from './close-fund.js';
import { FundQueries } from './fund.queries.js';
import { fundStore } from './fund.store.js';
import { Funds } from './funds.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const queries = new FundQueries();
const inFund = async (key = 'hardware') => -(await books.balance(`fund:${key}`));
const listed = () => books.read(anonymousActor(books.cooperativeId), (tx) => queries.all(tx));

describe('a fund that is opened', () => {
  it('is what was asked for, and everybody is told', async () => {
    const fund = await books.createFund({ limitMinor: 500n });
    expect(fund).toMatchObject({
      key: 'hardware',
      name: 'Hardware',
      purpose: 'New disks',
      currency: 'EUR',
      limitMinor: 500n,
      openedAt: books.world.clock.now(),
      closedAt: null,
    });
    expect(await books.run((tx) => books.funds.find(tx, fund.id))).toEqual(fund);
    const data = { fundId: fund.id, key: 'hardware', currency: 'EUR', limitMinor: '500' };
    expect(await books.factsOf(fund.id)).toEqual([{ type: 'treasury.FundCreated', data }]);
  });

  it('has no limit where none is said', async () => {
    await books.openingBalance(10n ** 12n);
    const { limitMinor, ...fund } = await books.createFund({ limitMinor: null });
    expect(limitMinor).toBeNull();
    await books.allocate(fund.id, 10n ** 12n);
    expect(await inFund()).toBe(10n ** 12n);
    const [created] = await books.factsOf(fund.id);
    expect(created?.data).toMatchObject({ limitMinor: null });
  });

  it('is checked before anything is written', async () => {
    const attempts = [
      [{ key: 'Hard' }, 'INVALID_FUND'],
      [{ limitMinor: 0n }, 'INVALID_FUND'],
      [{ currency: 'euro' }, 'INVALID_CURRENCY'],
    ] as const;
    for (const [changes, code] of attempts) {
      await expect(books.createFund(changes)).rejects.toMatchObject({ code });
    }
    expect(await listed()).toEqual([]);
    expect(await books.run((tx) => books.ledger.accountsByCode(tx, ['fund:Hard'], 'EUR'))).toEqual(
      [],
    );
  });

  it('takes its key for good, in every currency, and once when two ask', async () => {
    const results = await Promise.allSettled([books.createFund(), books.createFund()]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(books.createFund({ currency: 'USD' })).rejects.toMatchObject({
      code: 'FUND_KEY_TAKEN',
    });
    const [fund] = await listed();
    await books.closeFund(fund?.id ?? '');
    await expect(books.createFund()).rejects.toMatchObject({ code: 'FUND_KEY_TAKEN' });
  });
});

describe('money that is set aside', () => {
  it('comes from what is not, and everybody is told how much', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    const { id: transactionId } = await books.allocate(id, 300n);
    await books.allocate(id, -100n);
    expect(await inFund()).toBe(200n);
    expect(await books.balance('unallocated')).toBe(200n);
    const [, first, second] = await books.factsOf(id);
    expect(first).toEqual({
      type: 'treasury.FundAllocated',
      data: { fundId: id, amountMinor: '300', transactionId },
    });
    expect(second?.data).toMatchObject({ amountMinor: '-100' });
    const source = await books.run((tx) => books.ledger.sourceOf(tx, transactionId));
    expect(source).toEqual({ kind: 'fund', id });
  });

  it('names the decision behind it where there is one', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    const source = { kind: 'proposal', id: newId() };
    const { id: transactionId } = await books.allocate(id, 300n, { source });
    expect(await books.run((tx) => books.ledger.sourceOf(tx, transactionId))).toEqual(source);
  });

  it('is never given back from an empty fund, nor is nothing', async () => {
    const { id } = await books.createFund();
    await expect(books.allocate(id, -1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await expect(books.allocate(id, 0n)).rejects.toMatchObject({ code: 'ZERO_POSTING' });
    expect(await books.factsOf(id)).toHaveLength(1);
  });

  it('is refused past the limit with nothing posted: the key is free again', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    const idempotencyKey = newId();
    await expect(books.allocate(id, 1_001n, { idempotencyKey })).rejects.toMatchObject({
      code: 'FUND_LIMIT_REACHED',
      details: { data: { limitMinor: '1000', inFundMinor: '0' } },
    });
    expect(await inFund()).toBe(0n);
    expect(await books.allocate(id, 1_000n, { idempotencyKey })).toMatchObject({ replayed: false });
  });

  it('is in the currency of the fund', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await expect(books.allocate(id, 1n, { currency: 'USD' })).rejects.toMatchObject({
      code: 'INVALID_FUND',
      path: ['amount'],
    });
    await books.allocate(id, 1n, { currency: 'EUR' });
  });

  it('is set aside once under one key, whatever became of the fund since', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    const idempotencyKey = newId();
    const first = await books.allocate(id, 900n, { idempotencyKey });
    await books.allocate(id, 100n);
    expect(await books.allocate(id, 900n, { idempotencyKey })).toEqual({
      ...first,
      replayed: true,
    });
    await books.closeFund(id);
    expect(await books.allocate(id, 900n, { idempotencyKey })).toMatchObject({ replayed: true });
    await expect(books.allocate(id, 899n, { idempotencyKey })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const allocated = (await books.factsOf(id)).filter(({ type }) => type.endsWith('Allocated'));
    expect(allocated.map(({ data }) => data)).toMatchObject([
      { amountMinor: '900' },
      { amountMinor: '100' },
      { amountMinor: '-1000' },
    ]);
  });
});

/** Records that money of a fund was spent from the bank. */
function spend(fundId: string, amountMinor: bigint): Promise<RecordedTransaction> {
  return books.run(async (tx) => {
    const accounts = await books.chart.accounts(tx, ['bank', 'expense:hardware'], 'EUR');
    return books.ledger.post(tx, {
      idempotencyKey: newId(),
      description: 'Disks',
      source: { kind: 'expense', id: newId() },
      postings: [
        { accountId: accounts.require('expense:hardware'), amountMinor },
        { accountId: accounts.require('bank'), amountMinor: -amountMinor },
        ...(await books.funds.spendingPostings(tx, { fundId, amountMinor })),
      ],
    });
  });
}

describe('money that is spent from a fund', () => {
  it('leaves the envelope, to the last cent and no further', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await books.allocate(id, 500n);
    await spend(id, 500n);
    expect([await inFund(), await books.balance('unallocated')]).toEqual([0n, 0n]);
    expect(await books.balance('bank')).toBe(4_500n);
    await expect(spend(id, 1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });

  it('makes room for as much again', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await books.allocate(id, 1_000n);
    await spend(id, 400n);
    await expect(books.allocate(id, 401n)).rejects.toMatchObject({ code: 'FUND_LIMIT_REACHED' });
    await books.allocate(id, 400n);
    expect(await inFund()).toBe(1_000n);
  });

  it('is not taken from a fund that is closed', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await books.closeFund(id);
    await expect(spend(id, 1n)).rejects.toMatchObject({ code: 'FUND_IS_CLOSED' });
    await expect(spend(newId(), 1n)).rejects.toMatchObject({ code: 'FUND_NOT_FOUND' });
  });

  it('and a closing at the same moment: what was in it goes one way only', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await books.allocate(id, 500n);
    await Promise.allSettled([spend(id, 500n), books.closeFund(id)]);
    const spent = await books.balance('expense:hardware');
    expect([0n, 500n]).toContain(spent);
    expect(await inFund()).toBe(0n);
    expect(await books.balance('unallocated')).toBe(0n);
  });
});

describe('closing a fund', () => {
  it('happens once when two do it at once, and gives back once', async () => {
    await books.openingBalance(5_000n);
    const { id } = await books.createFund();
    await books.allocate(id, 300n);
    const closed = await Promise.all([books.closeFund(id), books.closeFund(id)]);
    expect(new Set(closed.map(({ closedAt }) => closedAt?.getTime())).size).toBe(1);
    expect([await inFund(), await books.balance('unallocated')]).toEqual([0n, 0n]);
    const told = (await books.factsOf(id)).filter(({ type }) => type === 'treasury.FundClosed');
    expect(told).toEqual([
      { type: 'treasury.FundClosed', data: { fundId: id, returnedMinor: '300' } },
    ]);
  });

  it('of an empty one posts nothing', async () => {
    const { id } = await books.createFund();
    await books.closeFund(id);
    const types = (await books.factsOf(id)).map(({ type }) => type);
    expect(types).toEqual(['treasury.FundCreated', 'treasury.FundClosed']);
    const posted = 'select 1 from ledger.transactions where cooperative_id = $1';
    expect(await books.world.asOwner(posted, [books.cooperativeId])).toEqual([]);
  });

  it('waits until nothing of it is held', async () => {
    await books.openingBalance(5_000n);
    const { id, accountId } = await books.createFund();
    await books.allocate(id, 300n);
    const input = { accountId, amountMinor: 1n, idempotencyKey: newId() };
    const { id: holdId } = await books.run((tx) =>
      books.ledger.hold(tx, { ...input, source: { kind: 'payout', id: newId() } }),
    );
    await expect(books.closeFund(id)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    expect(await listed()).toMatchObject([{ id, closedAt: null }]);
    await books.run((tx) => books.ledger.voidHold(tx, { holdId }));
    await books.closeFund(id);
    expect(await inFund()).toBe(0n);
  });

  it('asserts that it closed what it locked, and undoes everything when it did not', async () => {
    await books.openingBalance(5_000n);
    /** Books that close the fund while its money is given back: what nobody else can do. */
    class HastyLedger extends Ledger {
      override async post(tx: Tx, input: PostInput): Promise<RecordedTransaction> {
        await fundStore.close(tx, input.source.id);
        return super.post(tx, input);
      }
    }
    const { id } = await books.createFund();
    await books.allocate(id, 300n);
    const hasty = new Funds(new HastyLedger(), books.chart);
    await expect(books.closeFund(id, hasty)).rejects.toThrow(
      'a locked fund that is open is closed',
    );
    expect(await listed()).toMatchObject([{ id, closedAt: null }]);
    expect(await inFund()).toBe(300n);
  });
});

describe('the list of funds', () => {
  it('has open ones first, each by its key, and says when the others were closed', async () => {
    for (const key of ['trips', 'books', 'attic']) await books.createFund({ key });
    const [, , trips] = await listed();
    const attic = (await listed()).find(({ key }) => key === 'attic');
    await books.closeFund(attic?.id ?? '');
    expect((await listed()).map(({ key }) => key)).toEqual(['books', 'trips', 'attic']);
    const some = await books.run((tx) => queries.byIds(tx, [trips?.id ?? '', newId()]));
    expect(some.map(({ key }) => key)).toEqual(['trips']);
  });
});

describe('another co-operative', () => {
  it('has funds of its own under the same keys, and reaches none of these', async () => {
    await books.openingBalance(5_000n);
    const { id, accountId } = await books.createFund();
    await books.allocate(id, 300n);
    const here = books.cooperativeId;
    books.startCooperative();
    const foreign = { code: 'FUND_NOT_FOUND' };
    await expect(books.allocate(id, 1n)).rejects.toMatchObject(foreign);
    await expect(books.closeFund(id)).rejects.toMatchObject(foreign);
    await expect(spend(id, 1n)).rejects.toMatchObject(foreign);
    await expect(books.run((tx) => books.funds.find(tx, id))).rejects.toMatchObject(foreign);
    expect(await books.run((tx) => fundStore.close(tx, id))).toBe(false);
    expect(await books.run((tx) => queries.byIds(tx, [id]))).toEqual([]);
    expect(await listed()).toEqual([]);
    const own = await books.createFund();
    expect(own.accountId).not.toBe(accountId);
    books.cooperativeId = here;
    expect(await inFund()).toBe(300n);
  });
});

describe('whoever is no treasurer', () => {
  it.each(['secretary', 'auditor', 'administrator'] as const)('such as a %s', async (role) => {
    const { id } = await books.createFund();
    const { unitOfWork } = books.world;
    const actor = books.member(role);
    const refused = { code: 'FORBIDDEN' };
    await expect(books.createFund({ key: 'mine' }, actor)).rejects.toMatchObject(refused);
    const input = { fundId: id, amountMinor: 1n, idempotencyKey: newId(), description: 'x' };
    const allocate = books.allocateToFund.execute(actor, input);
    await expect(allocate).rejects.toMatchObject(refused);
    const close = new CloseFund(unitOfWork, books.funds).execute(actor, { fundId: id });
    await expect(close).rejects.toMatchObject(refused);
    expect(await listed()).toMatchObject([{ id, closedAt: null }]);
  });
});
