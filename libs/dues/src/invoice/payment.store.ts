import { assert, columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { DuesPaymentEntity } from './payment.entity.js';

export type PaymentDraft = Readonly<Omit<DuesPaymentEntity, 'id' | 'cooperativeId' | 'recordedAt'>>;

/** What an invoice got of a member's credit. */
export type InvoiceSetOff = Readonly<Pick<DuesPaymentEntity, 'invoiceId' | 'amountMinor'>>;

/** What a line brought an invoice, less what it took back; never zero. */
export type InvoiceEffect = InvoiceSetOff & Readonly<Pick<DuesPaymentEntity, 'returnsLineId'>>;

const ofLine = sql(
  'dues.find-payments-of-line',
  `select ${columnsOf(DuesPaymentEntity, { only: ['invoiceId', 'returnsLineId'] })},
     sum(amount_minor)::bigint as "amountMinor"
   from dues.payments where cooperative_id = $1 and bank_line_id = $2
   group by invoice_id, returns_line_id having sum(amount_minor) <> 0 order by invoice_id`,
);
const setOff = sql(
  'dues.find-set-off-invoices',
  `select ${columnsOf(DuesPaymentEntity, { only: ['invoiceId'] })},
     sum(amount_minor)::bigint as "amountMinor"
   from dues.payments
   where cooperative_id = $1 and member_id = $2 and currency = $3 and kind = 'credit'
   group by invoice_id having sum(amount_minor) > 0
   order by max(recorded_at) desc, invoice_id desc`,
);

const unkeyed = sql(
  'dues.lock-unkeyed-payers',
  `select ${columnsOf(DuesPaymentEntity, { only: ['id', 'payerFingerprint'] })}
   from dues.payments where cooperative_id = $1 and payer_fingerprint ~ '^[0-9a-f]{64}$'
   order by id limit $2 for update`,
);
const keyPayers = sql(
  'dues.set-payer-keys',
  `update dues.payments p set payer_fingerprint = k.keyed
   from unnest($2::uuid[], $3::text[]) as k (id, keyed)
   where p.cooperative_id = $1 and p.id = k.id and p.payer_fingerprint ~ '^[0-9a-f]{64}$'
   returning p.id`,
);

/** What invoices were settled with. Rows are only ever added. */
const heldErased = sql(
  'dues.hold-erased-payer',
  `select id from membership.erased_among($1, array[$2::uuid]) as id`,
);

/** From where somebody paid who was erased is known to nobody; who is there is held meanwhile. */
async function payerOf(
  tx: Tx,
  { payerFingerprint, memberId }: Pick<PaymentDraft, 'payerFingerprint' | 'memberId'>,
): Promise<string | null> {
  if (payerFingerprint === null) return null;
  const erased = await tx.rows(heldErased, [tx.cooperativeId, memberId]);
  return erased.length > 0 ? null : payerFingerprint;
}

export const paymentStore = {
  insert: async (tx: Tx, draft: PaymentDraft): Promise<void> => {
    const { cooperativeId, now: recordedAt } = tx;
    const payerFingerprint = await payerOf(tx, draft);
    const row = { ...draft, payerFingerprint, id: newId(), cooperativeId, recordedAt };
    await tx.repository(DuesPaymentEntity).insert(row);
  },

  /** What a line did to invoices by itself, whatever other lines brought back of it. */
  ofLine: (tx: Tx, lineId: string) => tx.rows<InvoiceEffect>(ofLine, [tx.cooperativeId, lineId]),

  /** Payments whose payer has a fingerprint without a key, held until the end. */
  unkeyed: (tx: Tx, atMost: number) =>
    tx.rows<{ id: string; payerFingerprint: string }>(unkeyed, [tx.cooperativeId, atMost]),

  async keyPayers(tx: Tx, pairs: readonly { id: string; keyed: string }[]): Promise<void> {
    const columns = [pairs.map(({ id }) => id), pairs.map(({ keyed }) => keyed)];
    const rows = await tx.rows(keyPayers, [tx.cooperativeId, ...columns]);
    assert(rows.length === pairs.length, 'every payer that is held gets a key');
  },

  /** What of a member's credit stands set off against which invoice, the latest first. */
  setOff: (tx: Tx, memberId: string, currency: string) =>
    tx.rows<InvoiceSetOff>(setOff, [tx.cooperativeId, memberId, currency]),
};
