import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';

/** How many lines of an account are not in the books. */
export type UnbookedOfAccount = Readonly<Pick<BankAccountEntity, 'label'>> & {
  readonly lines: number;
};

const unbooked = sql(
  'banking.count-unbooked-lines',
  `select ${columnsOf(BankAccountEntity, { of: 'a', only: ['label'] })}, count(*)::int as lines
   from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.state in ('new', 'flagged', 'unclear')
     and l.booking_date <= $2::date
   group by a.id, a.label order by a.label`,
);

export const unbookedStore = {
  upTo: (tx: Tx, day: string) => tx.rows<UnbookedOfAccount>(unbooked, [tx.cooperativeId, day]),
};
