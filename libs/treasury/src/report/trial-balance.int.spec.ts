import { newId, reportCsv, reportRows } from '@rochdale/platform';
import type { Money } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';
import { trialBalance } from './trial-balance.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const midnight = new Date('2026-02-01T00:00:00Z');

/** What is debited and credited, written down by hand: `[key, minor]`, positive is debit. */
function record(effectiveAt: Date, lines: readonly [string, bigint][], currency = 'EUR') {
  return books.recordJournalEntry.execute(books.system, {
    idempotencyKey: newId(),
    description: 'By hand',
    currency,
    effectiveAt,
    lines: lines.map(([accountKey, amountMinor]) => ({ accountKey, amountMinor })),
  });
}

interface Row {
  readonly code: string;
  readonly kind: string;
  readonly debit: Money;
  readonly credit: Money;
  readonly balance: Money;
}

async function rowsOf(before: Date | null = null): Promise<Row[]> {
  return books.read(books.member('auditor'), async (tx) => {
    const rows: unknown[] = [];
    for await (const row of reportRows(trialBalance, tx, { before })) rows.push(row);
    return rows as Row[];
  });
}

const figures = (rows: readonly Row[]) =>
  rows.map(({ code, debit, credit, balance }) => [code, debit.minor, credit.minor, balance.minor]);

describe('the trial balance', () => {
  it('has every account with what a ledger kept by hand has, each on its own side', async () => {
    const january = new Date('2026-01-10T12:00:00Z');
    await record(january, [
      ['bank', 10_000n],
      ['opening-balance', -10_000n],
    ]);
    await record(january, [
      ['bank', 3_000n],
      ['dues-income', -2_500n],
      ['suspense', -500n],
    ]);
    await record(midnight, [
      ['expense:hosting', 1_200n],
      ['bank', -1_200n],
    ]);
    await record(midnight, [
      ['bank-fees', 50n],
      ['bank', -50n],
    ]);
    const rows = await rowsOf();
    expect(figures(rows)).toEqual([
      ['bank', 13_000n, 1_250n, 11_750n],
      ['suspense', 0n, 500n, 500n],
      ['opening-balance', 0n, 10_000n, 10_000n],
      ['dues-income', 0n, 2_500n, 2_500n],
      ['bank-fees', 50n, 0n, 50n],
      ['expense:hosting', 1_200n, 0n, 1_200n],
    ]);
    const kinds = ['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'EXPENSE'];
    expect(rows.map(({ kind }) => kind)).toEqual(kinds);
    const sum = (side: 'debit' | 'credit') => rows.reduce((all, row) => all + row[side].minor, 0n);
    expect(sum('debit')).toBe(sum('credit'));
  });

  it('counts what took effect before the moment, and not what took effect at it', async () => {
    await record(new Date(midnight.getTime() - 1), [
      ['bank', 700n],
      ['opening-balance', -700n],
    ]);
    await record(midnight, [
      ['bank', 50n],
      ['dues-income', -50n],
    ]);
    expect(figures(await rowsOf(midnight))).toEqual([
      ['bank', 700n, 0n, 700n],
      ['opening-balance', 0n, 700n, 700n],
      ['dues-income', 0n, 0n, 0n],
    ]);
    const [bank] = figures(await rowsOf(new Date(midnight.getTime() + 1)));
    expect(bank).toEqual(['bank', 750n, 0n, 750n]);
  });

  it('says as the public treasury does what each account stands at', async () => {
    await record(midnight, [
      ['bank', 300n],
      ['donation-income', -300n],
    ]);
    const report = await books.read(books.member('auditor'), (tx) => books.queries.report(tx));
    const [totals] = report.totals;
    const byKind = Object.fromEntries(
      (await rowsOf()).map(({ kind, balance }) => [kind.toLowerCase(), balance.minor]),
    );
    expect(totals?.byKindMinor).toMatchObject(byKind);
  });

  it('keeps currencies apart, and shows another co-operative nothing', async () => {
    await record(midnight, [
      ['bank', 1n],
      ['donation-income', -1n],
    ]);
    await record(
      midnight,
      [
        ['bank', 2n],
        ['donation-income', -2n],
      ],
      'USD',
    );
    const held = (await rowsOf()).filter(({ code }) => code === 'bank');
    expect(held.map(({ balance }) => balance)).toEqual([
      { minor: 1n, currency: 'EUR' },
      { minor: 2n, currency: 'USD' },
    ]);
    books.startCooperative();
    expect(await rowsOf()).toEqual([]);
  });

  it('is a file in which no account is calculated', async () => {
    await record(midnight, [
      ['bank', 125_00n],
      ['expense:hosting', -125_00n],
    ]);
    await books.run(async (tx) => {
      const accountId = await books.chart.account(tx, 'bank', 'EUR');
      await books.ledger.renameAccount(tx, accountId, '=HYPERLINK("https://example.org")');
    });
    const lines = await books.read(books.member('auditor'), async (tx) => {
      const text: string[] = [];
      const rows = reportRows(trialBalance, tx, { before: null });
      for await (const line of reportCsv(trialBalance, rows)) text.push(line);
      return text;
    });
    expect(lines.slice(1)).toEqual([
      `bank,"'=HYPERLINK(""https://example.org"")",ASSET,125.00,EUR,0.00,EUR,125.00,EUR\r\n`,
      'expense:hosting,Expenses: hosting,EXPENSE,0.00,EUR,125.00,EUR,-125.00,EUR\r\n',
    ]);
  });
});
