import { Injectable } from '@nestjs/common';
import { may, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { isOpenAccountCode } from './account.js';
import type { Account, AccountKind } from './account.js';
import { accountColumns } from './account.store.js';
import { joinBalanceBefore } from './balance-before.js';

/** One account's side of the trial balance. */
export interface TrialBalanceRow {
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly currency: string;
  /** Sum of debits and of credits in minor units, both positive. */
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
  /** Debits less credits. */
  readonly balanceMinor: bigint;
}

/** What one income or expense account moved in one month, debit-positive. */
export interface MonthlyTotal {
  /** `YYYY-MM` */
  readonly month: string;
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly totalMinor: bigint;
}

const all = sql(
  'ledger.list-accounts',
  `select ${accountColumns} from ledger.accounts where cooperative_id = $1
   order by array_position(array['asset', 'liability', 'equity', 'income', 'expense'], kind),
     code, currency`,
);

const byIds = sql(
  'ledger.find-account-views',
  `select ${accountColumns} from ledger.accounts where cooperative_id = $1 and id = any ($2)`,
);

const trialBalanceOf = (balance: string, debited: string, join: string) =>
  `select a.id as "accountId", a.code, a.name, a.kind, a.currency,
     (${debited})::bigint as "debitMinor", (${debited} - ${balance})::bigint as "creditMinor",
     (${balance})::bigint as "balanceMinor"
   from ledger.accounts a ${join}
   where a.cooperative_id = $1
   order by a.currency, array_position(
     array['asset', 'liability', 'equity', 'income', 'expense'], a.kind), a.code`;

const trialBalanceNow = sql(
  'ledger.read-trial-balance',
  trialBalanceOf('a.balance_minor', 'a.debited_minor', ''),
);

const trialBalanceBefore = sql(
  'ledger.read-trial-balance-before',
  trialBalanceOf(
    'before.balance_minor',
    'before.debited_minor',
    joinBalanceBefore(['$1', 'a.id'], ['$2::timestamptz', '0::bigint', '0']),
  ),
);

// What an account moved in a month is what it stood at after it, less what it stood at before it.
const monthlyTotals = sql(
  'ledger.list-monthly-totals',
  `with bounds as (
     select $2::timestamptz as at union select $3::timestamptz union
     select month at time zone 'UTC' from generate_series(
       date_trunc('month', $2::timestamptz at time zone 'UTC') + interval '1 month',
       $3::timestamptz at time zone 'UTC', interval '1 month') month
   ), stood as (
     select b.at, a.id, a.code, a.name, a.kind, a.currency, before.balance_minor,
       before.debited_minor, lag(b.at) over (partition by a.id order by b.at) as since,
       lag(before.balance_minor) over (partition by a.id order by b.at) as balance_since,
       lag(before.debited_minor) over (partition by a.id order by b.at) as debited_since
     from ledger.accounts a cross join bounds b
       ${joinBalanceBefore(['$1', 'a.id'], ['b.at', '0::bigint', '0'])}
     where a.cooperative_id = $1 and a.kind in ('income', 'expense')
   )
   select to_char(since at time zone 'UTC', 'YYYY-MM') as month, id as "accountId", code, name,
     kind, currency, (balance_minor - balance_since)::bigint as "totalMinor"
   from stood
   where (balance_minor, debited_minor) <> (balance_since, debited_since)
   order by month, kind, code, currency`,
);

/** The trial balance inside a unit of work: all accounts, with what took effect before a moment. */
export async function readTrialBalance(tx: Tx, before: Date | null): Promise<TrialBalanceRow[]> {
  return before === null
    ? tx.rows<TrialBalanceRow>(trialBalanceNow, [tx.cooperativeId])
    : tx.rows<TrialBalanceRow>(trialBalanceBefore, [tx.cooperativeId, before]);
}

/** Those whose balance the reader may know: clerks all of them. */
function shownTo({ actor }: Tx, accounts: readonly Account[]): Account[] {
  const isClerk = may(actor, 'ledger.read-all').allowed;
  return accounts.filter(({ code }) => isClerk || isOpenAccountCode(code));
}

/** Balances: members read those of what was spent and set aside, clerks all. */
@Injectable()
export class LedgerAccountQueries {
  /** The accounts of the co-operative by kind and code, with the balance now. */
  async all(tx: Tx): Promise<Account[]> {
    permit(tx.actor, 'ledger.read');
    return shownTo(tx, await tx.rows<Account>(all, [tx.cooperativeId]));
  }

  /** The accounts of these ids, in no order: a batch inside the reader's transaction. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<Account[]> {
    permit(tx.actor, 'ledger.read');
    return shownTo(tx, await tx.rows<Account>(byIds, [tx.cooperativeId, ids]));
  }

  /** Debits and credits of every account by what took effect before a moment, or until now. */
  async trialBalance(tx: Tx, { before }: { before?: Date } = {}): Promise<TrialBalanceRow[]> {
    permit(tx.actor, 'ledger.read-all');
    return readTrialBalance(tx, before ?? null);
  }

  /** Income and expense per month and account, from `from` to just before `to`. */
  async monthlyTotals(tx: Tx, span: { from: Date; to: Date }): Promise<MonthlyTotal[]> {
    permit(tx.actor, 'ledger.read-all');
    return tx.rows<MonthlyTotal>(monthlyTotals, [tx.cooperativeId, span.from, span.to]);
  }
}
