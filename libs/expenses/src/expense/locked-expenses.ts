import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const erased = sql(
  'expenses.find-erased-members-of-locked',
  `select distinct person.id as "memberId"
   from expenses.expenses e cross join lateral
     (values (e.submitter_member_id), (case e.payee_kind when 'member' then e.payee_id end))
       as person (id)
   where e.cooperative_id = $1 and e.id = any($2::uuid[]) and e.locked_at is not null
     and membership.is_erased(e.cooperative_id, person.id)`,
);

/** The erased members whose vouchers are among these: who handed them in, or is paid by them. */
export async function membersOfLocked(tx: Tx, expenseIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ memberId: string }>(erased, [tx.cooperativeId, expenseIds]);
  return rows.map(({ memberId }) => memberId);
}
