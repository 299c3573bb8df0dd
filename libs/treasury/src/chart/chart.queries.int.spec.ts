import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';
import { isChartKey } from './chart-key.js';
import { ChartQueries } from './chart.queries.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const chart = (currency = 'EUR') =>
  books.read(books.member('auditor'), (tx) => new ChartQueries(books.ledger).all(tx, currency));

describe('the chart of accounts', () => {
  it('is all there before anything was booked', async () => {
    const lines = await chart();
    expect(lines.map(({ key }) => key)).toEqual(expect.arrayContaining(['bank-fees', 'expense:']));
    expect(lines.filter(({ account }) => account !== null)).toEqual([]);
    for (const { key, isFamily } of lines) {
      expect(isChartKey(isFamily ? `${key}x` : key), key).toBe(true);
    }
  });

  it('says what is open of it, in one currency and one co-operative', async () => {
    await books.openingBalance(5_00n);
    const open = async (currency?: string) =>
      (await chart(currency)).flatMap(({ key, account }) => (account === null ? [] : [key]));
    expect(await open()).toEqual(['bank', 'opening-balance']);
    expect(await open('USD')).toEqual([]);
    books.startCooperative();
    expect(await open()).toEqual([]);
    await expect(chart('euro')).rejects.toMatchObject({ code: 'INVALID_CURRENCY' });
  });

  it('says what is not booked by hand', async () => {
    const kept = (await chart()).flatMap(({ key, isByHand }) => (isByHand ? [] : [key]));
    expect(kept).toEqual([
      'dues-receivable',
      'payables',
      'partner-payables',
      'partner-pool',
      'member-credits',
      'fund:',
    ]);
  });
});
