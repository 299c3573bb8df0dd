import type { Invariant } from '@rochdale/platform';

/** The laws of money that moves. */
export const payoutsInvariants: readonly Invariant[] = [
  {
    name: 'payouts.one-open-payout-per-obligation',
    describes: 'No obligation is paid twice: at most one payout that did not fail.',
    sql: `select cooperative_id, obligation_kind, obligation_id, count(*)::int as payouts
      from payments.payouts where state not in ('returned', 'rejected', 'cancelled')
      group by 1, 2, 3 having count(*) > 1 limit 100`,
  },
  {
    name: 'payouts.settled-payout-is-booked',
    of: 'Payout',
    describes:
      'Each debited payout has a posting of its own, over its amount, from its bank account.',
    // Equal payouts of one debit are in one transaction: each needs one of its postings.
    sql: `select unnest(paid.ids) as id from (
        select array_agg(p.id) as ids, p.transaction_id, b.ledger_account_id, b.books_before_id,
          p.amount_minor
        from payments.payouts p join payments.bank_accounts b on b.id = p.bank_account_id
        where p.state in ('settled', 'returned') or p.late_debit is not null
        group by 2, 3, 4, 5) paid
      where cardinality(paid.ids) > (select count(*) from ledger.postings g
        where g.transaction_id = paid.transaction_id
          and g.account_id in (paid.ledger_account_id, paid.books_before_id)
          and g.amount_minor = -paid.amount_minor)
      limit 100`,
  },
  {
    name: 'payouts.returned-payout-is-booked',
    of: 'Payout',
    describes: 'Each payout that came back has its return in the books, over its amount.',
    // What was undone of a return counts for nothing.
    sql: `with back as materialized (
        select t.id, substring(t.idempotency_key from '^payout:([0-9a-f-]{36}):return') as payout_id
        from ledger.transactions t where t.idempotency_key like 'payout:%:return%'
          and not exists (select from ledger.transactions r where r.reverses_id = t.id))
      select p.id from payments.payouts p where p.state = 'returned' and not exists (
        select from back b join ledger.postings g on g.transaction_id = b.id
        where b.payout_id = p.id::text and g.amount_minor = -p.amount_minor
          and b.id is not distinct from coalesce(p.return_transaction_id, b.id))
      limit 100`,
  },
  {
    name: 'payouts.claims-are-booked',
    describes:
      'What debits and returns of payouts moved of what is claimed back is what open claims are.',
    // What was undone counts for nothing; what else moves the account is no claim of a payout.
    sql: `with booked as (
        select a.cooperative_id, a.currency, sum(g.amount_minor) as claimed_minor
        from ledger.accounts a join ledger.postings g on g.account_id = a.id
        join ledger.transactions t on t.id = g.transaction_id
        where a.code = 'payout-claims' and (t.idempotency_key like 'settle-together:%'
            or t.idempotency_key like 'payout:%:return%')
          and not exists (select from ledger.transactions r where r.reverses_id = t.id)
        group by a.cooperative_id, a.currency), open as (
        select cooperative_id, currency, sum(amount_minor) as open_minor from payments.payouts
        where state = 'rejected' and late_debit = 'claims' group by cooperative_id, currency)
      select cooperative_id, currency, b.claimed_minor, o.open_minor
      from booked b full join open o using (cooperative_id, currency)
      where coalesce(b.claimed_minor, 0) <> coalesce(o.open_minor, 0) limit 100`,
  },
  {
    name: 'payouts.hold-follows-payout',
    of: 'Payout',
    describes: 'The hold of a payout is open exactly while the payout is on its way.',
    sql: `select p.id, p.state, h.state as hold from payments.payouts p
      join ledger.holds h on h.id = p.hold_id
      where (p.state in ('reserved', 'submitting', 'submitted', 'unknown')) <> (h.state = 'open')
      limit 100`,
  },
  {
    name: 'payouts.file-sums-to-its-payouts',
    of: 'PaymentFile',
    describes: 'A payment file’s total is the sum of its payouts.',
    sql: `select f.id from payments.payment_files f
      left join payments.payouts p on p.payment_file_id = f.id
      group by f.id, f.total_minor, f.payouts
      having coalesce(sum(p.amount_minor), 0) <> f.total_minor or count(p.id) <> f.payouts
      limit 100`,
  },
  {
    name: 'payouts.terms-as-approved',
    of: 'Payout',
    describes: 'A payout pays whom, how much, where and for what was approved: its hash says so.',
    // The canonical JSON of the terms, as `frozenHash` writes it: keys by their names.
    sql: `select id from payments.payouts
      where frozen_hash <> encode(sha256(convert_to(
        '{"amountMinor":"' || amount_minor || '","currency":"' || currency
        || '","debitAccountId":"' || debit_account_id
        || coalesce('","destination":"' || destination_id, '')
        || '","obligation":{"id":"' || obligation_id || '","kind":' || to_json(obligation_kind)
        || '},"payee":{"id":"' || payee_id || '","kind":"' || payee_kind || '"}}',
        'UTF8')), 'hex') limit 100`,
  },
  {
    name: 'payouts.file-as-written',
    of: 'PaymentFile',
    describes: 'A payment file has the bytes that were written: its hash says so.',
    sql: `select id from payments.payment_files
      where length(bytes) > 0
        and coalesce(sealed_sha256, sha256) <> encode(sha256(bytes), 'hex') limit 100`,
  },
];
