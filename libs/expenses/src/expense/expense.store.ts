import type { Destination } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Bill } from '../bill/bill.js';
import { columnsOfBill, payingBill } from '../bill/paid-bill.js';
import type { ApprovalBand } from '../rule/approval-rule.js';
import { dropAccountOfOther } from './account-of-other.store.js';
import { ExpenseEntity } from './expense.entity.js';
import type { ExpenseItem, Payee } from './expense.js';
import { transition } from './expense.js';
import { ExpenseItemEntity } from './item.entity.js';

const only = [
  'id',
  'title',
  'submitterMemberId',
  'payeeKind',
  'payeeId',
  'destinationId',
  'destinationMasked',
  'currency',
  'amountMinor',
  'status',
  'termsHash',
  'textSalt',
  'band',
  'proposalId',
  'transactionId',
  'payoutId',
  'billPartnerId',
  'billNumber',
  'billHash',
  'billFreedAt',
] as const;

export type ExpenseRecord = Readonly<Pick<ExpenseEntity, (typeof only)[number]>>;

/** What the submitter writes. */
export interface ExpenseText {
  readonly id: string;
  readonly title: string;
  readonly payee: Payee;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly termsHash: string;
  readonly textSalt: string;
  readonly textsHash: string;
  readonly items: readonly ExpenseItem[];
  readonly destination: Destination | null;
  /** The partner's bill that it pays, where it names one. */
  readonly bill: Bill | null;
}

/** What of an expense is fixed when it is handed in. */
interface HandedIn extends Pick<
  ExpenseText,
  'termsHash' | 'textSalt' | 'textsHash' | 'destination'
> {
  readonly band: ApprovalBand;
  readonly proposalId: string | null;
}

export const expenseColumns = columnsOf(ExpenseEntity, { only });

const itemColumns = columnsOf(ExpenseItemEntity, {
  only: ['description', 'category', 'incurredOn', 'amountMinor', 'receiptId'],
});

const insert = sql(
  'expenses.insert-expense',
  `insert into expenses.expenses (id, cooperative_id, title, submitter_member_id, payee_kind,
     payee_id, currency, amount_minor, status, terms_hash, created_at, destination_id,
     destination_masked, text_salt, texts_hash, bill_partner_id, bill_number, bill_hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
);

const rewrite = sql(
  'expenses.rewrite-expense',
  `update expenses.expenses set title = $2, payee_kind = $3, payee_id = $4, currency = $5,
     amount_minor = $6, terms_hash = $7, destination_id = $9, destination_masked = $10,
     text_salt = $11, texts_hash = $12, bill_partner_id = $13, bill_number = $14, bill_hash = $15
   where cooperative_id = $8 and id = $1`,
);

const removeItems = sql(
  'expenses.remove-items',
  'delete from expenses.items where cooperative_id = $2 and expense_id = $1',
);

const insertItems = sql(
  'expenses.insert-items',
  `insert into expenses.items (id, cooperative_id, expense_id, ordinal, description, category,
     incurred_on, amount_minor, receipt_id)
   select i.id, $1, $2, i.ordinal, i.description, i.category, i.incurred_on, i.amount_minor,
     i.receipt_id
   from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::date[], $8::bigint[], $9::uuid[])
     as i (id, ordinal, description, category, incurred_on, amount_minor, receipt_id)`,
);

const lock = sql(
  'expenses.lock-expense',
  `select ${expenseColumns} from expenses.expenses
   where cooperative_id = $2 and id = $1 for update`,
);

const find = sql(
  'expenses.find-expense',
  `select ${expenseColumns} from expenses.expenses where cooperative_id = $2 and id = $1`,
);

const lockByPayout = sql(
  'expenses.lock-expense-by-payout',
  `select ${expenseColumns} from expenses.expenses where cooperative_id = $2
     and payout_id = $1 for update`,
);

const items = sql(
  'expenses.read-items',
  `select ${itemColumns}
   from expenses.items where cooperative_id = $2 and expense_id = $1 order by ordinal`,
);

const submit = sql(
  'expenses.submit-expense',
  `update expenses.expenses set status = 'submitted', submitted_at = $2, band = $3::jsonb,
     proposal_id = $4, reason = null, lapse_told_at = null, terms_hash = $7, destination_id = $8,
     destination_masked = $9, text_salt = $10, texts_hash = $11
   where cooperative_id = $5 and id = $1 and status = $6`,
);

const setStatus = sql(
  'expenses.set-expense-status',
  `update expenses.expenses set status = $2::text, reason = coalesce($3, reason),
     decided_at = case when $2::text = 'rejected' then $4::timestamptz else decided_at end,
     paid_at = case when $2::text = 'paid' then $4::timestamptz end,
     waived_at = case when $2::text = 'waived' then $4::timestamptz end,
     voided_at = case when $2::text = 'voided' then $4::timestamptz end,
     ended_at = case when $2::text in ('rejected', 'withdrawn') then $4::timestamptz end,
     lapse_told_at = case when $2::text <> 'needs-information' then lapse_told_at end
   where cooperative_id = $5 and id = $1 and status = $6`,
);

const approve = sql(
  'expenses.approve-expense',
  `update expenses.expenses set status = 'approved', decided_at = $2, approved_hash = terms_hash,
     transaction_id = $3, payout_id = $4 where cooperative_id = $5 and id = $1 and status = $6`,
);

const payAgain = sql(
  'expenses.pay-expense-again',
  `update expenses.expenses set status = 'approved', payout_id = $2, paid_at = null
   where cooperative_id = $3 and id = $1 and status = $4`,
);

async function writeItems(tx: Tx, { id, items: lines }: ExpenseText): Promise<void> {
  await tx.run(insertItems, [
    tx.cooperativeId,
    id,
    lines.map(() => newId()),
    lines.map((_, index) => index),
    lines.map((item) => item.description.trim()),
    lines.map((item) => item.category),
    lines.map((item) => item.incurredOn),
    lines.map((item) => item.amountMinor),
    lines.map((item) => item.receiptId),
  ]);
}

/** Expenses in SQL. Changes of status go through `transition` first, and the trigger after. */
export const expenseStore = {
  async insert(tx: Tx, text: ExpenseText, submitterMemberId: string): Promise<void> {
    await tx.run(insert, [
      text.id,
      tx.cooperativeId,
      text.title.trim(),
      submitterMemberId,
      text.payee.kind,
      text.payee.id,
      text.currency,
      text.amountMinor,
      text.termsHash,
      tx.now,
      text.destination?.id ?? null,
      text.destination?.masked ?? null,
      text.textSalt,
      text.textsHash,
      ...columnsOfBill(text.bill),
    ]);
    await writeItems(tx, text);
  },

  /** @throws CodedError BILL_KNOWN where it is handed in, and another one pays that bill */
  async rewrite(tx: Tx, text: ExpenseText): Promise<void> {
    const { id, payee, currency, amountMinor, termsHash, destination } = text;
    await tx.run(removeItems, [id, tx.cooperativeId]);
    const values = [
      id,
      text.title.trim(),
      payee.kind,
      payee.id,
      currency,
      amountMinor,
      termsHash,
      tx.cooperativeId,
      destination?.id ?? null,
      destination?.masked ?? null,
      text.textSalt,
      text.textsHash,
      ...columnsOfBill(text.bill),
    ];
    await payingBill(tx.change(rewrite, values));
    await writeItems(tx, text);
  },

  find: (tx: Tx, id: string): Promise<ExpenseRecord | null> =>
    tx.maybeOne<ExpenseRecord>(find, [id, tx.cooperativeId]),

  lock: (tx: Tx, id: string): Promise<ExpenseRecord | null> =>
    tx.maybeOne<ExpenseRecord>(lock, [id, tx.cooperativeId]),

  lockByPayout: (tx: Tx, payoutId: string): Promise<ExpenseRecord | null> =>
    tx.maybeOne<ExpenseRecord>(lockByPayout, [payoutId, tx.cooperativeId]),

  items: (tx: Tx, id: string): Promise<ExpenseItem[]> =>
    tx.rows<ExpenseItem>(items, [id, tx.cooperativeId]),

  /**
   * Also takes a submitted expense whose way to a decision changed.
   *
   * @throws CodedError BILL_KNOWN where another one pays the bill that it names
   */
  async submit(tx: Tx, expense: ExpenseRecord, handedIn: HandedIn): Promise<void> {
    if (expense.status !== 'submitted') transition(expense.status, 'submitted');
    const { band, proposalId, termsHash, destination } = handedIn;
    await payingBill(
      tx.change(submit, [
        expense.id,
        tx.now,
        JSON.stringify(band),
        proposalId,
        tx.cooperativeId,
        expense.status,
        termsHash,
        destination?.id ?? null,
        destination?.masked ?? null,
        handedIn.textSalt,
        handedIn.textsHash,
      ]),
    );
  },

  async move(
    tx: Tx,
    expense: ExpenseRecord,
    to:
      | 'needs-information'
      | 'rejected'
      | 'withdrawn'
      | 'payout-failed'
      | 'paid'
      | 'waived'
      | 'voided',
    reason: string | null = null,
  ): Promise<void> {
    if (to === 'rejected' || to === 'withdrawn') await dropAccountOfOther(tx, expense.id);
    await tx.change(setStatus, [
      expense.id,
      transition(expense.status, to),
      reason,
      tx.now,
      tx.cooperativeId,
      expense.status,
    ]);
  },

  async approve(
    tx: Tx,
    expense: ExpenseRecord,
    owed: { transactionId: string; payoutId: string },
  ): Promise<void> {
    transition(expense.status, 'approved');
    await tx.change(approve, [
      expense.id,
      tx.now,
      owed.transactionId,
      owed.payoutId,
      tx.cooperativeId,
      expense.status,
    ]);
  },

  async payAgain(tx: Tx, expense: ExpenseRecord, payoutId: string): Promise<void> {
    transition(expense.status, 'approved');
    await tx.change(payAgain, [expense.id, payoutId, tx.cooperativeId, expense.status]);
  },
};
