import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankStatementEntity } from './bank-statement.entity.js';
import type { ChainLink } from './missing-statement.js';

/** More than a year of daily statements: what one look at a chain takes in. */
const linksAtOnce = 400;

const columns = ['id', 'bankAccountId', 'openingMinor', 'closingMinor', 'toDate'] as const;

/** Sound statements of one account, by their last days; what says no last day is in no chain. */
const links = (account: string, beyond: string, order: 'asc' | 'desc'): string => `
  select ${columnsOf(BankStatementEntity, { of: 's', only: columns })},
    coalesce(s.from_date, s.to_date) as "fromDate", s.lines_known > 0 as "overlaps"
  from payments.bank_statements s
  where s.cooperative_id = $1 and s.bank_account_id = ${account} and s.to_date ${beyond}
    and s.balanced = 'balanced' and s.opening_minor is not null and s.closing_minor is not null
  order by s.to_date ${order}, s.id ${order} limit (select ${linksAtOnce})`;

const ofEveryAccount = `select link.* from payments.bank_accounts a
     cross join lateral (${links('a.id', '<= $2::date', 'desc')}) link
   where a.cooperative_id = $1`;

const around = sql(
  'banking.list-chain-links-around',
  `(${links('$2', '< $3::date', 'desc')}) union all (${links('$2', '>= $3::date', 'asc')})`,
);
const latest = sql('banking.list-latest-chain-links', `${ofEveryAccount} order by a.id`);

/** The first days before, of what is grouped by them. */
const earlier = 'order by "fromDate" rows between unbounded preceding and 1 preceding';

// A hole is before statements of one first day of which none is led to. Of an account's first day
// nothing leads to any, and a hole is between those that open with different balances.
const mayMiss = sql(
  'banking.find-unled-links',
  `with link as materialized (${ofEveryAccount}),
   begun as (
     select "bankAccountId", "fromDate", min("openingMinor") < max("openingMinor") as differ,
       row_number() over earlier = 1 as first, max(max("toDate")) over earlier as until,
       max(max("toDate") filter (where "overlaps")) over earlier as "overlapsUntil"
     from link group by "bankAccountId", "fromDate"
     window earlier as (partition by "bankAccountId" ${earlier})),
   opened as (
     select "bankAccountId", "openingMinor", "fromDate", max(max("toDate")) over earlier as until
     from link group by "bankAccountId", "openingMinor", "fromDate"
     window earlier as (partition by "bankAccountId", "openingMinor" ${earlier})),
   closed as (
     select "bankAccountId", "closingMinor" as "openingMinor", min("fromDate") as since
     from link group by "bankAccountId", "closingMinor")
   select exists (
     select from link join begun using ("bankAccountId", "fromDate")
       join opened using ("bankAccountId", "openingMinor", "fromDate")
       left join closed using ("bankAccountId", "openingMinor")
     where case when begun.first then begun.differ else not (
       coalesce(closed.since < "fromDate", false) or begun.until > "fromDate"
       or coalesce(opened.until >= "fromDate", false)
       or "overlaps" and coalesce(begun."overlapsUntil" >= "fromDate", false)) end
   ) as "mayMiss"`,
);

type Link = ChainLink & { readonly bankAccountId: string };

export const chainStore = {
  /** The sound statements of one account on both sides of a day. */
  around: (tx: Tx, bankAccountId: string, day: string): Promise<Link[]> =>
    tx.rows<Link>(around, [tx.cooperativeId, bankAccountId, day]),

  /** The latest of every account that end by that day. */
  latest: (tx: Tx, until: string): Promise<Link[]> =>
    tx.rows<Link>(latest, [tx.cooperativeId, until]),

  /**
   * Whether there can be a hole among those: whether one is not led to by any of an earlier day.
   * Where there is none, which is how books are mostly, none of them has to be read.
   */
  async mayMiss(tx: Tx, until: string): Promise<boolean> {
    return (await tx.one<{ mayMiss: boolean }>(mayMiss, [tx.cooperativeId, until])).mayMiss;
  },
};
