import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface UnpaidPayee {
  readonly memberId: string;
  /** Of what they are to be paid for, the oldest first, and which they are. */
  readonly titles: readonly string[];
  readonly expenseIds: readonly string[];
}

const unpaidPayees = sql(
  'expenses.find-unpaid-members',
  `select payee_id as "memberId", array_agg(title order by created_at, id) as titles,
     array_agg(id order by created_at, id) as "expenseIds"
   from expenses.expenses
   where cooperative_id = $1 and payee_id = any($2::uuid[]) and payee_kind = 'member'
     and (status in ('approved', 'payout-failed')
       or (status in ('submitted', 'needs-information') and submitter_member_id = payee_id))
   group by payee_id`,
);

const undecidedForErased = sql(
  'expenses.find-undecided-claims-for-erased',
  `select id from expenses.expenses
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
     and status in ('submitted', 'needs-information')
     and membership.is_erased(cooperative_id, payee_id)
   order by id`,
);

const ended = sql(
  'expenses.find-own-ended-claims',
  `select distinct e.id from expenses.expenses e
   join expenses.items i on i.cooperative_id = e.cooperative_id and i.expense_id = e.id
   where e.cooperative_id = $1 and e.submitter_member_id = $2
     and e.status in ('rejected', 'withdrawn') and i.receipt_id = any($3::uuid[])`,
);

/** What is open with members who want to be gone. */
export const openClaimsStore = {
  /**
   * Which of these members are owed something, or claimed it themselves and nobody decided. What
   * others claim for them keeps nobody here: it ends when they are erased.
   */
  unpaidPayees: (tx: Tx, memberIds: readonly string[]): Promise<UnpaidPayee[]> =>
    tx.rows<UnpaidPayee>(unpaidPayees, [tx.cooperativeId, memberIds]),

  /** The actor’s own that ended with nothing owed, and show one of these receipts. */
  async ended(tx: Tx, receiptIds: readonly string[]): Promise<string[]> {
    if (receiptIds.length === 0) return [];
    const asked = [tx.cooperativeId, tx.actor.memberId, receiptIds];
    return (await tx.rows<{ id: string }>(ended, asked)).map(({ id }) => id);
  },

  /** What others claimed for a member who was erased since, and nobody decided. */
  undecidedForErased: async (tx: Tx, memberId: string): Promise<string[]> => {
    const rows = await tx.rows<{ id: string }>(undecidedForErased, [tx.cooperativeId, memberId]);
    return rows.map(({ id }) => id);
  },
};
