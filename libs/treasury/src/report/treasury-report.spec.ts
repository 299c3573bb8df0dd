import { accountKinds } from '@rochdale/ledger';
import type { AccountKind, MonthlyTotal, TrialBalanceRow } from '@rochdale/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthsOf, totalsOf } from './treasury-report.js';

const row = (kind: AccountKind, balanceMinor: bigint, currency = 'EUR'): TrialBalanceRow => ({
  accountId: `${kind}-${currency}`,
  code: kind,
  name: kind,
  kind,
  currency,
  debitMinor: balanceMinor > 0n ? balanceMinor : 0n,
  creditMinor: balanceMinor < 0n ? -balanceMinor : 0n,
  balanceMinor,
});

const total = (month: string, kind: AccountKind, totalMinor: bigint, currency = 'EUR') =>
  ({ ...row(kind, totalMinor, currency), month, totalMinor }) satisfies MonthlyTotal;

describe('the totals of the treasury', () => {
  it('of nothing are nothing', () => {
    expect(totalsOf([])).toEqual([]);
  });

  it('show each kind on its own side', () => {
    const [totals] = totalsOf([
      row('asset', 100n),
      row('liability', -30n),
      row('equity', -50n),
      row('income', -25n),
      row('expense', 5n),
    ]);
    expect(totals).toEqual({
      currency: 'EUR',
      byKindMinor: { asset: 100n, liability: 30n, equity: 50n, income: 25n, expense: 5n },
      resultMinor: 20n,
      netWorthMinor: 70n,
    });
  });

  it('never add one currency to another', () => {
    const totals = totalsOf([row('asset', 1n), row('asset', 2n, 'USD'), row('asset', 4n)]);
    expect(totals.map(({ currency, netWorthMinor }) => [currency, netWorthMinor])).toEqual([
      ['EUR', 5n],
      ['USD', 2n],
    ]);
  });

  it('of balanced books: what is the members’ own is equity and the result', () => {
    const movements = fc.array(
      fc.record({
        debit: fc.constantFrom(...accountKinds),
        credit: fc.constantFrom(...accountKinds),
        minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(movements, (all) => {
        const rows = all.flatMap(({ debit, credit, minor }) => [
          row(debit, minor),
          row(credit, -minor),
        ]);
        const [totals] = totalsOf(rows);
        expect(totals?.netWorthMinor).toBe(
          (totals?.byKindMinor.equity ?? 0n) + (totals?.resultMinor ?? 0n),
        );
      }),
    );
  });
});

describe('the months of the treasury', () => {
  it('sum what came in and what went out, and keep the lines', () => {
    const months = monthsOf([
      total('2026-01', 'income', -300n),
      total('2026-01', 'income', -20n),
      total('2026-01', 'expense', 100n),
      total('2026-02', 'expense', -7n),
    ]);
    expect(
      months.map(({ lines, ...month }) => [month, lines.map((line) => line.amountMinor)]),
    ).toEqual([
      [
        { month: '2026-01', currency: 'EUR', incomeMinor: 320n, expenseMinor: 100n },
        [300n, 20n, 100n],
      ],
      [{ month: '2026-02', currency: 'EUR', incomeMinor: 0n, expenseMinor: -7n }, [-7n]],
    ]);
  });

  it('are one a currency', () => {
    const months = monthsOf([
      total('2026-01', 'income', -1n),
      total('2026-01', 'income', -2n, 'USD'),
    ]);
    expect(months.map(({ currency, incomeMinor }) => [currency, incomeMinor])).toEqual([
      ['EUR', 1n],
      ['USD', 2n],
    ]);
  });
});
