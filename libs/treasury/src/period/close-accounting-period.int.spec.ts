import { anonymousActor, dayOf, newId } from '@rochdale/platform';
import { moveTo } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReverseJournalEntry } from '../journal/reverse-journal-entry.js';
import { TreasuryWorld } from '../testing/treasury-world.js';
import { PeriodQueries } from './period.queries.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const queries = new PeriodQueries();
const close = (endsOn: string, by = books.member('treasurer')) =>
  books.closePeriod.execute(by, { endsOn });
const at = (text: string) => new Date(text);

/** What was kept of a period, by the code of the account. */
async function kept(periodId: string): Promise<Record<string, bigint>> {
  return books.run(async (tx) => {
    const balances = await queries.closingBalances(tx, [periodId]);
    const ids = balances.map(({ accountId }) => accountId);
    const codes = new Map(
      (await books.ledger.accounts(tx, ids)).map(({ id, code, currency }) => [
        id,
        `${code} ${currency}`,
      ]),
    );
    return Object.fromEntries(
      balances.map(({ accountId, balanceMinor }) => [codes.get(accountId) ?? '', balanceMinor]),
    );
  });
}

const donationOf = (amountMinor: bigint, currency = 'EUR') => ({
  idempotencyKey: newId(),
  description: 'A donation',
  currency,
  lines: [
    { accountKey: 'bank', amountMinor },
    { accountKey: 'donation-income', amountMinor: -amountMinor },
  ],
});

const donation = (effectiveAt: Date, amountMinor: bigint, currency?: string) =>
  books.recordJournalEntry.execute(books.system, {
    ...donationOf(amountMinor, currency),
    effectiveAt,
  });

describe('a period up to whose end bank lines wait', () => {
  const closing = (acknowledgedUnbookedLines?: number | null, endsOn = '2026-01-31') =>
    books.closePeriod.execute(books.member('treasurer'), {
      endsOn,
      ...(acknowledgedUnbookedLines === undefined ? {} : { acknowledgedUnbookedLines }),
    });
  beforeEach(() => {
    books.unbooked.lines = [
      { label: 'Main', lines: 2, on: '2026-01-31' },
      { label: 'Savings', lines: 1, on: '2026-01-02' },
      { label: 'Main', lines: 4, on: '2026-02-01' },
    ];
  });

  it('is not closed over them unsaid: who tries reads how many wait, and of what', async () => {
    for (const said of [undefined, null, 0, 2, 4, 7]) {
      await expect(closing(said)).rejects.toMatchObject({
        code: 'PERIOD_LINES_UNBOOKED',
        path: ['acknowledgedUnbookedLines'],
        message: expect.stringMatching(/2 of Main, 1 of Savings.*: 3\./) as string,
        details: { data: { unbookedLines: 3 } },
      });
    }
    // Nothing was closed by trying.
    books.unbooked.lines = [];
    await expect(closing(1)).rejects.toMatchObject({ code: 'PERIOD_LINES_UNBOOKED' });
    expect(await closing()).toMatchObject({ endsOn: '2026-01-31' });
  });

  it('is closed by who says how many, and that is told with it', async () => {
    const { id } = await closing(3);
    const [fact] = await books.world.asOwner<{ data: object }>(
      `select data from platform.facts where subject_id = $1`,
      [id],
    );
    expect(fact?.data).toMatchObject({ endsOn: '2026-01-31', unbookedLines: 3 });
  });
});

describe('a period that is closed', () => {
  it('keeps what every account stood at, in each currency, at its last instant', async () => {
    await donation(at('2026-01-15T12:00:00Z'), 100n);
    await donation(at('2026-01-31T23:59:59.999Z'), 10n);
    await donation(at('2026-02-01T00:00:00Z'), 1n);
    await donation(at('2026-01-31T12:00:00Z'), 7n, 'USD');
    const january = await close('2026-01-31');
    expect(await kept(january.id)).toEqual({
      'bank EUR': 110n,
      'donation-income EUR': -110n,
      'bank USD': 7n,
      'donation-income USD': -7n,
    });
    const february = await close('2026-02-28');
    expect(await kept(february.id)).toMatchObject({ 'bank EUR': 111n, 'bank USD': 7n });
  });

  it('says by whom, when, from and to, and everybody is told', async () => {
    const treasurer = books.member('treasurer');
    await close('2026-01-31');
    const period = await close('2026-02-28', treasurer);
    expect(period).toEqual({
      id: period.id,
      startsOn: '2026-02-01',
      endsOn: '2026-02-28',
      closedAt: books.world.clock.now(),
    });
    const [row] = await books.world.asOwner<{ by: string }>(
      'select closed_by_account_id as by from treasury.accounting_periods where id = $1',
      [period.id],
    );
    expect(row?.by).toBe(treasurer.accountId);
    expect(await books.factsOf(period.id)).toEqual([
      {
        type: 'treasury.PeriodClosed',
        data: { periodId: period.id, startsOn: '2026-02-01', endsOn: '2026-02-28' },
      },
    ]);
  });

  it('takes no entry of its days any more, and every one of the next', async () => {
    await close('2026-01-31');
    for (const instant of ['2026-01-31T23:59:59.999Z', '2025-06-01T00:00:00Z']) {
      await expect(donation(at(instant), 1n)).rejects.toMatchObject({ code: 'BOOKS_CLOSED' });
    }
    // Where days end later it is January still; this co-operative is in UTC.
    await donation(at('2026-01-31T20:00:00-05:00'), 1n);
    await expect(donation(at('2026-02-01T00:30:00+01:00'), 1n)).rejects.toMatchObject({
      code: 'BOOKS_CLOSED',
    });
    expect(await books.balance('bank')).toBe(1n);
  });

  it('is corrected on the day that the mistake is found', async () => {
    const { id } = await donation(at('2026-01-15T12:00:00Z'), 100n);
    const january = await close('2026-01-31');
    const reverse = new ReverseJournalEntry(books.world.unitOfWork, books.ledger);
    await reverse.execute(books.member('treasurer'), {
      transactionId: id,
      idempotencyKey: newId(),
      reason: 'It was a loan',
    });
    expect(await books.balance('bank')).toBe(0n);
    expect(await kept(january.id)).toMatchObject({ 'bank EUR': 100n });
    expect(await kept((await close('2026-03-01')).id)).toMatchObject({ 'bank EUR': 100n });
  });

  it('has what an entry at the same moment left, or refuses the entry', async () => {
    await donation(at('2026-01-10T00:00:00Z'), 1n);
    const [closed, ...entries] = await Promise.allSettled([
      close('2026-01-31'),
      ...[10n, 100n, 1_000n].map((minor) => donation(at('2026-01-20T00:00:00Z'), minor)),
    ]);
    if (closed.status === 'rejected') throw closed.reason;
    for (const entry of entries) {
      if (entry.status === 'rejected') expect(entry.reason).toMatchObject({ code: 'BOOKS_CLOSED' });
    }
    expect((await kept(closed.value.id))['bank EUR']).toBe(await books.balance('bank'));
  });
});

describe('the end of a period', () => {
  it('is over at the first instant of the next day, in UTC', async () => {
    books.world.clock.set(at('2026-02-28T23:59:59.999Z'));
    await expect(close('2026-02-28')).rejects.toMatchObject({ code: 'PERIOD_NOT_OVER' });
    books.world.clock.set(at('2026-03-01T00:00:00Z'));
    await expect(close('2026-02-29')).rejects.toMatchObject({ code: 'INVALID_DATE' });
    expect(await close('2026-02-28')).toMatchObject({ endsOn: '2026-02-28' });
  });

  it.each([
    ['Australia/Melbourne', '2026-03-01T00:00:00+11:00'],
    ['Pacific/Auckland', '2026-03-01T00:00:00+13:00'],
    ['America/Los_Angeles', '2026-03-01T00:00:00-08:00'],
  ])('is over at midnight in %s, and takes no entry of today with it', async (zone, midnight) => {
    await moveTo(books.world, books.cooperativeId, zone);
    const first = at(midnight);
    books.world.clock.set(new Date(first.getTime() - 1));
    const february = await donation(books.world.clock.now(), 10n);
    await expect(close('2026-02-28')).rejects.toMatchObject({ code: 'PERIOD_NOT_OVER' });
    books.world.clock.set(first);
    const march = await donation(first, 1n);
    const period = await close('2026-02-28');
    expect((await kept(period.id))['bank EUR']).toBe(10n);
    expect([february, march].map(({ effectiveAt }) => dayOf(effectiveAt))).toEqual([
      '2026-02-28',
      '2026-03-01',
    ]);
    const asked = { path: ['effectiveOn'] };
    const entry = books.recordJournalEntry.execute(books.system, {
      ...donationOf(5n),
      effectiveAt: first,
      effectiveOn: '2026-03-01',
    });
    await expect(entry).rejects.toMatchObject({ code: 'INVALID_INPUT', details: asked });
  });

  it('goes on from the last one, over months and a leap day', async () => {
    books.world.clock.set(at('2028-03-05T09:00:00Z'));
    await close('2028-01-30');
    expect(await close('2028-02-28')).toMatchObject({ startsOn: '2028-01-31' });
    expect(await close('2028-02-29')).toMatchObject({ startsOn: '2028-02-29' });
    expect(await close('2028-03-04')).toMatchObject({ startsOn: '2028-03-01' });
    await expect(close('2028-03-04')).rejects.toMatchObject({
      code: 'INVALID_PERIOD',
      details: { data: { closedUpTo: '2028-03-04' } },
    });
  });
});

describe('periods', () => {
  it('are listed newest first, and their balances by the period', async () => {
    await donation(at('2026-01-15T12:00:00Z'), 5n);
    const periods = [await close('2026-01-31'), await close('2026-02-28')];
    const stranger = anonymousActor(books.cooperativeId);
    const listed = await books.read(stranger, (tx) => queries.all(tx));
    expect(listed).toEqual(periods.toReversed());
    const ids = periods.map(({ id }) => id);
    const balances = await books.run((tx) => queries.closingBalances(tx, ids));
    expect(balances.map(({ periodId }) => periodId)).toEqual(
      ids.toSorted().flatMap((id) => [id, id]),
    );
  });

  it('are each co-operative’s own: a closed one binds nobody else', async () => {
    await donation(at('2026-01-15T12:00:00Z'), 5n);
    const { id } = await close('2026-01-31');
    books.startCooperative();
    expect(await books.run((tx) => queries.all(tx))).toEqual([]);
    expect(await books.run((tx) => queries.closingBalances(tx, [id]))).toEqual([]);
    await donation(at('2026-01-15T12:00:00Z'), 9n);
    const own = await close('2026-01-31');
    expect(own.startsOn).toBeNull();
    expect(await kept(own.id)).toEqual({ 'bank EUR': 9n, 'donation-income EUR': -9n });
  });

  it('are closed by the treasurer, and nobody else', async () => {
    for (const by of [books.member(), books.member('auditor', 'administrator')]) {
      await expect(close('2026-01-31', by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const stranger = close('2026-01-31', anonymousActor(books.cooperativeId));
    await expect(stranger).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await books.run((tx) => queries.all(tx))).toEqual([]);
  });
});
