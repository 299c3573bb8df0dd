import { anonymousActor, newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';
import type { ChartKey } from '../chart/chart-key.js';
import { treasuryInvariants } from '../treasury.invariants.js';
import { FiguresTold } from './figures-told.js';
import { MakeReleases } from './make-releases.js';
import { PersonsBehind } from './persons-behind.js';
import { ReleaseQueries } from './release.queries.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

/** Each source is one person's, by its id. */
const persons = new PersonsBehind();
persons.register('claim', async (_tx, ids) => {
  return new Map(ids.map((id) => [id, [{ person: id.split('/')[0] ?? '', weight: 1n }]]));
});

/** What others were told of members' dues: of all but one in March. */
const told = new FiguresTold();
let toldOf = 0;
told.register('partners', async () => {
  const parts = Array.from({ length: toldOf }, (_, nth) => [`m${nth}`, 600n] as const);
  return toldOf === 0 ? [] : [new Map(parts)];
});

const at = (text: string): void => books.world.clock.set(new Date(text));
const make = (actor = books.system) =>
  new MakeReleases(books.world.unitOfWork, persons, told).execute(actor);

/** Claims of so many members, the same of each. */
async function claim(count: number, minor: bigint, code: ChartKey = 'dues-income', when?: string) {
  for (let member = 0; member < count; member += 1) {
    await books.run(async (tx) => {
      const accounts = await books.chart.accounts(tx, [code, 'dues-receivable'], 'EUR');
      await books.ledger.post(tx, {
        idempotencyKey: newId(),
        description: 'a claim',
        source: { kind: 'claim', id: `m${member}/${newId()}` },
        ...(when === undefined ? {} : { effectiveOn: when }),
        postings: [
          { accountId: accounts.require('dues-receivable'), amountMinor: minor },
          { accountId: accounts.require(code), amountMinor: -minor },
        ],
      });
    });
  }
}

const stranger = () => anonymousActor(books.cooperativeId);
const figures = async () =>
  (await books.read(stranger(), (tx) => new ReleaseQueries().all(tx))).map(({ month, cells }) => [
    month,
    cells.map(({ since, codes, amountMinor }) => `${since} ${codes.join('+')} ${amountMinor}`),
  ]);

describe('the release of a month', () => {
  it('comes out once it is over where the co-operative is, and once', async () => {
    await claim(6, 10_00n);
    expect(await make()).toBe(0);
    at('2026-04-01T00:30:00Z');
    expect(await make()).toBe(0);
    at('2026-04-01T01:00:00Z');
    expect(await make()).toBe(1);
    expect(await make()).toBe(0);
    expect(await figures()).toEqual([['2026-03', ['2026-03 dues-income 6000']]]);
  });

  it('makes up for the months that were missed, the same as in time', async () => {
    await claim(6, 10_00n);
    at('2026-05-20T12:00:00Z');
    await claim(6, 11_00n);
    at('2026-06-02T12:00:00Z');
    expect(await make()).toBe(3);
    expect(await figures()).toEqual([
      ['2026-03', ['2026-03 dues-income 6000']],
      ['2026-04', []],
      ['2026-05', ['2026-05 dues-income 6600']],
    ]);
  });

  it('is the one of the month that recorded it, whatever day it took effect', async () => {
    await claim(6, 10_00n);
    at('2026-04-02T12:00:00Z');
    await make();
    await claim(7, 20_00n, 'dues-income', '2026-03-15');
    expect(await make()).toBe(0);
    at('2026-05-02T12:00:00Z');
    await make();
    expect(await figures()).toEqual([
      ['2026-03', ['2026-03 dues-income 6000']],
      ['2026-04', []],
    ]);
    await claim(12, 1_00n);
    at('2026-06-02T12:00:00Z');
    await make();
    expect((await figures()).at(-1)).toEqual(['2026-05', ['2026-04 dues-income 15200']]);
  });

  it('tells nothing of five, of one more than a month before, and of who is unknown', async () => {
    await claim(5, 10_00n);
    await books.recordJournalEntry.execute(books.system, {
      idempotencyKey: newId(),
      description: 'A gift',
      currency: 'EUR',
      lines: [
        { accountKey: 'bank', amountMinor: 9_00n },
        { accountKey: 'donation-income', amountMinor: -9_00n },
      ],
    });
    at('2026-04-02T12:00:00Z');
    await make();
    // The gift is one more person's: together they are six.
    expect(await figures()).toEqual([['2026-03', ['2026-03 donation-income+dues-income 5900']]]);
    await claim(7, 10_00n);
    at('2026-05-02T12:00:00Z');
    await make();
    expect((await figures()).at(-1)).toEqual(['2026-04', []]);
  });

  it('tells nothing that others can take what they were told from', async () => {
    toldOf = 6;
    try {
      await claim(7, 10_00n);
      at('2026-04-02T12:00:00Z');
      await make();
      expect(await figures()).toEqual([['2026-03', []]]);
    } finally {
      toldOf = 0;
    }
  });

  it('tells what is set aside in a fund, whoever reads it', async () => {
    await books.openingBalance(90_00n);
    const fund = await books.createFund();
    await books.allocate(fund.id, 7_00n);
    at('2026-04-02T12:00:00Z');
    await make();
    expect(await figures()).toEqual([['2026-03', ['2026-03 fund:hardware 700']]]);
  });

  it('is made by jobs alone, and by several at a time once', async () => {
    await expect(make(books.member('treasurer'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await claim(6, 10_00n);
    at('2026-04-02T12:00:00Z');
    const made = await Promise.all([make(), make(), make()]);
    expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
  });
});

describe('what everybody reads', () => {
  it('are released months that begin in the span, and no balance at any moment', async () => {
    await claim(6, 10_00n);
    at('2026-04-02T12:00:00Z');
    await make();
    for (const reader of [stranger(), books.member(), books.member('administrator')]) {
      const report = await books.read(reader, (tx) => books.queries.report(tx));
      expect([report.accounts, report.totals]).toEqual([[], []]);
      const months = (from: string, to: string) =>
        books.read(reader, (tx) =>
          books.queries.months(tx, { from: new Date(from), to: new Date(to) }),
        );
      expect(await months('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([
        {
          month: '2026-03',
          currency: 'EUR',
          incomeMinor: 60_00n,
          expenseMinor: 0n,
          lines: [{ code: 'dues-income', name: 'Dues', kind: 'income', amountMinor: 60_00n }],
        },
      ]);
      expect(await months('2026-03-01T00:00:01Z', '2026-04-01T00:00:00Z')).toEqual([]);
    }
    const own = await books.read(books.member('auditor'), (tx) => books.queries.report(tx));
    expect(own.totals[0]?.byKindMinor.income).toBe(60_00n);
  });
});

describe('after all of this', () => {
  it.each(treasuryInvariants)('$name: $describes', async ({ sql }) => {
    expect(await books.world.asOwner(sql)).toEqual([]);
  });
});
