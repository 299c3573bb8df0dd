import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** Names of ours, and where and from which day on a bank may have told them. */
export interface NamesAtBank {
  readonly bankAccountId: string;
  readonly names: readonly string[];
  readonly fromDay: string;
}

const named = sql(
  'banking.find-debit-that-names',
  `select l.id from payments.bank_lines l
   where l.cooperative_id = $1 and l.bank_account_id = $2 and l.booking_date >= $4::date
     and l.amount_minor < 0 and not l.reversal and l.state <> 'repeated'
     and exists (select from unnest($3::text[]) as given (name)
       where position(lower(given.name) in lower(l.end_to_end_id)) > 0
         or position(lower(given.name) in lower(l.raw::text)) > 0)
   order by l.id limit 1`,
);

export const namedDebitsStore = {
  /** A debit that tells one of these names, whatever became of it; null when there is none. */
  find: async (tx: Tx, { bankAccountId, names, fromDay }: NamesAtBank): Promise<string | null> => {
    const values = [tx.cooperativeId, bankAccountId, names, fromDay];
    return (await tx.maybeOne<{ id: string }>(named, values))?.id ?? null;
  },
};
