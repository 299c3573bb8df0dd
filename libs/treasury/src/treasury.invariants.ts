import type { Invariant } from '@rochdale/platform';

export const treasuryInvariants: readonly Invariant[] = [
  {
    name: 'treasury.releases-stand',
    describes: 'A figure that is out is still the sum of what was recorded in its months.',
    // Summed once for each account and month: a figure asks months, not postings.
    sql: `with recorded as materialized (
        select a.cooperative_id, a.code, a.currency, o.month, sum(case a.kind when 'expense'
          then p.amount_minor else -p.amount_minor end) as amount_minor
        from treasury.releases o
        join ledger.transactions t on t.cooperative_id = o.cooperative_id
          and t.recorded_at >= o.starts_at and t.recorded_at < o.ends_at
        join ledger.postings p on p.transaction_id = t.id
        join ledger.accounts a on a.id = p.account_id
        group by 1, 2, 3, 4)
      select c.cooperative_id, c.month, c.place, c.amount_minor, r.recorded_minor
      from treasury.release_cells c
      left join lateral (
        select coalesce(sum(m.amount_minor), 0) as recorded_minor
        from unnest(c.codes) code
        left join lateral (select max(e.month) as until_month from treasury.release_cells e
          where e.cooperative_id = c.cooperative_id and e.kind = c.kind
            and e.currency = c.currency and e.month < c.month and code = any(e.codes)) out on true
        join recorded m on m.cooperative_id = c.cooperative_id and m.code = code.code
          and m.currency = c.currency and m.month between c.since and c.month
          and (out.until_month is null or m.month > out.until_month)) r on true
      where c.amount_minor <> r.recorded_minor limit 100`,
  },
  {
    name: 'treasury.releases-follow-each-other',
    describes: 'A released month begins where the one before it ended.',
    sql: `select cooperative_id, month from (
        select cooperative_id, month, starts_at,
          lag(ends_at) over (partition by cooperative_id order by month) as before_at
        from treasury.releases) r
      where starts_at <> before_at limit 100`,
  },
  {
    name: 'treasury.closing-balances-stand',
    describes: 'A closed period’s balances are still what its postings sum to.',
    sql: `select b.cooperative_id, b.period_id, b.account_id, b.balance_minor,
        coalesce(p.total_minor, 0) as postings_minor
      from treasury.closing_balances b
      join treasury.accounting_periods d on d.id = b.period_id
      left join lateral (select sum(amount_minor) as total_minor from ledger.postings
        where account_id = b.account_id
          and effective_at < (d.ends_on + 1)::timestamp at time zone 'UTC') p on true
      where b.balance_minor <> coalesce(p.total_minor, 0) limit 100`,
  },
  {
    name: 'treasury.closed-periods-are-locked',
    describes: 'A closed period is locked in the ledger.',
    sql: `select d.cooperative_id, d.id as period_id, d.ends_on
      from treasury.accounting_periods d
      where not exists (select from ledger.period_locks l
        where l.cooperative_id = d.cooperative_id
          and l.locked_before >= (d.ends_on + 1)::timestamp at time zone 'UTC') limit 100`,
  },
  {
    name: 'treasury.funds-keep-their-limit',
    describes: 'No fund holds more than its limit, and a closed one holds nothing.',
    sql: `select f.cooperative_id, f.id as fund_id, f.limit_minor, -a.balance_minor as in_fund_minor
      from treasury.funds f join ledger.accounts a on a.id = f.account_id
      where -a.balance_minor > f.limit_minor
        or (f.closed_at is not null and a.balance_minor <> 0) limit 100`,
  },
  {
    name: 'treasury.funds-have-their-account',
    describes: 'A fund is backed by a ledger account of its own currency and co-operative.',
    sql: `select f.cooperative_id, f.id as fund_id from treasury.funds f
      where not exists (select from ledger.accounts a where a.id = f.account_id
        and a.cooperative_id = f.cooperative_id and a.currency = f.currency) limit 100`,
  },
];
