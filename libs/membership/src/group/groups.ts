import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

const inOpen = sql(
  'membership.find-members-in-open-groups',
  `select g.key, m.member_id as "memberId" from membership.working_groups g
   join membership.group_members m
     on m.cooperative_id = g.cooperative_id and m.group_id = g.id
   where g.cooperative_id = $1 and g.key = any ($2::text[]) and g.closed_at is null
   order by g.key, m.member_id`,
);

const open = sql(
  'membership.find-open-groups',
  `select key from membership.working_groups
   where cooperative_id = $1 and key = any ($2::text[]) and closed_at is null order by key`,
);

/** Working groups for rooms above, in their own transaction; they ask their own permission. */
export const workingGroups = {
  /** Which of these keys are those of open groups. */
  async open(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ key: string }>(open, [tx.cooperativeId, keys]);
    return new Set(rows.map(({ key }) => key));
  },

  /** Plain ids of who is in each of these open groups, whatever their standing, by its key. */
  async members(
    tx: Tx,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const found = new Map(keys.map((key) => [key, new Set<string>()]));
    const rows = await tx.rows<{ key: string; memberId: string }>(inOpen, [tx.cooperativeId, keys]);
    for (const { key, memberId } of rows) found.get(key)?.add(memberId);
    return found;
  },
};
