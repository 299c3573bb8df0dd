import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Billed, MandateTerms } from './mandate.js';
import { MandateBillEntity } from './mandate-bill.entity.js';
import { MandateEntity } from './mandate.entity.js';

/** A mandate, in force or over. */
export type MandateRecord = Readonly<Omit<MandateEntity, 'cooperativeId'>>;

export type NewBill = Readonly<Omit<MandateBillEntity, 'cooperativeId'>>;

export const mandateColumns = columnsOf(MandateEntity, { of: 'm', without: ['cooperativeId'] });

const find = sql(
  'expenses.find-mandate',
  `select ${mandateColumns} from expenses.mandates m where m.cooperative_id = $1 and m.key = $2`,
);

const lock = sql(
  'expenses.lock-mandate',
  `select ${mandateColumns} from expenses.mandates m
   where m.cooperative_id = $1 and m.key = $2 for update`,
);

const insert = sql(
  'expenses.insert-mandate',
  `insert into expenses.mandates (id, cooperative_id, key, title, partner_id, category, currency,
     period, cap_minor, total_minor, starts_on, ends_on, policy_key, granted_at,
     granted_by_proposal_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);

const end = sql(
  'expenses.end-mandate',
  `update expenses.mandates set ended_at = $3, ended_by_proposal_id = $4
   where cooperative_id = $1 and key = $2 and ended_at is null`,
);

const billed = sql(
  'expenses.sum-bills-of-mandate',
  `select coalesce(sum(amount_minor) filter (where period_start = $3), 0)::bigint
       as "inPeriodMinor",
     coalesce(sum(amount_minor), 0)::bigint as "inAllMinor"
   from expenses.mandate_bills where cooperative_id = $1 and mandate_id = $2`,
);

const isKnown = sql(
  'expenses.find-bill-by-number',
  `select ${columnsOf(MandateBillEntity, { only: ['expenseId'] })} from expenses.mandate_bills
   where cooperative_id = $1 and mandate_id = $2 and number = $3`,
);

const insertBill = sql(
  'expenses.insert-mandate-bill',
  `insert into expenses.mandate_bills (expense_id, cooperative_id, mandate_id, number, billed_on,
     period_start, amount_minor)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Mandates and what was billed under them, in SQL. Postgres checks the caps once more. */
export const mandateStore = {
  find: (tx: Tx, key: string): Promise<MandateRecord | null> =>
    tx.maybeOne<MandateRecord>(find, [tx.cooperativeId, key]),

  /** Whoever bills under it goes through this lock, so that its caps hold. */
  lock: (tx: Tx, key: string): Promise<MandateRecord | null> =>
    tx.maybeOne<MandateRecord>(lock, [tx.cooperativeId, key]),

  insert: (
    tx: Tx,
    terms: MandateTerms,
    by: { readonly proposalId: string; readonly policyKey: string },
  ): Promise<void> =>
    tx.change(insert, [
      newId(),
      tx.cooperativeId,
      terms.key,
      terms.title,
      terms.partnerId,
      terms.category,
      terms.currency,
      terms.period,
      terms.capMinor,
      terms.totalMinor,
      terms.startsOn,
      terms.endsOn,
      by.policyKey,
      tx.now,
      by.proposalId,
    ]),

  /** The caller holds it, and knows that nobody ended it. */
  end: (tx: Tx, key: string, byProposalId: string): Promise<void> =>
    tx.change(end, [tx.cooperativeId, key, tx.now, byProposalId]),

  billed: (tx: Tx, mandateId: string, periodStart: string): Promise<Billed> =>
    tx.one<Billed>(billed, [tx.cooperativeId, mandateId, periodStart]),

  isBilled: async (tx: Tx, mandateId: string, number: string): Promise<boolean> =>
    (await tx.maybeOne(isKnown, [tx.cooperativeId, mandateId, number])) !== null,

  insertBill: (tx: Tx, bill: NewBill): Promise<void> =>
    tx.change(insertBill, [
      bill.expenseId,
      tx.cooperativeId,
      bill.mandateId,
      bill.number,
      bill.billedOn,
      bill.periodStart,
      bill.amountMinor,
    ]),
};
