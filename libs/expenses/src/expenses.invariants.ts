import type { Invariant } from '@rochdale/platform';

/** Laws of the expenses room, each over all co-operatives. */
export const expensesInvariants: readonly Invariant[] = [
  {
    name: 'expenses.amount-is-the-sum-of-items',
    of: 'Expense',
    describes: 'An expense asks for exactly the sum of its items.',
    sql: `select e.id from expenses.expenses e left join expenses.items i on i.expense_id = e.id
      group by e.id having coalesce(sum(i.amount_minor), 0) <> e.amount_minor limit 100`,
  },
  {
    name: 'expenses.payee-never-approves',
    of: 'ExpenseApproval',
    describes: 'No approval is by the submitter or the payee of the expense.',
    sql: `select a.id from expenses.approvals a join expenses.expenses e on e.id = a.expense_id
      where a.approver_member_id = e.submitter_member_id and a.voided_at is null
        or (e.payee_kind = 'member' and a.approver_member_id = e.payee_id
          and a.voided_at is null) limit 100`,
  },
  {
    name: 'expenses.approved-by-rule',
    of: 'Expense',
    describes: 'An approved expense has the approvals or the vote that its rule asks for.',
    sql: `select e.id from expenses.expenses e
      where e.status in ('approved', 'payout-failed', 'paid', 'waived', 'voided')
        and case e.band ->> 'kind' when 'role' then (select count(*) from expenses.approvals a
          where a.expense_id = e.id and a.voided_at is null and a.terms_hash = e.approved_hash
            and a.approver_role = e.band ->> 'role') < (e.band ->> 'approvals')::int
        else e.proposal_id is null end limit 100`,
  },
  {
    name: 'expenses.votes-are-for-members',
    of: 'Expense',
    describes: 'Who is no member reads nothing of a vote on an expense.',
    sql: `select e.id from expenses.expenses e join governance.proposals p
        on p.cooperative_id = e.cooperative_id and p.subject_kind = 'expense'
          and p.subject_id = e.id
      where p.visibility <> 'members' limit 100`,
  },
  {
    name: 'expenses.votes-have-their-claim',
    of: 'Proposal',
    describes: 'What members voted on is there for their vote, blanked or not.',
    sql: `select p.id from governance.proposals p where p.subject_kind = 'expense'
      and not exists (select from expenses.expenses e
        where e.cooperative_id = p.cooperative_id and e.id = p.subject_id) limit 100`,
  },
  {
    name: 'expenses.approved-means-owed-once',
    of: 'Expense',
    describes: 'An approved expense has one ledger transaction and one payout, others have none.',
    sql: `select id from expenses.expenses
      where (status in ('approved', 'payout-failed', 'paid', 'waived', 'voided'))
        <> (transaction_id is not null and payout_id is not null) limit 100`,
  },
  {
    name: 'expenses.one-offs-are-owed',
    of: 'Proposal',
    describes: 'What members decided to pay once is owed once: to that partner, that amount.',
    sql: `select a.proposal_id as id from governance.actions a
      where a.kind = 'payment.one-off' and a.state = 'executed'
        and not exists (select from expenses.expenses e
          where e.cooperative_id = a.cooperative_id and e.id = a.id
            and e.proposal_id = a.proposal_id and e.transaction_id is not null
            and e.payee_kind = 'partner' and e.payee_id::text = a.payload ->> 'partnerId'
            and e.currency = a.payload ->> 'currency'
            and e.amount_minor::text = a.payload ->> 'amountMinor') limit 100`,
  },
  {
    name: 'expenses.mandates-are-kept',
    of: 'Proposal',
    describes:
      'What was paid under a mandate is owed to its partner by its decision, within its days and ' +
      'its caps.',
    sql: `select m.granted_by_proposal_id as id from expenses.mandates m
      join expenses.mandate_bills b on b.cooperative_id = m.cooperative_id and b.mandate_id = m.id
      left join expenses.expenses e on e.cooperative_id = b.cooperative_id and e.id = b.expense_id
      where b.partner_id <> m.partner_id or b.billed_on not between m.starts_on and m.ends_on
        or b.handed_in_on > m.ends_on + m.grace_days
        or b.period_start <> date_trunc(m.period, b.billed_on::timestamp)::date
        or (b.state = 'claimed') <> (e.id is null)
        or (b.state = 'voided') <> coalesce(e.status = 'voided', false)
        or e.proposal_id <> m.granted_by_proposal_id or e.payee_kind <> 'partner'
        or e.payee_id <> m.partner_id or e.currency <> m.currency
        or e.amount_minor <> b.amount_minor or e.bill_hash <> b.bill_hash
      union
      select m.granted_by_proposal_id from expenses.mandates m
      join (select mandate_id, sum(sum(amount_minor)) over (partition by mandate_id) as in_all,
          sum(amount_minor) as in_period from expenses.mandate_bills where state = 'owed'
          group by mandate_id, period_start) b on b.mandate_id = m.id
      where b.in_period > m.cap_minor or b.in_all > m.total_minor limit 100`,
  },
  {
    name: 'expenses.bills-are-paid-once',
    of: 'Expense',
    describes: 'No two expenses that are claimed, owed or paid name the same bill of a partner.',
    sql: `select id from (select id, count(*) over (
        partition by cooperative_id, bill_partner_id, bill_hash) as times
      from expenses.expenses where bill_hash is not null and bill_freed_at is null
        and status not in ('draft', 'rejected', 'withdrawn')) e
      where times > 1 limit 100`,
  },
  {
    name: 'expenses.bills-are-released-by-another',
    of: 'Expense',
    describes: 'Who entered a bill under a mandate released none of its payouts.',
    sql: `select b.expense_id as id from expenses.mandate_bills b
      join payments.payouts p on p.cooperative_id = b.cooperative_id
        and p.obligation_kind = 'expense' and p.obligation_id = b.expense_id
      where p.entered_by_account_id is null or p.released_by_account_id = p.entered_by_account_id
      limit 100`,
  },
  {
    name: 'expenses.waived-is-reversed',
    of: 'Expense',
    describes:
      'The debt of an expense is reversed exactly where its payee waived it, or it was voided; ' +
      'of that, nothing is paid, nor to be.',
    sql: `select e.id from expenses.expenses e where e.transaction_id is not null
        and (e.status in ('waived', 'voided')) <> exists (select from ledger.transactions r
          where r.cooperative_id = e.cooperative_id and r.reverses_id = e.transaction_id)
      union all
      select e.id from expenses.expenses e join payments.payouts p
        on p.cooperative_id = e.cooperative_id and p.obligation_kind = 'expense'
          and p.obligation_id = e.id
      where e.status in ('waived', 'voided')
        and p.state not in ('returned', 'rejected', 'cancelled') limit 100`,
  },
  {
    name: 'expenses.approved-terms-stand',
    of: 'Expense',
    describes: 'What was approved is what is owed: amount, currency and payee did not change.',
    sql: `select id from expenses.expenses where approved_hash is not null
      and approved_hash <> terms_hash limit 100`,
  },
  {
    name: 'expenses.fingerprint-is-of-what-is-there',
    of: 'Expense',
    describes:
      'The fingerprint of an expense is that of its ids, amounts and texts; where texts went, of ' +
      'the rest.',
    sql: `select e.id from expenses.expenses e where e.terms_hash <> expenses.terms_hash(e)
      or (e.text_salt is not null and e.texts_hash <> expenses.texts_hash(e)
        and not exists (select from expenses.items i
          where i.expense_id = e.id and i.receipt_id is not null
            and not exists (select from platform.attachments a where a.id = i.receipt_id)))
      limit 100`,
  },
  {
    name: 'expenses.payables-are-owed',
    describes:
      'What is owed to members and partners in the books is their approved expenses and ' +
      'statements that no settled payout paid and nobody waived or voided, and nothing else.',
    // Version 0.1.0 let journal entries and lines explained by hand move them too: left out, and
    // coming no more.
    sql: `with booked as (
        select a.cooperative_id, a.code, a.currency, -coalesce(sum(g.amount_minor), 0) as booked
        from ledger.accounts a
        left join (ledger.postings g join ledger.transactions t
          on t.id = g.transaction_id and t.source_kind not in ('journal', 'bank-line'))
          on g.account_id = a.id
        where a.code in ('payables', 'partner-payables')
        group by a.cooperative_id, a.code, a.currency),
      owed as (
        select d.cooperative_id, d.code, d.currency, sum(d.amount_minor) as owed from (
          select cooperative_id, 'expense' as kind, id, currency, amount_minor,
            case payee_kind when 'member' then 'payables' else 'partner-payables' end as code
          from expenses.expenses
          where transaction_id is not null and status not in ('waived', 'voided')
          union all
          select cooperative_id, 'usage-statement', id, currency, amount_minor, 'partner-payables'
          from partners.statements where transaction_id is not null) d
        where not exists (select from payments.payouts p
          where p.cooperative_id = d.cooperative_id and p.obligation_kind = d.kind
            and p.obligation_id = d.id and p.state = 'settled')
        group by d.cooperative_id, d.code, d.currency)
      select cooperative_id, code, currency, b.booked, o.owed
      from booked b full join owed o using (cooperative_id, code, currency)
      where coalesce(b.booked, 0) <> coalesce(o.owed, 0) limit 100`,
  },
];
