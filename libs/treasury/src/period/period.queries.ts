import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ClosingBalanceEntity } from './closing-balance.entity.js';
import type { AccountingPeriod } from './period.js';
import { periodColumns } from './period.store.js';

/** What an account stood at when a period was closed, in minor units; positive is debit. */
export type ClosingBalance = Readonly<Omit<ClosingBalanceEntity, 'cooperativeId'>>;

const all = sql(
  'treasury.list-periods',
  `select ${periodColumns}
   from treasury.accounting_periods where cooperative_id = $1 order by ends_on desc`,
);

const balances = sql(
  'treasury.list-closing-balances',
  `select ${columnsOf(ClosingBalanceEntity, { without: ['cooperativeId'] })}
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
    permit(tx.actor, 'treasury.read-live');
    return tx.rows<ClosingBalance>(balances, [tx.cooperativeId, periodIds]);
  }
}
