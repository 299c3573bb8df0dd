import { accountKinds, onNormalSide } from '@rochdale/ledger';
import type { AccountKind, MonthlyTotal, TrialBalanceRow } from '@rochdale/ledger';
import { startOfDay } from '@rochdale/platform';
import { nameOfKey } from '../chart/chart-key.js';
import { grouped } from '../release/grouped.js';
import type { CellKind, ReleaseCell } from '../release/release.js';
import type { Release } from '../release/release.queries.js';

/** What the co-operative has, owes and did, in one currency. Amounts in minor units. */
export interface CurrencyTotals {
  readonly currency: string;
  /** On each kind's own side: assets, liabilities, equity, income, expense. */
  readonly byKindMinor: Readonly<Record<AccountKind, bigint>>;
  /** Income less expenses. */
  readonly resultMinor: bigint;
  /** Assets less liabilities: what is the members' own. */
  readonly netWorthMinor: bigint;
}

/** Income and expenses of one month in one currency, each on its own side. */
export interface MonthOfTreasury {
  /** `YYYY-MM` */
  readonly month: string;
  readonly currency: string;
  readonly incomeMinor: bigint;
  readonly expenseMinor: bigint;
  readonly lines: readonly MonthLine[];
}

export interface MonthLine {
  /** Of a figure that counts several accounts, all of theirs with a plus. */
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  /** On the account's own side. */
  readonly amountMinor: bigint;
}

/** Sums per currency and kind. A trial balance in, so the identity of the books holds in it. */
export function totalsOf(rows: readonly TrialBalanceRow[]): CurrencyTotals[] {
  const byCurrency = new Map<string, Record<AccountKind, bigint>>();
  for (const { currency, kind, balanceMinor } of rows) {
    const sums = byCurrency.get(currency) ?? emptySums();
    sums[kind] += onNormalSide(kind, balanceMinor);
    byCurrency.set(currency, sums);
  }
  return [...byCurrency].map(([currency, sums]) => ({
    currency,
    byKindMinor: sums,
    resultMinor: sums.income - sums.expense,
    netWorthMinor: sums.asset - sums.liability,
  }));
}

function emptySums(): Record<AccountKind, bigint> {
  return Object.fromEntries(accountKinds.map((kind) => [kind, 0n])) as Record<AccountKind, bigint>;
}

/** Groups monthly totals, keeping their order by month. */
export function monthsOf(totals: readonly MonthlyTotal[]): MonthOfTreasury[] {
  const groups = new Map<string, MonthlyTotal[]>();
  for (const total of totals) {
    const key = `${total.month} ${total.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), total]);
  }
  return [...groups.values()].map((group) => {
    const lines = group.map(({ code, name, kind, totalMinor }) => ({
      code,
      name,
      kind,
      amountMinor: onNormalSide(kind, totalMinor),
    }));
    return {
      month: group[0]?.month ?? '',
      currency: group[0]?.currency ?? '',
      incomeMinor: sumOf(lines, 'income'),
      expenseMinor: sumOf(lines, 'expense'),
      lines,
    };
  });
}

function sumOf(lines: readonly MonthLine[], kind: AccountKind): bigint {
  return lines.reduce((sum, line) => (line.kind === kind ? sum + line.amountMinor : sum), 0n);
}

const ofCell: Readonly<Record<CellKind, AccountKind>> = {
  income: 'income',
  spending: 'expense',
  fund: 'equity',
};

/** Income and expenses as they came out, by the month of the release. */
export function monthsOfReleases(
  releases: readonly Release[],
  span: { readonly from: Date; readonly to: Date },
): MonthOfTreasury[] {
  return releases
    .filter(({ month }) => {
      const begins = startOfDay(`${month}-01`);
      return begins >= span.from && begins < span.to;
    })
    .flatMap(({ month, cells }) => {
      const counted = cells.filter(({ kind }) => kind !== 'fund');
      return [...grouped(counted, ({ currency }) => currency)].map(([currency, of]) => {
        const lines = of.map((cell) => ({
          code: cell.codes.join('+'),
          name: nameOf(cell),
          kind: ofCell[cell.kind],
          amountMinor: cell.amountMinor,
        }));
        return {
          month,
          currency,
          incomeMinor: sumOf(lines, 'income'),
          expenseMinor: sumOf(lines, 'expense'),
          lines,
        };
      });
    });
}

/** What a figure counts, in words. */
export function nameOf({ codes }: Pick<ReleaseCell, 'codes'>): string {
  return codes.map((code) => nameOfKey(code)).join(', ');
}
