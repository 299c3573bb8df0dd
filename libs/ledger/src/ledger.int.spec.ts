import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import { BooksWorld } from './testing/books-world.js';
import type { PostInput } from './transaction/transaction.js';

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

/** What the bank says of its own account. */
const ofBank = (line: string) => ({
  outsideFact: `bank-line:${line}`,
  outsideAccountId: books.bank,
});

describe('opening an account', () => {
  it('gives back the account of that code and currency, with its own name and floor', async () => {
    const again = await books.run((tx) =>
      books.ledger.openAccount(tx, {
        name: 'x',
        currency: 'EUR',
        code: 'bank',
        kind: 'asset',
        floorMinor: -500n,
      }),
    );
    expect(again).toMatchObject({ id: books.bank, floorMinor: 0n });
  });

  it('refuses the code of an account of another kind', async () => {
    const clash = books.run((tx) =>
      books.ledger.openAccount(tx, { name: 'x', currency: 'EUR', code: 'bank', kind: 'liability' }),
    );
    await expect(clash).rejects.toMatchObject({ code: 'ACCOUNT_CODE_TAKEN' });
  });

  it('opens it once when eight ask at the same time', async () => {
    const opened = await Promise.all(
      Array.from({ length: 8 }, () =>
        books.run((tx) =>
          books.ledger.openAccount(tx, {
            name: 'x',
            currency: 'EUR',
            code: 'payables',
            kind: 'liability',
          }),
        ),
      ),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  });
});

describe('posting', () => {
  it('moves the balances and announces it once', async () => {
    const transaction = await books.post(books.entry(1250n));
    expect(transaction).toMatchObject({
      replayed: false,
      effectiveAt: new Date('2026-03-02T09:00:00Z'),
      recordedAt: new Date('2026-03-02T09:00:00Z'),
    });
    expect((await books.account(books.bank)).balanceMinor).toBe(1250n);
    expect((await books.account(books.dues)).balanceMinor).toBe(-1250n);
    expect(await books.factTypes()).toEqual(['ledger.TransactionPosted']);
  });

  it('holds amounts that no double could: 2^63 - 1 minor units', async () => {
    const most = 2n ** 63n - 1n;
    await books.post(books.entry(most));
    expect((await books.account(books.bank)).balanceMinor).toBe(most);
    await expect(books.post(books.entry(1n))).rejects.toMatchObject({
      code: 'AMOUNT_OUT_OF_RANGE',
    });
    expect((await books.account(books.bank)).balanceMinor).toBe(most);
  });

  it('answers a repeated key with the first transaction, though the clock has moved', async () => {
    const input = books.entry(100n);
    const first = await books.post(input);
    books.world.clock.advance({ days: 3 });
    expect(await books.post(input)).toEqual({ ...first, replayed: true });
    expect((await books.account(books.bank)).balanceMinor).toBe(100n);
    expect(await books.factTypes()).toHaveLength(1);
  });

  it.each<[string, Partial<PostInput>]>([
    ['description', { description: 'Another thing' }],
    ['effective time', { effectiveAt: new Date('2026-02-01T00:00:00Z') }],
    ['source', { source: { kind: 'invoice', id: '2' } }],
    ['outside fact', { outsideFact: 'bank-line:1' }],
  ])('refuses a repeated key with another %s', async (_what, change) => {
    const input = books.entry(100n);
    await books.post(input);
    const reused = books.post({ ...input, ...change });
    await expect(reused).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('refuses a repeated key with another amount, and with the sides exchanged', async () => {
    const input = books.entry(100n);
    await books.post(input);
    for (const postings of [books.entry(101n).postings, input.postings.toReversed()]) {
      await expect(books.post({ ...input, postings })).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    }
  });

  it('lets two co-operatives use the same key', async () => {
    const input = books.entry(100n);
    await books.post(input);
    books.cooperativeId = newId();
    const other = await books.run(async (tx) => {
      const a = await books.ledger.openAccount(tx, {
        name: 'x',
        currency: 'EUR',
        code: 'bank',
        kind: 'asset',
      });
      const b = await books.ledger.openAccount(tx, {
        name: 'x',
        currency: 'EUR',
        code: 'dues-income',
        kind: 'income',
      });
      return books.ledger.post(tx, {
        ...input,
        postings: [
          { accountId: a.id, amountMinor: 7n },
          { accountId: b.id, amountMinor: -7n },
        ],
      });
    });
    expect(other.replayed).toBe(false);
  });

  it('records an outside fact once, under whatever key', async () => {
    await books.post(books.entry(100n, { outsideFact: 'bank-line:7' }));
    const again = books.post(books.entry(100n, { outsideFact: 'bank-line:7' }));
    await expect(again).rejects.toMatchObject({ code: 'OUTSIDE_FACT_POSTED' });
    expect((await books.account(books.bank)).balanceMinor).toBe(100n);
  });

  it('refuses to go below a floor, and changes nothing', async () => {
    await books.post(books.entry(100n));
    await expect(books.post(books.entry(-101n))).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await books.post(books.entry(-100n));
    expect((await books.account(books.bank)).balanceMinor).toBe(0n);
  });

  it('books what an outside fact took below the floor, and nothing else there', async () => {
    const left = async () => (await books.account(books.bank)).balanceMinor;
    const refused = { code: 'FLOOR_BREACHED' };
    await books.post(books.entry(3n));
    await books.post(books.entry(-5n, ofBank('fee')));
    expect(await left()).toBe(-2n);
    await expect(books.post(books.entry(-1n))).rejects.toMatchObject(refused);
    await expect(books.hold(1n)).rejects.toMatchObject(refused);
    await books.post(books.entry(1n));
    await expect(books.post(books.entry(-1n))).rejects.toMatchObject(refused);
    await books.post(books.entry(-4n, ofBank('fee-2')));
    expect(await left()).toBe(-5n);
    await books.post(books.entry(7n));
    await books.post(books.entry(-2n));
    await expect(books.post(books.entry(-1n))).rejects.toMatchObject(refused);
  });

  it('keeps nothing in mind of what an outside fact took where there was no floor', async () => {
    await books.run((tx) => books.ledger.setFloor(tx, books.bank, null));
    await books.post(books.entry(-5n, ofBank('old')));
    const set = (floorMinor: bigint) =>
      books.run((tx) => books.ledger.setFloor(tx, books.bank, floorMinor));
    await expect(set(0n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await set(-5n);
    await expect(books.post(books.entry(-1n))).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });

  it('keeps the floor of what is no asset, whatever happened outside', async () => {
    const floored = { code: 'solidarity', kind: 'equity', floorMinor: 0n } as const;
    const { id } = await books.openAccount(floored);
    const spent = {
      ...ofBank('gift'),
      postings: [
        { accountId: books.bank, amountMinor: -5n },
        { accountId: id, amountMinor: 5n },
      ],
    };
    await expect(books.post(books.entry(1n, spent))).rejects.toMatchObject({
      code: 'FLOOR_BREACHED',
    });
  });

  it('keeps the floor of every other asset, such as one that explains what came in', async () => {
    const { id: cash } = await books.openAccount({ code: 'cash', kind: 'asset', floorMinor: 0n });
    const paidIn = {
      ...ofBank('cash-paid-in'),
      postings: [
        { accountId: books.bank, amountMinor: 500n },
        { accountId: cash, amountMinor: -500n },
      ],
    };
    await expect(books.post(books.entry(1n, paidIn))).rejects.toMatchObject({
      code: 'FLOOR_BREACHED',
    });
    expect((await books.account(cash)).balanceMinor).toBe(0n);
  });

  it('keeps the floor of an outside fact that is of no account named', async () => {
    const unnamed = books.entry(-1n, { outsideFact: 'provider:1' });
    await expect(books.post(unnamed)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });

  it('asks the floor of the whole transaction, not of each posting', async () => {
    await books.post(
      books.entry(0n, {
        postings: [
          { accountId: books.bank, amountMinor: -100n },
          { accountId: books.bank, amountMinor: 150n },
          { accountId: books.dues, amountMinor: -50n },
        ],
      }),
    );
    expect((await books.account(books.bank)).balanceMinor).toBe(50n);
  });

  it('does not find an account that is unknown or another co-operative’s', async () => {
    const foreign = books.entry(100n);
    await expect(
      books.post(
        books.entry(1n, {
          postings: [
            { accountId: newId(), amountMinor: 1n },
            { accountId: books.dues, amountMinor: -1n },
          ],
        }),
      ),
    ).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_NOT_FOUND' });
    books.cooperativeId = newId();
    await expect(books.post(foreign)).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_NOT_FOUND' });
  });

  it('refuses a day whose books are closed, but still answers a known key', async () => {
    const march = books.entry(100n, { effectiveAt: new Date('2026-02-20T00:00:00Z') });
    await books.post(march);
    await books.run((tx) =>
      books.ledger.closeBooks(tx, { before: new Date('2026-03-01T00:00:00Z') }),
    );
    const late = books.entry(100n, { effectiveAt: new Date('2026-02-28T23:59:59.999Z') });
    await expect(books.post(late)).rejects.toMatchObject({
      code: 'BOOKS_CLOSED',
      kind: 'conflict',
    });
    expect(await books.post(march)).toMatchObject({ replayed: true });
    const first = books.entry(100n, { effectiveAt: new Date('2026-03-01T00:00:00Z') });
    expect(await books.post(first)).toMatchObject({ replayed: false });
  });

  it('records now what is only found after the closing, where that is asked for', async () => {
    const late = {
      effectiveAt: new Date('2026-02-20T00:00:00Z'),
      ifClosed: 'record-now',
      outsideFact: 'bank-line:9',
    } as const;
    const early = books.entry(5n, { ...late, outsideFact: 'bank-line:8' });
    const inTime = await books.post(early);
    expect(inTime.effectiveAt).toEqual(late.effectiveAt);
    await books.run((tx) =>
      books.ledger.closeBooks(tx, { before: new Date('2026-03-01T00:00:00Z') }),
    );
    const input = books.entry(5n, late);
    const recorded = await books.post(input);
    expect(recorded.effectiveAt).toEqual(new Date('2026-03-02T09:00:00Z'));
    books.world.clock.advance({ days: 1 });
    expect(await books.post(input)).toEqual({ ...recorded, replayed: true });
    expect(await books.post(early)).toEqual({ ...inTime, replayed: true });
  });

  it('refuses a day to come, and takes any hour of today, in UTC', async () => {
    const tonight = books.entry(5n, { effectiveAt: new Date('2026-03-02T23:59:59.999Z') });
    expect((await books.post(tonight)).effectiveAt).toEqual(tonight.effectiveAt);
    const tomorrow = books.entry(5n, { effectiveAt: new Date('2026-03-03T00:00:00Z') });
    await expect(books.post(tomorrow)).rejects.toMatchObject({
      code: 'TRANSACTION_AHEAD',
      kind: 'invalid',
      path: ['effectiveAt'],
      details: { data: { today: '2026-03-02' } },
    });
    expect((await books.account(books.bank)).balanceMinor).toBe(5n);
    books.world.clock.advance({ days: 1 });
    expect((await books.post(tomorrow)).effectiveAt).toEqual(tomorrow.effectiveAt);
  });

  it('records now what is found before its day, as long as that has not come', async () => {
    const monday = {
      effectiveAt: new Date('2026-03-09T12:00:00Z'),
      ifClosed: 'record-now',
    } as const;
    const input = books.entry(5n, { ...monday, outsideFact: 'bank-line:10' });
    const found = await books.post(input);
    expect(found.effectiveAt).toEqual(new Date('2026-03-02T09:00:00Z'));
    books.world.clock.advance({ days: 7 });
    expect(await books.post(input)).toEqual({ ...found, replayed: true });
    const then = await books.post(books.entry(5n, monday));
    expect(then.effectiveAt).toEqual(monday.effectiveAt);
  });
});

describe('reversing', () => {
  const reverse = (transactionId: string, idempotencyKey = newId()) =>
    books.run((tx) =>
      books.ledger.reverse(tx, { transactionId, idempotencyKey, reason: 'Wrong member' }),
    );

  it('brings the balances back, once', async () => {
    const { id } = await books.post(books.entry(100n));
    const key = newId();
    const reversal = await reverse(id, key);
    expect((await books.account(books.bank)).balanceMinor).toBe(0n);
    expect(await reverse(id, key)).toEqual({ ...reversal, replayed: true });
    await expect(reverse(id)).rejects.toMatchObject({ code: 'ALREADY_REVERSED' });
    await expect(reverse(reversal.id)).rejects.toMatchObject({ code: 'REVERSAL_OF_REVERSAL' });
    await expect(reverse(newId())).rejects.toMatchObject({ code: 'TRANSACTION_NOT_FOUND' });
  });

  it('is refused where the money is gone', async () => {
    const { id } = await books.post(books.entry(100n));
    await books.post(books.entry(-60n));
    await expect(reverse(id)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });

  it('of an outside fact goes below the floor of the account it is of alone', async () => {
    await books.post(books.entry(-50n, ofBank('fee')));
    const { id } = await books.post(books.entry(30n, ofBank('in')));
    await reverse(id);
    expect((await books.account(books.bank)).balanceMinor).toBe(-50n);
    const { id: cash } = await books.openAccount({ code: 'cash', kind: 'asset', floorMinor: 0n });
    const withdrawn = await books.post(
      books.entry(0n, {
        ...ofBank('withdrawn'),
        postings: [
          { accountId: books.bank, amountMinor: -20n },
          { accountId: cash, amountMinor: 20n },
        ],
      }),
    );
    const spent = [
      { accountId: cash, amountMinor: -20n },
      { accountId: books.dues, amountMinor: 20n },
    ];
    await books.post(books.entry(0n, { postings: spent }));
    await expect(reverse(withdrawn.id)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });

  it('goes below for the account that it names, where the fact did not keep its own', async () => {
    const { id } = await books.post(books.entry(30n, { outsideFact: 'bank-line:before' }));
    const decided = await books.post(books.entry(10n));
    await books.post(books.entry(-40n));
    const naming = (transactionId: string) =>
      books.run((tx) =>
        books.ledger.reverse(tx, {
          transactionId,
          idempotencyKey: newId(),
          reason: 'Wrong member',
          outsideAccountId: books.bank,
        }),
      );
    await expect(naming(decided.id)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await naming(id);
    expect((await books.account(books.bank)).balanceMinor).toBe(-30n);
  });

  it('takes effect today when the original’s period is closed', async () => {
    const { id } = await books.post(
      books.entry(100n, { effectiveAt: new Date('2026-02-20T00:00:00Z') }),
    );
    await books.run((tx) =>
      books.ledger.closeBooks(tx, { before: new Date('2026-03-01T00:00:00Z') }),
    );
    expect((await reverse(id)).effectiveAt).toEqual(new Date('2026-03-02T09:00:00Z'));
  });

  it('is never before what it takes back', async () => {
    const tonight = new Date('2026-03-02T18:00:00Z');
    const { id } = await books.post(books.entry(100n, { effectiveAt: tonight }));
    expect((await reverse(id)).effectiveAt).toEqual(tonight);
    const { id: other } = await books.post(books.entry(100n, { effectiveAt: tonight }));
    books.world.clock.set(new Date('2026-03-02T19:00:00Z'));
    expect((await reverse(other)).effectiveAt).toEqual(new Date('2026-03-02T19:00:00Z'));
  });

  it('does not set the outside fact free', async () => {
    const { id } = await books.post(books.entry(100n, { outsideFact: 'bank-line:7' }));
    await reverse(id);
    const again = books.post(books.entry(100n, { outsideFact: 'bank-line:7' }));
    await expect(again).rejects.toMatchObject({ code: 'OUTSIDE_FACT_POSTED' });
  });
});

describe('exchanging', () => {
  const exchange = async (more: object = {}) => {
    const ids = await books.run(async (tx) => {
      const dollars = { currency: 'USD', name: 'x' };
      return {
        eur: await books.ledger.openAccount(tx, {
          name: 'x',
          currency: 'EUR',
          code: 'clearing:EUR',
          kind: 'equity',
        }),
        usd: await books.ledger.openAccount(tx, {
          ...dollars,
          code: 'clearing:USD',
          kind: 'equity',
        }),
        bank: await books.ledger.openAccount(tx, { ...dollars, code: 'bank', kind: 'asset' }),
      };
    });
    return {
      idempotencyKey: newId(),
      description: 'Dollars for hosting',
      source: { kind: 'journal', id: '1' },
      rate: '1.0842',
      rateSource: 'bank statement',
      sold: {
        accountId: books.bank,
        clearingAccountId: ids.eur.id,
        amountMinor: 10_000n,
        currency: 'EUR',
      },
      bought: {
        accountId: ids.bank.id,
        clearingAccountId: ids.usd.id,
        amountMinor: 10_842n,
        currency: 'USD',
      },
      ...more,
    };
  };

  it('goes through the clearing pair and records the rate', async () => {
    await books.post(books.entry(20_000n));
    const input = await exchange();
    const { id } = await books.run((tx) => books.ledger.exchange(tx, input));
    const balances = await books.run((tx) =>
      books.ledger.accounts(tx, [books.bank, input.bought.accountId, input.sold.clearingAccountId]),
    );
    const balanceOf = new Map(balances.map((account) => [account.id, account.balanceMinor]));
    expect(balanceOf.get(books.bank)).toBe(10_000n);
    expect(balanceOf.get(input.sold.clearingAccountId)).toBe(10_000n);
    expect(balanceOf.get(input.bought.accountId)).toBe(10_842n);
    const rates = await books.world.asOwner(
      'select rate from ledger.exchanges where transaction_id = $1',
      [id],
    );
    expect(rates).toEqual([{ rate: '1.0842' }]);
    expect(await books.run((tx) => books.ledger.exchange(tx, input))).toMatchObject({
      id,
      replayed: true,
    });
    const reversal = await books.run((tx) =>
      books.ledger.reverse(tx, { transactionId: id, idempotencyKey: newId(), reason: 'not ours' }),
    );
    expect(reversal.replayed).toBe(false);
  });

  it('refuses accounts of other currencies than it says', async () => {
    await books.post(books.entry(20_000n));
    const input = await exchange();
    const wrong = { ...input, bought: { ...input.bought, currency: 'GBP' } };
    await expect(books.run((tx) => books.ledger.exchange(tx, wrong))).rejects.toMatchObject({
      code: 'INVALID_EXCHANGE',
    });
  });

  it('is the only way for two currencies to meet', async () => {
    await books.post(books.entry(20_000n));
    const { sold, bought } = await exchange();
    const mixed = books.post(
      books.entry(1n, {
        postings: [
          { accountId: sold.accountId, amountMinor: -1n },
          { accountId: sold.clearingAccountId, amountMinor: 1n },
          { accountId: bought.accountId, amountMinor: 1n },
          { accountId: bought.clearingAccountId, amountMinor: -1n },
        ],
      }),
    );
    await expect(mixed).rejects.toMatchObject({ code: 'MIXED_CURRENCIES' });
  });
});
