import { Injectable } from '@nestjs/common';
import { permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { AccountingPeriod } from './period.js';

/** What an account stood at when a period was closed. */
export interface ClosingBalance {
  readonly periodId: string;
  readonly accountId: string;
  readonly currency: string;
  /** Minor units; positive is debit. */
  readonly balanceMinor: bigint;
}

const all = sql(
  'treasury.list-periods',
  `select id, starts_on as "startsOn", ends_on as "endsOn", closed_at as "closedAt"
   from treasury.accounting_periods where cooperative_id = $1 order by ends_on desc`,
);

const balances = sql(
  'treasury.list-closing-balances',
  `select period_id as "periodId", account_id as "accountId", currency,
     balance_minor as "balanceMinor"
   from treasury.closing_balances where cooperative_id = $1 and period_id = any ($2)
   order by period_id, account_id`,
);

@Injectable()
export class PeriodQueries {
  /** Closed periods, the newest first. */
  async all(tx: Tx): Promise<AccountingPeriod[]> {
    permit(tx.actor, 'treasury.read');
    return tx.rows<AccountingPeriod>(all, [tx.cooperativeId]);
  }

  /** What the accounts stood at when these periods were closed. A batch, like `byIds` of funds. */
  async closingBalances(tx: Tx, periodIds: readonly string[]): Promise<ClosingBalance[]> {
    permit(tx.actor, 'treasury.read');
    return tx.rows<ClosingBalance>(balances, [tx.cooperativeId, periodIds]);
  }
}
