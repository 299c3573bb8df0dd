import { forgetDescriptions } from '@rochdale/ledger';
import { assert, forgetFactsOf, forgetFilesOf, sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import { ForgetClaimJob } from '../expenses.jobs.js';

// Nothing was ever owed for these: no voucher, and no law that keeps them.
const neverOwed = `e.status in ('draft', 'rejected', 'withdrawn')`;

// The rest of these has a vote, of which the members keep what they decided.
const claims = sql(
  'expenses.find-forgotten-claims-of-member',
  `select e.id from expenses.expenses e where e.cooperative_id = $1 and e.submitter_member_id = $2
     and expenses.is_forgotten_claim(e) for update`,
);
const claim = sql(
  'expenses.find-forgotten-claim',
  `select e.id from expenses.expenses e where e.cooperative_id = $1 and e.id = $2
     and expenses.is_forgotten_claim(e) for update`,
);
const removeItems = sql(
  'expenses.remove-items-of-claims',
  `delete from expenses.items where cooperative_id = $1 and expense_id = any($2::uuid[])`,
);
const removeApprovals = sql(
  'expenses.remove-approvals-of-claims',
  `delete from expenses.approvals where cooperative_id = $1 and expense_id = any($2::uuid[])`,
);
const removeClaims = sql(
  'expenses.remove-claims',
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

async function removeAll(tx: Tx, rows: readonly { readonly id: string }[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await forgetFilesOf(tx, 'expense', ids);
  await forgetFactsOf(tx, 'expense', ids);
  await tx.run(removeItems, [tx.cooperativeId, ids]);
  await tx.run(removeApprovals, [tx.cooperativeId, ids]);
  const removed = await tx.run(removeClaims, [tx.cooperativeId, ids]);
  assert(removed === ids.length, 'a claim that is locked goes');
}

async function forgetParts(tx: Tx, rows: readonly { readonly id: string }[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.run(items, [tx.cooperativeId, ids]);
  await forgetFilesOf(tx, 'expense', ids);
}

/**
 * A claim that was open when whoever handed it in was erased, and ended without anything owed:
 * blanked at once, as whoever ended it is shown it, and removed by a job.
 */
export async function forgetEndedOfErased(tx: Tx, expenseId: string): Promise<void> {
  const { cooperativeId } = tx;
  const rows = await tx.rows<{ id: string }>(textsOfEnded, [cooperativeId, expenseId]);
  await forgetParts(tx, rows);
  if (rows.length > 0) tx.enqueue(ForgetClaimJob, { cooperativeId, expenseId });
}

/** Removes a claim of an erased member that was never owed, and which no vote ever was about. */
export async function removeForgottenClaim(tx: Tx, expenseId: string): Promise<void> {
  await removeAll(tx, await tx.rows<{ id: string }>(claim, [tx.cooperativeId, expenseId]));
}

/**
 * What was never owed goes, and is blanked where members voted on it; so do its receipts. What was
 * owed is a voucher: clerks read it, whoever is paid by it, and nobody else.
 */
export const forgetExpenses: ForgetMemberOf = async (tx, { memberId }) => {
  await removeAll(tx, await tx.rows<{ id: string }>(claims, [tx.cooperativeId, memberId]));
  await forgetParts(tx, await tx.rows<{ id: string }>(texts, [tx.cooperativeId, memberId]));
  const params = [tx.cooperativeId, memberId, tx.now];
  const locked = await tx.rows<{ transactionId: string | null }>(lock, params);
  const booked = locked.flatMap(({ transactionId }) => transactionId ?? []);
  await forgetDescriptions(tx, booked, 'Expense');
};
