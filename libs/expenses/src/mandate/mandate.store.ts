import { columnsOf, newId, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { billKnown } from '../bill/bill.js';
import type { Bill } from '../bill/bill.js';
import type { Billed, MandateTerms } from './mandate.js';
import type { MandateBillEntity, MandateBillState } from './mandate-bill.entity.js';
import { MandateEntity } from './mandate.entity.js';

/** A mandate, in force or over. */
export type MandateRecord = Readonly<Omit<MandateEntity, 'cooperativeId'>>;

export type NewBill = Readonly<Omit<MandateBillEntity, 'id' | 'cooperativeId' | 'freedAt'>>;

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
     granted_by_proposal_id, grace_days)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
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
   from expenses.mandate_bills where cooperative_id = $1 and mandate_id = $2 and state = 'owed'`,
);

const known = sql(
  'expenses.find-bill-under-mandates',
  `select 1 as known from expenses.mandate_bills
   where cooperative_id = $1 and partner_id = $2 and bill_hash = $3 and freed_at is null`,
);

const ofExpense = sql(
  'expenses.find-mandate-bill-of-expense',
  `select state from expenses.mandate_bills where cooperative_id = $1 and expense_id = $2`,
);

const insertBill = sql(
  'expenses.insert-mandate-bill',
  `insert into expenses.mandate_bills (id, cooperative_id, mandate_id, expense_id, partner_id,
     bill_hash, state, billed_on, handed_in_on, period_start, amount_minor)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

const voidBill = sql(
  'expenses.void-mandate-bill',
  `update expenses.mandate_bills set state = 'voided'
   where cooperative_id = $1 and expense_id = $2 and state = 'owed'`,
);

const freeNumber = sql(
  'expenses.release-mandate-bill',
  `update expenses.mandate_bills set freed_at = $4
   where cooperative_id = $1 and partner_id = $2 and bill_hash = $3 and freed_at is null
     and state in ('voided', 'claimed')`,
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
      terms.graceDays,
    ]),

  /** The caller holds it, and knows that nobody ended it. */
  end: (tx: Tx, key: string, byProposalId: string): Promise<void> =>
    tx.change(end, [tx.cooperativeId, key, tx.now, byProposalId]),

  billed: (tx: Tx, mandateId: string, periodStart: string): Promise<Billed> =>
    tx.one<Billed>(billed, [tx.cooperativeId, mandateId, periodStart]),

  /** Whether it was handed in under any mandate, to be paid by it or as a claim. */
  isKnown: async (tx: Tx, { partnerId, hash }: Bill): Promise<boolean> =>
    (await tx.maybeOne(known, [tx.cooperativeId, partnerId, hash])) !== null,

  /** What became of the bill that an expense pays by a mandate; null where it is none. */
  stateOf: async (tx: Tx, expenseId: string): Promise<MandateBillState | null> => {
    const values = [tx.cooperativeId, expenseId];
    const found = await tx.maybeOne<{ readonly state: MandateBillState }>(ofExpense, values);
    return found?.state ?? null;
  },

  /** @throws CodedError BILL_KNOWN where somebody hands the same one in meanwhile */
  insertBill: async (tx: Tx, bill: NewBill): Promise<void> => {
    const values = [
      newId(),
      tx.cooperativeId,
      bill.mandateId,
      bill.expenseId,
      bill.partnerId,
      bill.billHash,
      bill.state,
      bill.billedOn,
      bill.handedInOn,
      bill.periodStart,
      bill.amountMinor,
    ];
    try {
      await tx.change(insertBill, values);
    } catch (error) {
      throw violates(error, 'mandate_bills_bill_unique') ? billKnown(['number'], error) : error;
    }
  },

  /** Its debt is voided: it counts no more. */
  voidBill: (tx: Tx, expenseId: string): Promise<void> =>
    tx.change(voidBill, [tx.cooperativeId, expenseId]),

  /** Lets a number be handed in again, where it was under a mandate. How many there were. */
  freeNumber: (tx: Tx, partnerId: string, billHash: string): Promise<number> =>
    tx.run(freeNumber, [tx.cooperativeId, partnerId, billHash, tx.now]),
};
