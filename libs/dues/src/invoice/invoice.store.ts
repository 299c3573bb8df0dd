import { columnsOf, dayOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { InvoiceCounterEntity, InvoiceEntity } from './invoice.entity.js';

/**
 * `reference` (ISO 11649) is what the payer writes, and what finds the invoice again. `number` is
 * for the books and who reads all of them: members who count theirs would find that one pauses.
 */
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
const taken = sql(
  'dues.find-taken-references',
  `select ${columnsOf(InvoiceEntity, { only: ['reference'] })} from dues.invoices
   where cooperative_id = $1 and reference = any($2::text[])`,
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
     and amount_minor - credited_minor - paid_minor = $4
     and member_id in (select p.member_id from dues.payments p
       where p.cooperative_id = $1 and p.payer_fingerprint = any($2::text[])
       group by p.member_id, p.bank_line_id
       having bool_or(p.kind = 'return') or sum(p.amount_minor) > 0)
   order by id for update`,
);
const change = sql(
  'dues.change-invoice',
  `update dues.invoices set paid_minor = $3, credited_minor = $4, state = $5,
     paid_at = case when $5 = 'paid' then coalesce(paid_at, $6::timestamptz) end
   where cooperative_id = $1 and id = $2 and paid_minor = $7 and credited_minor = $8
     and state = $9 returning ${invoiceColumns}`,
);
const lockMany = sql(
  'dues.lock-invoices',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and id = any($2::uuid[]) order by id for update`,
);
const lockWithin = sql(
  'dues.lock-open-invoices-within',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and member_id = $2 and state = 'open'
     and period_start between $3::date and $4::date order by id for update`,
);
const lockOpen = sql(
  'dues.lock-open-invoices-of-member',
  `select ${invoiceColumns} from dues.invoices
   where cooperative_id = $1 and member_id = $2 and currency = $3 and state = 'open'
   order by id for update`,
);

/** What of an invoice moves once it was issued. */
export type InvoiceChange = Pick<InvoiceRow, 'paidMinor' | 'creditedMinor' | 'state'>;

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

  /** Which of these an invoice has. */
  takenReferences: async (tx: Tx, references: readonly string[]): Promise<ReadonlySet<string>> => {
    const asked = [tx.cooperativeId, references];
    const rows = await tx.rows<Pick<InvoiceRow, 'reference'>>(taken, asked);
    return new Set(rows.map(({ reference }) => reference));
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
  async openOfPayer(
    tx: Tx,
    payer: {
      kept: string;
      former: readonly string[];
      currency: string;
      amountMinor: bigint;
      onDay: string;
    },
  ): Promise<InvoiceRow[]> {
    const { kept, former, currency, amountMinor, onDay } = payer;
    const asked = [tx.cooperativeId, [kept, ...former], currency, amountMinor];
    const open = await tx.rows<InvoiceRow>(openOfPayer, asked);
    if (open.length === 0) return open;
    const timeZone = await tx.timeZone();
    return open.filter(({ issuedAt }) => dayOf(issuedAt, timeZone) <= onDay);
  },

  /** In no order. Locks them in the order of their ids. */
  lockMany: (tx: Tx, ids: readonly string[]) =>
    tx.rows<InvoiceRow>(lockMany, [tx.cooperativeId, ids]),

  lockOpenOf: (tx: Tx, memberId: string, currency: string) =>
    tx.rows<InvoiceRow>(lockOpen, [tx.cooperativeId, memberId, currency]),

  /** A member's open invoices of periods that begin within a span of days. */
  lockOpenWithin: (tx: Tx, memberId: string, fromOn: string, untilOn: string) =>
    tx.rows<InvoiceRow>(lockWithin, [tx.cooperativeId, memberId, fromOn, untilOn]),

  /** Null when it is not as it was read. */
  change: (tx: Tx, was: InvoiceRow, to: InvoiceChange) =>
    tx.maybeOne<InvoiceRow>(change, [
      tx.cooperativeId,
      was.id,
      to.paidMinor,
      to.creditedMinor,
      to.state,
      tx.now,
      was.paidMinor,
      was.creditedMinor,
      was.state,
    ]),
};
