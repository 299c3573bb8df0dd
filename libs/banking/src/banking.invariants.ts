import type { Invariant } from '@rochdale/platform';

/** The laws of what banks say. */
export const bankingInvariants: readonly Invariant[] = [
  {
    name: 'banking.account-has-books-of-its-own',
    describes:
      'No two accounts at banks share an account in the books; `bankAccountSeparate` gives one ' +
      'of them books of its own.',
    sql: `select cooperative_id, ledger_account_id, count(*)::int as accounts
      from payments.bank_accounts group by 1, 2 having count(*) > 1 limit 100`,
  },
  {
    name: 'banking.matched-line-is-booked',
    of: 'BankLine',
    describes:
      'A matched bank line has its transaction, which moved its amount on its bank account.',
    sql: `select l.id from payments.bank_lines l
      join payments.bank_accounts b on b.id = l.bank_account_id
      left join (select transaction_id, account_id, sum(amount_minor) as moved_minor
        from ledger.postings
        where account_id in (select ledger_account_id from payments.bank_accounts
          union select books_before_id from payments.bank_accounts)
        group by transaction_id, account_id) g
        on g.transaction_id = l.transaction_id
          and g.account_id in (b.ledger_account_id, b.books_before_id)
      where l.state = 'matched' and g.moved_minor is distinct from l.amount_minor limit 100`,
  },
  {
    name: 'banking.line-is-booked-once',
    of: 'BankLine',
    describes: 'A bank line is in the books once at most: what booked it before was reversed.',
    // The line is read out of the fact first: behind the walls between co-operatives no index is
    // asked by what a pattern had to look into.
    sql: `with booked as materialized (
        select id, cooperative_id, outside_fact, case
            when outside_fact ~ '^bank-line:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:|$)'
            then substr(outside_fact, 11, 36)::uuid
          end as line_id
        from ledger.transactions where outside_fact like 'bank-line:%')
      select l.id, l.state from booked t
      join payments.bank_lines l on l.id = t.line_id and l.cooperative_id = t.cooperative_id
      where t.id is distinct from l.transaction_id
        and (l.matches_undone > 0 or t.outside_fact = 'bank-line:' || l.id)
        and not exists (select from ledger.transactions r where r.reverses_id = t.id) limit 100`,
  },
];
