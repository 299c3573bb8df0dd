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
  `select told."lineId", told.payments from (
     select distinct on (l.id) l.id as "lineId", g.facts -> 'payments' as payments
     from payments.bank_lines l
     join payments.bank_sightings g
       on g.cooperative_id = l.cooperative_id and g.entry_id = coalesce(l.entry_id, l.id)
     where l.cooperative_id = $1 and l.id = any($2::uuid[]) and l.state <> 'repeated'
       and jsonb_array_length(g.facts -> 'payments') > 1
       and not exists (select from payments.bank_lines o where o.cooperative_id = $1
         and coalesce(o.entry_id, o.id) = coalesce(l.entry_id, l.id) and o.id <> l.id)
     order by l.id, g.statement_id desc) told order by told."lineId"`,
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
