import type { Proposals } from '@rochdale/governance';
import type { Tx } from '@rochdale/platform';
import { announceRejection } from '../approval/refusal.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';

const because = {
  payee: 'Whom it was to pay declined it.',
  'payee-gone': 'Whom it was to pay is no longer there.',
} as const;
/** To whoever reads the vote: of whom it was to pay it says nothing, one way or the other. */
const unsaid = 'The claim that it was about has ended.';

/**
 * Ends a locked claim that nobody decided, for whom it was to pay. Its vote is called off; what the
 * members decided already, and waits to be carried out, is refused then.
 */
export async function endForPayee(
  tx: Tx,
  proposals: Proposals,
  expense: ExpenseRecord,
  by: keyof typeof because,
): Promise<void> {
  const { id, proposalId, status } = expense;
  const subject = { kind: 'expense', id };
  if (proposalId !== null && status === 'submitted') {
    const isOver = await proposals.cancelFor(tx, subject, unsaid);
    // Equal sides may have been put to another vote while this waited for the first.
    if (!isOver) await proposals.cancelFor(tx, subject, unsaid);
  }
  await expenseStore.move(tx, expense, 'rejected', because[by]);
  await forgetEndedOfErased(tx, id);
  announceRejection(tx, id, by);
}
