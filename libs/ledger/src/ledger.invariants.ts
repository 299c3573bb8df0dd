import type { Invariant } from '@rochdale/platform';

/** The laws of the books as questions to the books. Each finds nothing, or names the row. */
export const ledgerInvariants: readonly Invariant[] = [
  {
    name: 'ledger.trial-balance-is-zero',
    describes: 'All postings of a co-operative sum to zero in each currency.',
    sql: `select cooperative_id, currency, sum(amount_minor) as difference_minor
      from ledger.postings group by cooperative_id, currency
      having sum(amount_minor) <> 0 limit 100`,
  },
  {
    name: 'ledger.transactions-balance',
    describes: 'A transaction has at least two postings, and they sum to zero in each currency.',
    sql: `select t.cooperative_id, t.id as transaction_id, count(p.position) as postings
      from ledger.transactions t left join ledger.postings p on p.transaction_id = t.id
      group by t.cooperative_id, t.id
      having count(p.position) < 2
        or exists (select from ledger.postings q where q.transaction_id = t.id
          group by q.currency having sum(q.amount_minor) <> 0) limit 100`,
  },
  {
    name: 'ledger.balances-equal-postings',
    describes: 'The cached balance and debits of an account are the sums of its postings.',
    sql: `select a.cooperative_id, a.id as account_id, a.balance_minor,
        coalesce(p.total_minor, 0) as postings_minor, a.debited_minor,
        coalesce(p.debit_minor, 0) as debits_minor
      from ledger.accounts a
      left join (select account_id, sum(amount_minor) as total_minor,
          sum(greatest(amount_minor, 0)) as debit_minor
        from ledger.postings group by account_id) p on p.account_id = a.id
      where (a.balance_minor, a.debited_minor)
        <> (coalesce(p.total_minor, 0), coalesce(p.debit_minor, 0)) limit 100`,
  },
  {
    name: 'ledger.postings-carry-their-place',
    describes: 'A posting has its transaction’s place in the order of the books.',
    sql: `select p.cooperative_id, p.transaction_id, p.position
      from ledger.postings p join ledger.transactions t on t.id = p.transaction_id
      where p.sequence <> t.sequence limit 100`,
  },
  {
    name: 'ledger.checkpoints-agree',
    describes: 'A checkpoint is what the postings before it come to.',
    sql: `select c.cooperative_id, c.account_id, c.effective_at, c.balance_minor, p.total_minor
      from ledger.balance_checkpoints c
      left join lateral (select coalesce(sum(amount_minor), 0) as total_minor,
          coalesce(sum(greatest(amount_minor, 0)), 0) as debit_minor
        from ledger.postings where account_id = c.account_id
          and (effective_at, sequence, position) < (c.effective_at, c.sequence, c.position)) p
        on true
      where (c.balance_minor, c.debited_minor) <> (p.total_minor, p.debit_minor) limit 100`,
  },
  {
    name: 'ledger.accounts-know-their-checkpoints',
    describes: 'An account says where its newest checkpoint stands, or that it has none.',
    sql: `select a.cooperative_id, a.id as account_id, a.checkpointed_before, c.newest_at
      from ledger.accounts a left join (select account_id, max(effective_at) as newest_at
        from ledger.balance_checkpoints group by account_id) c on c.account_id = a.id
      where a.checkpointed_before is distinct from c.newest_at limit 100`,
  },
  {
    name: 'ledger.held-equals-open-holds',
    describes: 'The held amount of an account is the sum of its open holds.',
    sql: `select a.cooperative_id, a.id as account_id, a.held_minor,
        coalesce(h.total_minor, 0) as holds_minor
      from ledger.accounts a
      left join (select account_id, sum(amount_minor) as total_minor
        from ledger.holds where state = 'open' group by account_id) h on h.account_id = a.id
      where a.held_minor <> coalesce(h.total_minor, 0) limit 100`,
  },
  {
    name: 'ledger.floors-are-kept',
    describes:
      'No account is below its floor, with its open holds counted against it, but by as much as ' +
      'outside facts took it there, or holds of what was sent off before.',
    sql: `select cooperative_id, id as account_id, floor_minor, below_floor_minor, balance_minor,
        held_minor
      from ledger.accounts
      where below_floor_minor <> greatest(0, coalesce(floor_minor + held_minor
          - (case when kind in ('asset', 'expense') then balance_minor else -balance_minor end), 0))
        or (below_floor_minor > 0 and kind <> 'asset') limit 100`,
  },
  {
    name: 'ledger.postings-keep-currency',
    describes: 'A posting is in the currency and the co-operative of its account.',
    sql: `select p.cooperative_id, p.transaction_id, p.position
      from ledger.postings p join ledger.accounts a on a.id = p.account_id
      where p.currency <> a.currency or p.cooperative_id <> a.cooperative_id limit 100`,
  },
  {
    name: 'ledger.exchanges-record-their-rate',
    describes: 'A transaction of two currencies is an exchange with its rate, or reverses one.',
    sql: `select p.cooperative_id, p.transaction_id
      from ledger.postings p join ledger.transactions t on t.id = p.transaction_id
      where t.reverses_id is null
        and not exists (select from ledger.exchanges e where e.transaction_id = t.id)
      group by p.cooperative_id, p.transaction_id
      having count(distinct p.currency) > 1 limit 100`,
  },
  {
    name: 'ledger.nothing-after-closing',
    describes: 'Nothing was recorded for a day whose books were closed already.',
    sql: `select distinct t.cooperative_id, t.id as transaction_id, t.effective_at
      from ledger.transactions t join ledger.period_locks l
        on l.cooperative_id = t.cooperative_id and l.locked_before > t.effective_at
      where t.sequence > l.sequence limit 100`,
  },
  {
    name: 'ledger.reversals-mirror',
    describes: 'A reversal is the exact counter-entry of one transaction, which is none itself.',
    sql: `select r.cooperative_id, r.id as transaction_id, r.reverses_id
      from ledger.transactions r join ledger.transactions o on o.id = r.reverses_id
      where o.reverses_id is not null or o.cooperative_id <> r.cooperative_id or exists (
        (select account_id, amount_minor from ledger.postings where transaction_id = r.id
          except all
          select account_id, -amount_minor from ledger.postings where transaction_id = o.id)
        union all
        (select account_id, -amount_minor from ledger.postings where transaction_id = o.id
          except all
          select account_id, amount_minor from ledger.postings where transaction_id = r.id))
      limit 100`,
  },
  {
    name: 'ledger.one-reversal-each',
    describes: 'A transaction is reversed at most once.',
    sql: `select cooperative_id, reverses_id, count(*) as reversals from ledger.transactions
      where reverses_id is not null group by cooperative_id, reverses_id
      having count(*) > 1 limit 100`,
  },
  {
    name: 'ledger.outside-facts-post-once',
    describes: 'A bank line or provider transaction leads to at most one transaction.',
    sql: `select cooperative_id, outside_fact, count(*) as transactions from ledger.transactions
      where outside_fact is not null group by cooperative_id, outside_fact
      having count(*) > 1 limit 100`,
  },
  {
    name: 'ledger.holds-resolve-once',
    describes:
      'A posted hold has its transaction, which takes just what its holds gave from their account.',
    sql: `select h.cooperative_id, min(h.id::text) as hold_id, sum(h.posted_minor) as posted_minor,
        min(d.drawn_minor) as drawn_minor
      from ledger.holds h join ledger.accounts a on a.id = h.account_id
      left join lateral (select sum(case when a.kind in ('asset', 'expense')
          then -p.amount_minor else p.amount_minor end) as drawn_minor
        from ledger.postings p
        where p.transaction_id = h.transaction_id and p.account_id = h.account_id) d on true
      where h.state = 'posted' or h.transaction_id is not null
      group by h.cooperative_id, h.transaction_id, h.account_id
      having min(d.drawn_minor) is distinct from sum(h.posted_minor)
        or bool_or(h.state <> 'posted' or h.posted_minor > h.amount_minor)
      limit 100`,
  },
];
