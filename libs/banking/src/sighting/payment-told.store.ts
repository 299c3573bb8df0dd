import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { PaymentTold } from './payment-told.js';

/** A payment of the batch whose sum is a line. */
export interface PaymentOfLine extends PaymentTold {
  readonly lineId: string;
}

// Of several files that told them the latest counts: a richer one comes later.
const ofLines = sql(
  'banking.list-payments-of-lines',
  `select l.id as "lineId", told.payments from payments.bank_lines l
   cross join lateral (
     select g.facts -> 'payments' as payments from payments.bank_sightings g
     where g.cooperative_id = $1 and g.entry_id = l.entry_id
       and jsonb_array_length(g.facts -> 'payments') > 1
     order by g.statement_id desc limit 1) told
   where l.cooperative_id = $1 and l.id = any($2::uuid[]) and l.state <> 'repeated'
     and l.locked_at is null
     and 1 = (select count(*) from payments.bank_lines o
       where o.cooperative_id = $1 and o.entry_id = l.entry_id)
   order by l.id`,
);

type Kept = Omit<PaymentTold, 'amountMinor'> & { readonly amountMinor: string };

export const paymentToldStore = {
  /** What was told of the payments that these lines, each an entry of its own, are the sums of. */
  ofLines: async (tx: Tx, lineIds: readonly string[]): Promise<PaymentOfLine[]> => {
    const params = [tx.cooperativeId, lineIds];
    const rows = await tx.rows<{ lineId: string; payments: readonly Kept[] }>(ofLines, params);
    return rows.flatMap(({ lineId, payments }) =>
      payments.map((payment) => ({
        ...payment,
        lineId,
        amountMinor: BigInt(payment.amountMinor),
      })),
    );
  },
};
