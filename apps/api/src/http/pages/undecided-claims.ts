import type { ExpenseQueries, ExpenseView } from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** What the visitor claimed, nobody decided, and they may take back: a hundred at a time. */
export async function undecidedClaims(
  tx: Tx,
  expenses: ExpenseQueries,
): Promise<readonly ExpenseView[]> {
  const { memberId } = tx.actor;
  if (memberId === null || !may(tx.actor, 'expense.withdraw').allowed) return [];
  const filter = {
    submitterMemberId: memberId,
    statuses: ['submitted', 'needs-information'],
  } as const;
  return (await expenses.page(tx, filter, { first: 100 })).rows;
}
