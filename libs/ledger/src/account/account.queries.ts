import { Injectable } from '@nestjs/common';
import { permit, sql, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import type { Account, AccountKind } from './account.js';

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

/** What one income or expense account moved in one month (UTC), debit-positive. */
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

const columns = `id, code, name, kind, currency, floor_minor as "floorMinor",
  balance_minor as "balanceMinor", held_minor as "heldMinor", opened_at as "openedAt"`;

const all = sql(
  'ledger.accounts-all',
  `select ${columns} from ledger.accounts where cooperative_id = $1
   order by array_position(array['asset', 'liability', 'equity', 'income', 'expense'], kind),
     code, currency`,
);

const byIds = sql(
  'ledger.accounts-view-by-ids',
  `select ${columns} from ledger.accounts where cooperative_id = $1 and id = any ($2)`,
);

const trialBalance = sql(
  'ledger.trial-balance',
  `select a.id as "accountId", a.code, a.name, a.kind, a.currency,
     coalesce(p.debit, 0)::bigint as "debitMinor", coalesce(p.credit, 0)::bigint as "creditMinor",
     (coalesce(p.debit, 0) - coalesce(p.credit, 0))::bigint as "balanceMinor"
   from ledger.accounts a
   left join lateral (
     select sum(amount_minor) filter (where amount_minor > 0) as debit,
       -sum(amount_minor) filter (where amount_minor < 0) as credit
     from ledger.postings where account_id = a.id and ($2::timestamptz is null
       or effective_at < $2)) p on true
   where a.cooperative_id = $1
   order by a.currency, array_position(
     array['asset', 'liability', 'equity', 'income', 'expense'], a.kind), a.code`,
);

const monthlyTotals = sql(
  'ledger.monthly-totals',
  `select to_char(p.effective_at at time zone 'UTC', 'YYYY-MM') as month, a.id as "accountId",
     a.code, a.name, a.kind, a.currency, sum(p.amount_minor)::bigint as "totalMinor"
   from ledger.accounts a join ledger.postings p on p.account_id = a.id
     and p.effective_at >= $2 and p.effective_at < $3
   where a.cooperative_id = $1 and a.kind in ('income', 'expense')
   group by 1, a.id
   order by 1, a.kind, a.code, a.currency`,
);

/** The trial balance inside a unit of work: all accounts, with what took effect before a moment. */
export async function readTrialBalance(tx: Tx, before: Date | null): Promise<TrialBalanceRow[]> {
  return tx.rows<TrialBalanceRow>(trialBalance, [tx.cooperativeId, before]);
}

/** Balances. They name no person, so anyone may read them. */
@Injectable()
export class LedgerAccountQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Every account of the co-operative by kind and code, with its balance now. */
  async all(actor: Actor): Promise<Account[]> {
    permit(actor, 'ledger.read-balances');
    return this.unitOfWork.read(actor, (tx) => tx.rows<Account>(all, [tx.cooperativeId]));
  }

  /** The accounts of these ids, in no order: a batch inside the reader's transaction. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<Account[]> {
    permit(tx.actor, 'ledger.read-balances');
    return tx.rows<Account>(byIds, [tx.cooperativeId, ids]);
  }

  /** Debits and credits of every account by what took effect before a moment, or until now. */
  async trialBalance(actor: Actor, { before }: { before?: Date } = {}): Promise<TrialBalanceRow[]> {
    permit(actor, 'ledger.read-balances');
    return this.unitOfWork.read(actor, (tx) => readTrialBalance(tx, before ?? null));
  }

  /** Income and expense per month (UTC) and account, from `from` to just before `to`. */
  async monthlyTotals(actor: Actor, span: { from: Date; to: Date }): Promise<MonthlyTotal[]> {
    permit(actor, 'ledger.read-balances');
    return this.unitOfWork.read(actor, (tx) =>
      tx.rows<MonthlyTotal>(monthlyTotals, [tx.cooperativeId, span.from, span.to]),
    );
  }
}
