import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { StandingChangeEntity } from './standing-change.entity.js';

const went = sql(
  'membership.find-when-members-went',
  `select ${columnsOf(StandingChangeEntity, { only: ['memberId'] })}, max(changed_at) as at
   from membership.standing_changes
   where cooperative_id = $1 and member_id = any ($2::uuid[]) and changed_at <= $3::timestamptz
     and to_standing in ('suspended', 'left', 'expelled')
   group by member_id`,
);

/**
 * When each of these was last suspended, expelled or left by then, whether or not they are back:
 * those who never were are left out.
 */
export async function wentAwayBy(
  tx: Tx,
  ids: readonly string[],
  by: Date,
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ memberId: string; at: Date }>(went, [tx.cooperativeId, ids, by]);
  return new Map(rows.map(({ memberId, at }) => [memberId, at]));
}
