import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { TrialBalanceRow } from '@rochdale/ledger';
import { AccountingPeriodEntity } from './accounting-period.entity.js';
import type { AccountingPeriod } from './period.js';

export const periodColumns = columnsOf(AccountingPeriodEntity, {
  without: ['cooperativeId', 'closedByAccountId'],
});

const last = sql(
  'treasury.find-last-period',
  `select max(ends_on) as "endsOn" from treasury.accounting_periods where cooperative_id = $1`,
);

const insert = sql(
  'treasury.insert-period',
  `insert into treasury.accounting_periods
     (id, cooperative_id, starts_on, ends_on, closed_at, closed_by_account_id)
   values ($1, $2, $3, $4, $5, $6)
   returning ${periodColumns}`,
);

const insertBalances = sql(
  'treasury.insert-closing-balances',
  `insert into treasury.closing_balances
     (period_id, cooperative_id, account_id, currency, balance_minor)
   select $1, $2, given.account_id, given.currency, given.balance_minor
   from unnest($3::uuid[], $4::text[], $5::bigint[])
     as given (account_id, currency, balance_minor)`,
);

/** Closed periods in SQL: they are only ever added. */
export const periodStore = {
  async lastEnd(tx: Tx): Promise<string | null> {
    return (await tx.one<{ endsOn: string | null }>(last, [tx.cooperativeId])).endsOn;
  },

  async insert(
    tx: Tx,
    period: { readonly startsOn: string | null; readonly endsOn: string },
  ): Promise<AccountingPeriod> {
    return tx.one<AccountingPeriod>(insert, [
      newId(),
      tx.cooperativeId,
      period.startsOn,
      period.endsOn,
      tx.now,
      tx.actor.accountId,
    ]);
  },

  async insertBalances(
    tx: Tx,
    periodId: string,
    balances: readonly TrialBalanceRow[],
  ): Promise<void> {
    await tx.run(insertBalances, [
      periodId,
      tx.cooperativeId,
      balances.map((row) => row.accountId),
      balances.map((row) => row.currency),
      balances.map((row) => row.balanceMinor),
    ]);
  },
};
