import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';

const follow = sql(
  'expenses.set-run-off',
  `update expenses.expenses set proposal_id = $2
   where cooperative_id = $3 and id = $1 and status = 'submitted' and proposal_id = $4`,
);

export const decidingVoteStore = {
  /** Another vote decides now: that to which the one before was put again, or went on. */
  follow: (tx: Tx, expense: ExpenseRecord, nextId: string): Promise<void> =>
    tx.change(follow, [expense.id, nextId, tx.cooperativeId, expense.proposalId]),
};
