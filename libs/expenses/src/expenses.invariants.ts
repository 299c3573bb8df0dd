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
      where e.status in ('approved', 'payout-failed', 'paid') and case e.band ->> 'kind'
        when 'role' then (select count(*) from expenses.approvals a
          where a.expense_id = e.id and a.voided_at is null and a.terms_hash = e.approved_hash
            and a.approver_role = e.band ->> 'role') < (e.band ->> 'approvals')::int
        else e.proposal_id is null end limit 100`,
  },
  {
    name: 'expenses.approved-means-owed-once',
    of: 'Expense',
    describes: 'An approved expense has one ledger transaction and one payout, others have none.',
    sql: `select id from expenses.expenses
      where (status in ('approved', 'payout-failed', 'paid'))
        <> (transaction_id is not null and payout_id is not null) limit 100`,
  },
  {
    name: 'expenses.approved-terms-stand',
    of: 'Expense',
    describes: 'What was approved is what is owed: amount, currency and payee did not change.',
    sql: `select id from expenses.expenses where approved_hash is not null
      and approved_hash <> terms_hash limit 100`,
  },
];
