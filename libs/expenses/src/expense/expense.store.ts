import type { Destination } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { columnsOf, newId, sql } from '@rochdale/platform';
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
}

/** What of an expense is fixed when it is handed in. */
interface HandedIn extends Pick<
  ExpenseText,
  'termsHash' | 'textSalt' | 'textsHash' | 'destination'
> {
  readonly band: ApprovalBand;
  readonly proposalId: string | null;
}

const columns = columnsOf(ExpenseEntity, { only });

const itemColumns = columnsOf(ExpenseItemEntity, {
  only: ['description', 'category', 'incurredOn', 'amountMinor', 'receiptId'],
});

const insert = sql(
  'expenses.insert-expense',
  `insert into expenses.expenses (id, cooperative_id, title, submitter_member_id, payee_kind,
     payee_id, currency, amount_minor, status, terms_hash, created_at, destination_id,
     destination_masked, text_salt, texts_hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, $14)`,
);

const rewrite = sql(
  'expenses.rewrite-expense',
  `update expenses.expenses set title = $2, payee_kind = $3, payee_id = $4, currency = $5,
     amount_minor = $6, terms_hash = $7, destination_id = $9, destination_masked = $10,
     text_salt = $11, texts_hash = $12 where cooperative_id = $8 and id = $1`,
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
  `select ${columns} from expenses.expenses where cooperative_id = $2 and id = $1 for update`,
);

const lockByPayout = sql(
  'expenses.lock-expense-by-payout',
  `select ${columns} from expenses.expenses where cooperative_id = $2
     and payout_id = $1 for update`,
);

const lockWaiting = sql(
  'expenses.lock-waiting-expenses',
  `select ${columns} from expenses.expenses
   where cooperative_id = $1 and payee_kind = $2 and payee_id = $3 and status = 'submitted'
     and destination_id is not null order by id for update`,
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
     ended_at = case when $2::text in ('rejected', 'withdrawn') then $4::timestamptz end,
     lapse_told_at = case when $2::text <> 'needs-information' then lapse_told_at end
   where cooperative_id = $5 and id = $1 and status = $6`,
);

const followRunOff = sql(
  'expenses.set-run-off',
  `update expenses.expenses set proposal_id = $2
   where cooperative_id = $3 and id = $1 and status = 'submitted' and proposal_id = $4`,
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
    ]);
    await writeItems(tx, text);
  },

  async rewrite(tx: Tx, text: ExpenseText): Promise<void> {
    const { id, payee, currency, amountMinor, termsHash, destination } = text;
    await tx.run(removeItems, [id, tx.cooperativeId]);
    await tx.change(rewrite, [
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
    ]);
    await writeItems(tx, text);
  },

  /** Another vote decides now: that to which the equal sides of the first were put again. */
  followRunOff: (tx: Tx, expense: ExpenseRecord, runOffId: string): Promise<void> =>
    tx.change(followRunOff, [expense.id, runOffId, tx.cooperativeId, expense.proposalId]),

  lock: (tx: Tx, id: string): Promise<ExpenseRecord | null> =>
    tx.maybeOne<ExpenseRecord>(lock, [id, tx.cooperativeId]),

  lockByPayout: (tx: Tx, payoutId: string): Promise<ExpenseRecord | null> =>
    tx.maybeOne<ExpenseRecord>(lockByPayout, [payoutId, tx.cooperativeId]),

  /** What waits for a decision to pay this payee where they said, in the order of ids. */
  lockWaiting: (tx: Tx, { kind, id }: Payee): Promise<ExpenseRecord[]> =>
    tx.rows<ExpenseRecord>(lockWaiting, [tx.cooperativeId, kind, id]),

  items: (tx: Tx, id: string): Promise<ExpenseItem[]> =>
    tx.rows<ExpenseItem>(items, [id, tx.cooperativeId]),

  /** Also takes a submitted expense whose way to a decision changed. */
  async submit(tx: Tx, expense: ExpenseRecord, handedIn: HandedIn): Promise<void> {
    if (expense.status !== 'submitted') transition(expense.status, 'submitted');
    const { band, proposalId, termsHash, destination } = handedIn;
    await tx.change(submit, [
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
    ]);
  },

  async move(
    tx: Tx,
    expense: ExpenseRecord,
    to: 'needs-information' | 'rejected' | 'withdrawn' | 'payout-failed' | 'paid' | 'waived',
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
