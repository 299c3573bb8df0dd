import { forgetDescriptions } from '@rochdale/ledger';
import { assert, forgetFilesOf, sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';

// Nothing was ever owed for these: no voucher, and no law that keeps them.
const neverOwed = `e.status in ('draft', 'rejected', 'withdrawn')`;

// These nobody else ever saw.
const drafts = sql(
  'expenses.find-drafts-of-member',
  `select e.id from expenses.expenses e where e.cooperative_id = $1 and e.submitter_member_id = $2
     and expenses.is_forgotten_draft(e) for update`,
);
const draftItems = sql(
  'expenses.remove-items-of-drafts',
  `delete from expenses.items where cooperative_id = $1 and expense_id = any($2::uuid[])`,
);
const removeDrafts = sql(
  'expenses.remove-drafts',
  `delete from expenses.expenses where cooperative_id = $1 and id = any($2::uuid[])`,
);
const texts = sql(
  'expenses.forget-expenses',
  `update expenses.expenses e set title = 'Erased', reason = null, destination_id = null,
     destination_masked = null, text_salt = null
   where e.cooperative_id = $1 and e.submitter_member_id = $2 and ${neverOwed}
   returning e.id`,
);
const textsOfEnded = sql(
  'expenses.forget-ended-expense',
  `update expenses.expenses e set title = 'Erased', reason = null, destination_id = null,
     destination_masked = null, text_salt = null
   where e.cooperative_id = $1 and e.id = $2 and ${neverOwed}
     and membership.is_erased(e.cooperative_id, e.submitter_member_id)
   returning e.id`,
);
const items = sql(
  'expenses.forget-items',
  `update expenses.items i set description = 'Erased', receipt_id = null
   where i.cooperative_id = $1 and i.expense_id = any($2::uuid[])`,
);
const lock = sql(
  'expenses.lock-expenses-of-member',
  `update expenses.expenses e set locked_at = $3
   where e.cooperative_id = $1 and e.locked_at is null and not (${neverOwed})
     and (e.submitter_member_id = $2 or (e.payee_kind = 'member' and e.payee_id = $2))
   returning e.transaction_id as "transactionId"`,
);

async function forgetDrafts(tx: Tx, memberId: string): Promise<void> {
  const rows = await tx.rows<{ id: string }>(drafts, [tx.cooperativeId, memberId]);
  const ids = rows.map(({ id }) => id);
  await forgetFilesOf(tx, 'expense', ids);
  await tx.run(draftItems, [tx.cooperativeId, ids]);
  const removed = await tx.run(removeDrafts, [tx.cooperativeId, ids]);
  assert(removed === ids.length, 'a draft that is locked goes');
}

async function forgetParts(tx: Tx, rows: readonly { readonly id: string }[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.run(items, [tx.cooperativeId, ids]);
  await forgetFilesOf(tx, 'expense', ids);
}

/**
 * A claim that was open when whoever handed it in was erased, and ended without anything owed:
 * blanked like those that had ended by then.
 */
export async function forgetEndedOfErased(tx: Tx, expenseId: string): Promise<void> {
  await forgetParts(tx, await tx.rows<{ id: string }>(textsOfEnded, [tx.cooperativeId, expenseId]));
}

/**
 * What was never handed in goes. What was never approved is blanked, and its receipts are removed.
 * What was is a voucher: clerks read it, whoever is paid by it, and nobody else.
 */
export const forgetExpenses: ForgetMemberOf = async (tx, { memberId }) => {
  await forgetDrafts(tx, memberId);
  await forgetParts(tx, await tx.rows<{ id: string }>(texts, [tx.cooperativeId, memberId]));
  const params = [tx.cooperativeId, memberId, tx.now];
  const locked = await tx.rows<{ transactionId: string | null }>(lock, params);
  const booked = locked.flatMap(({ transactionId }) => transactionId ?? []);
  await forgetDescriptions(tx, booked, 'Expense');
};
