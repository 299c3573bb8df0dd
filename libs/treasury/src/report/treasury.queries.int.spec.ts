import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const clerk = () => books.member('auditor');
const at = (text: string) => new Date(text);

function record(effectiveAt: string, lines: readonly [string, bigint][], currency = 'EUR') {
  return books.recordJournalEntry.execute(books.system, {
    idempotencyKey: newId(),
    description: 'By hand',
    currency,
    effectiveAt: at(effectiveAt),
    lines: lines.map(([accountKey, amountMinor]) => ({ accountKey, amountMinor })),
  });
}
const earn = (when: string, minor: bigint, currency?: string) =>
  record(
    when,
    [
      ['bank', minor],
      ['donation-income', -minor],
    ],
    currency,
  );

const months = (from: string, to: string) =>
  books.read(clerk(), (tx) => books.queries.months(tx, { from: at(from), to: at(to) }));
const earned = async (from: string, to: string) =>
  (await months(from, to)).map(({ month, incomeMinor }) => [month, incomeMinor]);

describe('the months of the treasury', () => {
  it('begin and end with an instant: the last of one month is none of the next', async () => {
    await earn('2026-01-31T23:59:59.999Z', 1n);
    await earn('2026-02-01T00:00:00Z', 10n);
    await earn('2026-02-28T23:59:59.999Z', 100n);
    await earn('2026-03-01T00:00:00Z', 1_000n);
    expect(await earned('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual([
      ['2026-01', 1n],
      ['2026-02', 110n],
      ['2026-03', 1_000n],
    ]);
    // From, and up to just before.
    expect(await earned('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
      ['2026-02', 110n],
    ]);
  });

  it('are those of UTC, wherever the entry was made', async () => {
    await earn('2026-02-01T00:30:00+01:00', 1n);
    await earn('2026-01-31T20:00:00-05:00', 10n);
    expect(await earned('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
      ['2026-01', 1n],
      ['2026-02', 10n],
    ]);
  });

  it('may be cut in the middle: each part has what happened in it', async () => {
    await earn('2026-01-10T12:00:00Z', 1n);
    await earn('2026-01-20T12:00:00Z', 10n);
    const middle = '2026-01-15T00:00:00Z';
    expect(await earned('2026-01-01T00:00:00Z', middle)).toEqual([['2026-01', 1n]]);
    expect(await earned(middle, '2026-02-01T00:00:00Z')).toEqual([['2026-01', 10n]]);
  });

  it('name what was earned and spent by account, and leave out what only moved', async () => {
    await record('2026-01-05T00:00:00Z', [
      ['bank', 500n],
      ['opening-balance', -500n],
    ]);
    await record('2026-01-06T00:00:00Z', [
      ['bank', 70n],
      ['dues-income', -50n],
      ['donation-income', -20n],
    ]);
    await record('2026-01-07T00:00:00Z', [
      ['expense:hosting', 30n],
      ['bank-fees', 2n],
      ['bank', -32n],
    ]);
    await record('2026-01-08T00:00:00Z', [
      ['cash', 10n],
      ['bank', -10n],
    ]);
    const [january, ...others] = await months('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(others).toEqual([]);
    expect(january).toMatchObject({ currency: 'EUR', incomeMinor: 70n, expenseMinor: 32n });
    const lines = january?.lines.map(({ kind, code, amountMinor }) => [kind, code, amountMinor]);
    expect(lines).toEqual([
      ['expense', 'bank-fees', 2n],
      ['expense', 'expense:hosting', 30n],
      ['income', 'donation-income', 20n],
      ['income', 'dues-income', 50n],
    ]);
  });

  it('are told by currency, and only to whom they belong', async () => {
    await earn('2026-01-10T12:00:00Z', 1n);
    await earn('2026-01-10T12:00:00Z', 2n, 'USD');
    const told = await months('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(told.map(({ currency, incomeMinor }) => [currency, incomeMinor])).toEqual([
      ['EUR', 1n],
      ['USD', 2n],
    ]);
    books.startCooperative();
    expect(await months('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toEqual([]);
  });

  it('are asked for five years at most, counted in days', async () => {
    const from = '2021-01-01T00:00:00Z';
    // 1,830 days: five years, each as long as the longest.
    await months(from, '2026-01-05T00:00:00Z');
    const asked = months(from, '2026-01-05T00:00:00.001Z');
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['from'] });
    await expect(months(from, from)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await months(from, '2021-01-01T00:00:00.001Z');
  });
});

describe('the report of the treasury', () => {
  it('counts what took effect before the moment, in each currency by itself', async () => {
    await earn('2026-01-10T12:00:00Z', 100n);
    await earn('2026-01-10T12:00:00Z', 9n, 'USD');
    await record('2026-02-01T00:00:00Z', [
      ['expense:travel', 30n],
      ['suspense', -30n],
    ]);
    const report = (before?: Date) =>
      books.read(clerk(), (tx) => books.queries.report(tx, before === undefined ? {} : { before }));
    const now = await report();
    expect(now.before).toBeNull();
    expect(
      now.totals.map(({ currency, resultMinor, netWorthMinor }) => [
        currency,
        resultMinor,
        netWorthMinor,
      ]),
    ).toEqual([
      ['EUR', 70n, 70n],
      ['USD', 9n, 9n],
    ]);
    const february = at('2026-02-01T00:00:00Z');
    const before = await report(february);
    expect(before.before).toEqual(february);
    expect(before.totals[0]).toMatchObject({ resultMinor: 100n, netWorthMinor: 100n });
    const after = await report(at('2026-02-01T00:00:00.001Z'));
    expect(after.totals[0]).toMatchObject({ resultMinor: 70n });
    expect(after.totals[0]?.byKindMinor).toMatchObject({ liability: 30n, expense: 30n });
  });
});
