import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymousActor, newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { TransactionQueries } from '@rochdale/ledger';
import { SetAccountFloor } from './chart/set-account-floor.js';
import { CloseFund } from './fund/close-fund.js';
import { CreateFund } from './fund/create-fund.js';
import type { Fund } from './fund/fund.js';
import { FundQueries } from './fund/fund.queries.js';
import { treasuryInvariants } from './treasury.invariants.js';
import { ReverseJournalEntry } from './journal/reverse-journal-entry.js';
import { PeriodQueries } from './period/period.queries.js';
import { TreasuryWorld } from './testing/treasury-world.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

describe('the chart', () => {
  it('opens an account on first use, exactly once when eight ask at the same time', async () => {
    const keys = ['dues-income', 'bank', 'expense:hosting'] as const;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        books.run((tx) =>
          books.chart.accounts(tx, index % 2 === 0 ? keys : keys.toReversed(), 'EUR'),
        ),
      ),
    );
    const ids = new Set(answers.map((answer) => keys.map((key) => answer.require(key)).join()));
    expect(ids.size).toBe(1);
    const rows = await books.world.asOwner(
      'select code, kind, floor_minor from ledger.accounts where cooperative_id = $1 order by code',
      [books.cooperativeId],
    );
    expect(rows).toEqual([
      { code: 'bank', kind: 'asset', floor_minor: '0' },
      { code: 'dues-income', kind: 'income', floor_minor: null },
      { code: 'expense:hosting', kind: 'expense', floor_minor: null },
    ]);
  });

  it('keeps currencies apart', async () => {
    const [eur, usd] = await books.run(async (tx) => [
      await books.chart.account(tx, 'bank', 'EUR'),
      await books.chart.account(tx, 'bank', 'USD'),
    ]);
    expect(eur).not.toBe(usd);
  });
});

describe('the journal', () => {
  it('records an entry and takes it back, once', async () => {
    const id = await books.openingBalance(5_000n);
    expect(await books.balance('bank')).toBe(5_000n);
    const reverse = new ReverseJournalEntry(books.world.unitOfWork, books.ledger);
    const input = { transactionId: id, idempotencyKey: newId(), reason: 'A zero too many' };
    const actor = books.member('treasurer');
    const first = await reverse.execute(actor, input);
    expect(await reverse.execute(actor, input)).toEqual({ ...first, replayed: true });
    expect(await books.balance('bank')).toBe(0n);
  });

  it('does not take back what another room recorded', async () => {
    const { id } = await books.run(async (tx) =>
      books.ledger.post(tx, {
        idempotencyKey: newId(),
        description: 'Dues',
        source: { kind: 'invoice', id: '1' },
        postings: [
          { accountId: await books.chart.account(tx, 'bank', 'EUR'), amountMinor: 1n },
          { accountId: await books.chart.account(tx, 'dues-income', 'EUR'), amountMinor: -1n },
        ],
      }),
    );
    const reverse = new ReverseJournalEntry(books.world.unitOfWork, books.ledger);
    const attempt = reverse.execute(books.member('treasurer'), {
      transactionId: id,
      idempotencyKey: newId(),
      reason: 'no',
    });
    await expect(attempt).rejects.toMatchObject({ code: 'JOURNAL_ENTRY_EXPECTED' });
  });

  it('is kept by the treasurer, in accounts of the chart', async () => {
    const entry = (accountKey: string) => ({
      idempotencyKey: newId(),
      description: 'x',
      currency: 'EUR',
      lines: [
        { accountKey, amountMinor: 1n },
        { accountKey: 'suspense', amountMinor: -1n },
      ],
    });
    const byMember = books.recordJournalEntry.execute(books.member(), entry('bank'));
    await expect(byMember).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const unknown = books.recordJournalEntry.execute(books.member('treasurer'), entry('pocket'));
    await expect(unknown).rejects.toMatchObject({
      code: 'INVALID_CHART_KEY',
      path: ['lines', '0', 'accountKey'],
    });
  });

  it('refuses what does not balance, moves nothing or is in no currency', async () => {
    const entry = (currency: string, ...amounts: readonly bigint[]) =>
      books.recordJournalEntry.execute(books.system, {
        idempotencyKey: newId(),
        description: 'x',
        currency,
        lines: amounts.map((amountMinor, nth) => ({
          accountKey: ['bank', 'suspense', 'bank-fees'][nth] ?? 'bank',
          amountMinor,
        })),
      });
    await expect(entry('EUR', 2n, -1n)).rejects.toMatchObject({ code: 'UNBALANCED_POSTINGS' });
    await expect(entry('EUR', 1n, -1n, 0n)).rejects.toMatchObject({ code: 'ZERO_POSTING' });
    await expect(entry('EUR', 1n)).rejects.toMatchObject({ code: 'TOO_FEW_POSTINGS' });
    await expect(entry('eur', 1n, -1n)).rejects.toMatchObject({ code: 'INVALID_CURRENCY' });
    expect(await books.balance('bank')).toBe(0n);
  });

  it('takes an entry back once, whoever asks with whichever key', async () => {
    const transactionId = await books.openingBalance(5_000n);
    const reverse = new ReverseJournalEntry(books.world.unitOfWork, books.ledger);
    const attempts = await Promise.allSettled(
      [1, 2].map(() =>
        reverse.execute(books.member('treasurer'), {
          transactionId,
          idempotencyKey: newId(),
          reason: 'Twice',
        }),
      ),
    );
    expect(attempts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(attempts).toContainEqual(
      expect.objectContaining({
        reason: expect.objectContaining({ code: 'ALREADY_REVERSED' }) as Error,
      }),
    );
    expect(await books.balance('bank')).toBe(0n);
  });

  it('does not reach into another co-operative', async () => {
    const transactionId = await books.openingBalance(5_000n);
    books.startCooperative();
    const reverse = new ReverseJournalEntry(books.world.unitOfWork, books.ledger);
    const input = { transactionId, idempotencyKey: newId(), reason: 'Not ours' };
    await expect(reverse.execute(books.member('treasurer'), input)).rejects.toMatchObject({
      code: 'TRANSACTION_NOT_FOUND',
    });
  });

  it('puts nothing into a fund past its limit, and opens no account for one', async () => {
    const attempt = books.recordJournalEntry.execute(books.member('treasurer'), {
      idempotencyKey: newId(),
      description: 'Disks',
      currency: 'EUR',
      lines: [
        { accountKey: 'unallocated', amountMinor: 5_000n },
        { accountKey: 'fund:hardware', amountMinor: -5_000n },
      ],
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'INVALID_CHART_KEY',
      path: ['lines', '1', 'accountKey'],
    });
    const open = await books.run((tx) =>
      books.ledger.accountsByCode(tx, ['fund:hardware', 'unallocated'], 'EUR'),
    );
    expect(open).toEqual([]);
  });
});

describe('a fund', () => {
  const create = (limitMinor: bigint | null = 1_000n): Promise<Fund> =>
    new CreateFund(books.world.unitOfWork, books.funds, books.buffers).execute(
      books.member('treasurer'),
      {
        key: 'hardware',
        name: 'Hardware',
        purpose: 'New disks',
        currency: 'EUR',
        limitMinor,
      },
    );
  const allocate = (fundId: string, amountMinor: bigint, idempotencyKey = newId()) =>
    books.allocate(fundId, amountMinor, { idempotencyKey });

  it('holds what is set aside, up to its limit', async () => {
    await books.openingBalance(5_000n);
    const { id } = await create();
    const key = newId();
    await allocate(id, 900n, key);
    expect(await allocate(id, 900n, key)).toMatchObject({ replayed: true });
    await expect(allocate(id, 101n)).rejects.toMatchObject({ code: 'FUND_LIMIT_REACHED' });
    await allocate(id, 100n);
    expect(await books.balance('fund:hardware')).toBe(-1_000n);
    expect(await books.balance('unallocated')).toBe(1_000n);
  });

  it('keeps its limit when four fill it at the same time', async () => {
    await books.openingBalance(5_000n);
    const { id } = await create();
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => allocate(id, 400n)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await books.balance('fund:hardware')).toBe(-800n);
  });

  it('is never spent beyond what is in it, nor given back twice', async () => {
    await books.openingBalance(5_000n);
    const { id } = await create();
    await allocate(id, 500n);
    const spend = (amountMinor: bigint) =>
      books.run(async (tx) =>
        books.ledger.post(tx, {
          idempotencyKey: newId(),
          description: 'Disks',
          source: { kind: 'expense', id: '1' },
          postings: [
            {
              accountId: await books.chart.account(tx, 'expense:hardware', 'EUR'),
              amountMinor,
            },
            { accountId: await books.chart.account(tx, 'bank', 'EUR'), amountMinor: -amountMinor },
            ...(await books.funds.spendingPostings(tx, { fundId: id, amountMinor })),
          ],
        }),
      );
    const results = await Promise.allSettled([spend(300n), spend(300n)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(allocate(id, -201n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await allocate(id, -50n);
    expect(await books.balance('fund:hardware')).toBe(-150n);
  });

  it('gives back what is left when it is closed, and takes no more', async () => {
    await books.openingBalance(5_000n);
    const fund = await create(null);
    await allocate(fund.id, 300n);
    const closeFund = new CloseFund(books.world.unitOfWork, books.funds);
    const closed = await closeFund.execute(books.member('treasurer'), { fundId: fund.id });
    expect(closed.closedAt).toEqual(new Date('2026-03-02T09:00:00Z'));
    expect(await books.balance('fund:hardware')).toBe(0n);
    await closeFund.execute(books.member('treasurer'), { fundId: fund.id });
    await expect(allocate(fund.id, 1n)).rejects.toMatchObject({ code: 'FUND_IS_CLOSED' });
    const listed = await books.read(anonymous(), (tx) => new FundQueries().all(tx));
    expect(listed.map(({ key, closedAt }) => [key, closedAt !== null])).toEqual([
      ['hardware', true],
    ]);
  });

  it('has a key of its own and is opened by a treasurer', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'FUND_KEY_TAKEN', path: ['key'] });
    const createFund = new CreateFund(books.world.unitOfWork, books.funds, books.buffers);
    const fund = { key: 'x', name: 'x', purpose: 'x', currency: 'EUR' };
    await expect(createFund.execute(books.member(), fund)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(createFund.execute(anonymous(), fund)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});

const anonymous = () => anonymousActor(books.cooperativeId);

describe('an accounting period', () => {
  const close = (endsOn: string) =>
    books.closePeriod.execute(books.member('treasurer'), { endsOn });

  it('is closed in order, keeps its balances and refuses back-dating', async () => {
    await books.openingBalance(700n, new Date('2026-01-31T23:59:59Z'));
    await books.openingBalance(50n, new Date('2026-02-01T00:00:00Z'));
    const january = await close('2026-01-31');
    expect(january).toMatchObject({ startsOn: null, endsOn: '2026-01-31' });
    expect(await close('2026-02-28')).toMatchObject({ startsOn: '2026-02-01' });
    await expect(close('2026-02-28')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    const late = books.openingBalance(1n, new Date('2026-02-28T23:59:59Z'));
    await expect(late).rejects.toMatchObject({ code: 'BOOKS_CLOSED' });
    await books.openingBalance(1n, new Date('2026-03-01T00:00:00Z'));

    const periods = new PeriodQueries();
    expect(
      (await books.read(anonymous(), (tx) => periods.all(tx))).map(({ endsOn }) => endsOn),
    ).toEqual(['2026-02-28', '2026-01-31']);
    const kept = await books.run((tx) => periods.closingBalances(tx, [january.id]));
    expect(new Set(kept.map(({ balanceMinor }) => balanceMinor))).toEqual(new Set([-700n, 700n]));
  });

  it('is closed once when two treasurers do it at the same time', async () => {
    const results = await Promise.allSettled([close('2026-01-31'), close('2026-01-31')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('has to be over', async () => {
    await expect(close('2026-03-02')).rejects.toMatchObject({ code: 'PERIOD_NOT_OVER' });
    await close('2026-03-01');
  });

  it('refuses a day that does not exist', async () => {
    await expect(close('2026-02-30')).rejects.toMatchObject({ code: 'INVALID_DATE' });
  });
});

describe('the report', () => {
  it('shows a clerk balances, totals and months', async () => {
    await books.openingBalance(10_000n, new Date('2026-01-10T00:00:00Z'));
    const record = (month: string, accountKey: string, amountMinor: bigint) =>
      books.recordJournalEntry.execute(books.system, {
        idempotencyKey: newId(),
        description: 'Reimbursement for Ada Lovelace',
        currency: 'EUR',
        effectiveAt: new Date(`${month}-15T00:00:00Z`),
        lines: [
          { accountKey: 'bank', amountMinor, memo: 'Ada' },
          { accountKey, amountMinor: -amountMinor },
        ],
      });
    await record('2026-01', 'dues-income', 3_000n);
    await record('2026-02', 'dues-income', 2_000n);
    await record('2026-02', 'expense:hosting', -1_500n);

    const clerk = books.member('treasurer');
    const report = await books.read(clerk, (tx) => books.queries.report(tx));
    expect(report.totals).toEqual([
      {
        currency: 'EUR',
        byKindMinor: {
          asset: 13_500n,
          liability: 0n,
          equity: 10_000n,
          income: 5_000n,
          expense: 1_500n,
        },
        resultMinor: 3_500n,
        netWorthMinor: 13_500n,
      },
    ]);
    const february = new Date('2026-02-01T00:00:00Z');
    const early = await books.read(clerk, (tx) => books.queries.report(tx, { before: february }));
    expect(early.totals[0]?.netWorthMinor).toBe(13_000n);

    const months = await books.read(clerk, (tx) =>
      books.queries.months(tx, {
        from: new Date('2026-01-01T00:00:00Z'),
        to: new Date('2026-03-01T00:00:00Z'),
      }),
    );
    expect(
      months.map(({ month, incomeMinor, expenseMinor }) => [month, incomeMinor, expenseMinor]),
    ).toEqual([
      ['2026-01', 3_000n, 0n],
      ['2026-02', 2_000n, 1_500n],
    ]);
  });

  it('tells a stranger no transaction, and a member what was done by hand', async () => {
    await books.openingBalance(100n);
    const queries = new TransactionQueries();
    const refused = { code: 'UNAUTHENTICATED' };
    const page = (actor: Actor) => books.read(actor, (tx) => queries.page(tx, {}, { first: 1 }));
    await expect(page(anonymous())).rejects.toMatchObject(refused);
    const own = await page(books.member());
    expect(own.rows[0]).toMatchObject({
      sourceKind: 'journal',
      description: 'Opening balance',
      outsideFact: null,
    });
    const ids = own.rows.map(({ id }) => id);
    const postings = (actor: Actor) => books.read(actor, (tx) => queries.postingsOf(tx, ids));
    expect((await postings(books.member())).map(({ amountMinor }) => amountMinor)).toEqual([
      100n,
      -100n,
    ]);
    await expect(postings(anonymous())).rejects.toMatchObject(refused);
  });

  it('shows nothing of another co-operative', async () => {
    await books.openingBalance(100n);
    books.startCooperative();
    const clerk = books.member('treasurer');
    expect((await books.read(clerk, (tx) => books.queries.report(tx))).accounts).toEqual([]);
  });

  it('refuses a span of time that is turned around or endless', async () => {
    const day = (year: number) => new Date(Date.UTC(year, 0, 1));
    for (const [from, to] of [
      [2026, 2025],
      [2020, 2026],
      [2026, 2026],
    ] as const) {
      const asked = books.read(anonymous(), (tx) =>
        books.queries.months(tx, { from: day(from), to: day(to) }),
      );
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });
});

describe('a floor', () => {
  it('keeps the bank from being overdrawn until the treasurer says otherwise', async () => {
    await expect(books.openingBalance(-1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    const accountId = await books.run((tx) => books.chart.account(tx, 'bank', 'EUR'));
    const setFloor = new SetAccountFloor(books.world.unitOfWork, books.ledger);
    const input = { accountId, floorMinor: -500n };
    await expect(setFloor.execute(books.member(), input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await setFloor.execute(books.member('treasurer'), input);
    await books.openingBalance(-500n);
    await expect(books.openingBalance(-1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
  });
});

describe('after all of this', () => {
  it.each(treasuryInvariants)('$name: $describes', async ({ sql }) => {
    expect(await books.world.asOwner(sql)).toEqual([]);
  });
});
