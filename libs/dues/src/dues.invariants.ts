import type { Invariant } from '@rochdale/platform';

/** The laws of dues. */
export const duesInvariants: readonly Invariant[] = [
  {
    name: 'dues.invoice-paid-is-sum-of-payments',
    describes: 'What an invoice says is paid is the sum of its payments.',
    sql: `select i.id, i.paid_minor, coalesce(sum(p.amount_minor), 0) as payments
      from dues.invoices i left join dues.payments p on p.invoice_id = i.id
      group by i.id, i.paid_minor having i.paid_minor <> coalesce(sum(p.amount_minor), 0)
      limit 100`,
  },
  {
    name: 'dues.invoice-is-booked',
    describes: 'A claimed invoice has its transaction, over its amount.',
    sql: `select i.id from dues.invoices i
      where i.amount_minor > 0 and not exists (select 1 from ledger.postings g
        where g.transaction_id = i.transaction_id and g.amount_minor = i.amount_minor) limit 100`,
  },
  {
    name: 'dues.payment-is-a-matched-line',
    describes: 'Each payment is one bank line, matched to its invoice, over the same amount.',
    sql: `select p.id from dues.payments p
      left join payments.bank_lines l on l.id = p.bank_line_id and l.matched_id = p.invoice_id
        and l.amount_minor = p.amount_minor + p.excess_minor
        and l.transaction_id = p.transaction_id
      where l.id is null limit 100`,
  },
];
