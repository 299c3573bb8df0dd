import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { InvoiceCounterEntity, InvoiceEntity } from './invoice.entity.js';
import type { DuesPaymentEntity } from './payment.entity.js';

/** `reference` (ISO 11649) is what the payer writes, and what finds the invoice again. */
export type InvoiceRow = Readonly<Omit<InvoiceEntity, 'cooperativeId'>>;

export const invoiceColumns = columnsOf(InvoiceEntity, { without: ['cooperativeId'] });

const existing = sql(
  'dues.find-invoiced-members',
  `select ${columnsOf(InvoiceEntity, { only: ['memberId'] })}, max(period_end)::date as until
   from dues.invoices
   where cooperative_id = $1 and member_id = any($2::uuid[]) and period_end >= $3::date
   group by member_id`,
);
const numbers = sql(
  'dues.take-invoice-numbers',
  `insert into dues.counters (cooperative_id, last_number) values ($1, $2)
   on conflict (cooperative_id) do update
     set last_number = dues.counters.last_number + excluded.last_number
   returning ${columnsOf(InvoiceCounterEntity, { only: ['lastNumber'] })}`,
);
const insert = sql(
  'dues.insert-invoice',
  `insert into dues.invoices (id, cooperative_id, number, reference, member_id, plan_id,
     period_start, period_end, amount_minor, currency, state, due_on, issued_at, transaction_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
);
const lockByReference = sql(
  'dues.lock-invoice-by-reference',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and reference = any($2::text[]) order by id for update`,
);
const lockById = sql(
  'dues.lock-invoice',
  `select ${invoiceColumns} from dues.invoices where cooperative_id = $1 and id = $2 for update`,
);
const openOfPayer = sql(
  'dues.lock-open-invoices-of-payer',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and state = 'open' and currency = $3
     and amount_minor - paid_minor = $4 and (issued_at at time zone 'UTC')::date <= $5::date
     and member_id in (select member_id from dues.payments
       where cooperative_id = $1 and payer_fingerprint = $2)
   order by id for update`,
);
const pay = sql(
  'dues.pay-invoice',
  `update dues.invoices set paid_minor = paid_minor + $3,
     state = case when paid_minor + $3 = amount_minor then 'paid' else state end,
     paid_at = case when paid_minor + $3 = amount_minor then $4::timestamptz else paid_at end
   where cooperative_id = $1 and id = $2 and state = 'open' returning ${invoiceColumns}`,
);
const insertPayment = sql(
  'dues.insert-payment',
  `insert into dues.payments (id, cooperative_id, invoice_id, member_id, bank_line_id, amount_minor,
     excess_minor, currency, paid_on, payer_fingerprint, because, transaction_id, recorded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

export type PaymentDraft = Readonly<Omit<DuesPaymentEntity, 'cooperativeId' | 'recordedAt'>>;

export const invoiceStore = {
  /** Up to which day members are invoiced, of those who are beyond the given one. */
  invoiced: async (
    tx: Tx,
    memberIds: readonly string[],
    fromDay: string,
  ): Promise<ReadonlyMap<string, string>> => {
    const rows = await tx.rows<{ memberId: string; until: string }>(existing, [
      tx.cooperativeId,
      memberIds,
      fromDay,
    ]);
    return new Map(rows.map(({ memberId, until }) => [memberId, until]));
  },

  /** Takes that many numbers in a row and returns the first. The counter's row is the lock. */
  takeNumbers: async (tx: Tx, count: bigint): Promise<bigint> => {
    const { lastNumber } = await tx.one<Pick<InvoiceCounterEntity, 'lastNumber'>>(numbers, [
      tx.cooperativeId,
      count,
    ]);
    return lastNumber - count + 1n;
  },

  insert: (tx: Tx, invoice: InvoiceRow) =>
    tx.run(insert, [
      invoice.id,
      tx.cooperativeId,
      invoice.number,
      invoice.reference,
      invoice.memberId,
      invoice.planId,
      invoice.periodStart,
      invoice.periodEnd,
      invoice.amountMinor,
      invoice.currency,
      invoice.state,
      invoice.dueOn,
      tx.now,
      invoice.transactionId,
    ]),

  lockByReferences: (tx: Tx, references: readonly string[]) =>
    tx.rows<InvoiceRow>(lockByReference, [tx.cooperativeId, references]),

  lock: (tx: Tx, id: string) => tx.maybeOne<InvoiceRow>(lockById, [tx.cooperativeId, id]),

  /** Open invoices over exactly that amount of whoever paid from that account before. */
  openOfPayer: (
    tx: Tx,
    payer: { fingerprint: string; currency: string; amountMinor: bigint; onDay: string },
  ) =>
    tx.rows<InvoiceRow>(openOfPayer, [
      tx.cooperativeId,
      payer.fingerprint,
      payer.currency,
      payer.amountMinor,
      payer.onDay,
    ]),

  pay: (tx: Tx, id: string, amountMinor: bigint) =>
    tx.maybeOne<InvoiceRow>(pay, [tx.cooperativeId, id, amountMinor, tx.now]),

  insertPayment: (tx: Tx, draft: PaymentDraft) =>
    tx.run(insertPayment, [
      draft.id,
      tx.cooperativeId,
      draft.invoiceId,
      draft.memberId,
      draft.bankLineId,
      draft.amountMinor,
      draft.excessMinor,
      draft.currency,
      draft.paidOn,
      draft.payerFingerprint,
      draft.because,
      draft.transactionId,
      tx.now,
    ]),
};
