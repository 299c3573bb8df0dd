import { forgetDescriptions } from '@rochdale/ledger';
import { assert, forgetFactsOf, forgetFilesOf, sql, untoldSubjects } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import { ForgetClaimJob } from '../expenses.jobs.js';

/** Feeds ask for what they are told of; a receiver that takes nothing is given up after a day. */
const toldAfterMs = 60_000;

// Nothing was ever owed for these: no voucher, and no law that keeps them. What somebody else wrote
// of the erased is as much about them; a draft goes, which can be handed in for them no more.
const neverOwed = `e.status in ('draft', 'rejected', 'withdrawn')`;

// The rest of these has a vote, of which the members keep what they decided.
const claims = sql(
  'expenses.find-forgotten-claims-of-member',
  `select e.id from expenses.expenses e where e.cooperative_id = $1
     and (e.submitter_member_id = $2
       or (e.status = 'draft' and e.payee_kind = 'member' and e.payee_id = $2))
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
     destination_masked = null, text_salt = null, bill_number = null
   where e.cooperative_id = $1 and ${neverOwed}
     and (e.submitter_member_id = $2
       or (e.payee_kind = 'member' and e.payee_id = $2 and e.status <> 'draft'))
   returning e.id`,
);
const textsOfEnded = sql(
  'expenses.forget-ended-expense',
  `update expenses.expenses e set title = 'Erased', reason = null, destination_id = null,
     destination_masked = null, text_salt = null, bill_number = null
   where e.cooperative_id = $1 and e.id = $2 and ${neverOwed}
     and (membership.is_erased(e.cooperative_id, e.submitter_member_id)
       or (e.payee_kind = 'member' and membership.is_erased(e.cooperative_id, e.payee_id)))
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
     and (e.submitter_member_id = $2 or (e.payee_kind = 'member' and e.payee_id = $2
       and e.status not in ('submitted', 'needs-information')))
   returning e.transaction_id as "transactionId"`,
);

/**
 * Removes those of which everybody was told what became of them, and returns the others: who heard
 * that a claim was handed in would otherwise wait for its end for ever.
 */
async function removeTold(tx: Tx, rows: readonly { readonly id: string }[]): Promise<string[]> {
  const found = rows.map(({ id }) => id);
  const untold = await untoldSubjects(tx, 'expense', found);
  const ids = found.filter((id) => !untold.has(id));
  await forgetFilesOf(tx, 'expense', ids);
  await forgetFactsOf(tx, 'expense', ids);
  await tx.run(removeItems, [tx.cooperativeId, ids]);
  await tx.run(removeApprovals, [tx.cooperativeId, ids]);
  const removed = await tx.run(removeClaims, [tx.cooperativeId, ids]);
  assert(removed === ids.length, 'a claim that is locked goes');
  return [...untold];
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
  const runAt = new Date(tx.now.getTime() + toldAfterMs);
  if (rows.length > 0) tx.enqueue(ForgetClaimJob, { cooperativeId, expenseId }, { runAt });
}

/**
 * Removes a claim of an erased member that was never owed, and which no vote ever was about.
 * When to come again where somebody is still to be told of it; null where nothing is left to do.
 */
export async function removeForgottenClaim(tx: Tx, expenseId: string): Promise<Date | null> {
  const rows = await tx.rows<{ id: string }>(claim, [tx.cooperativeId, expenseId]);
  const untold = await removeTold(tx, rows);
  return untold.length === 0 ? null : new Date(tx.now.getTime() + toldAfterMs);
}

/**
 * What was never owed goes, and is blanked where members voted on it; so do its receipts. What was
 * owed is a voucher: clerks read it, whoever is paid by it, and nobody else.
 */
export const forgetExpenses: ForgetMemberOf = async (tx, { memberId }) => {
  const { cooperativeId } = tx;
  const gone = await tx.rows<{ id: string }>(claims, [cooperativeId, memberId]);
  for (const expenseId of await removeTold(tx, gone)) {
    tx.enqueue(ForgetClaimJob, { cooperativeId, expenseId });
  }
  await forgetParts(tx, await tx.rows<{ id: string }>(texts, [tx.cooperativeId, memberId]));
  const params = [tx.cooperativeId, memberId, tx.now];
  const locked = await tx.rows<{ transactionId: string | null }>(lock, params);
  const booked = locked.flatMap(({ transactionId }) => transactionId ?? []);
  await forgetDescriptions(tx, booked, 'Expense');
};
