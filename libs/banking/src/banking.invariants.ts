import type { Invariant } from '@rochdale/platform';

/** The laws of what banks say. */
export const bankingInvariants: readonly Invariant[] = [
  {
    name: 'banking.matched-line-is-booked',
    describes: 'A matched bank line has its transaction, over its amount, on its bank account.',
    sql: `select l.id from payments.bank_lines l
      join payments.bank_accounts b on b.id = l.bank_account_id
      left join ledger.postings g on g.transaction_id = l.transaction_id
        and g.account_id = b.ledger_account_id and g.amount_minor = l.amount_minor
      where l.state = 'matched' and g.account_id is null limit 100`,
  },
];
