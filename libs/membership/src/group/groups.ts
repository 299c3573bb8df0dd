import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { groupStore } from './group.store.js';
import type { GroupRecord } from './group.store.js';

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

const closed = sql(
  'membership.find-groups-closed-by',
  `select key from membership.working_groups
   where cooperative_id = $1 and closed_at <= $2::timestamptz order by key`,
);

/** Working groups for rooms above, in their own transaction; they ask their own permission. */
export const workingGroups = {
  /** Which of these keys are those of open groups. */
  async open(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ key: string }>(open, [tx.cooperativeId, keys]);
    return new Set(rows.map(({ key }) => key));
  },

  /** One that is open, and stays so until the transaction ends; null where there is none. */
  holdOpen: (tx: Tx, key: string): Promise<GroupRecord | null> => groupStore.holdOpen(tx, key),

  /** The keys of groups that were closed by then. */
  async closedBy(tx: Tx, at: Date): Promise<string[]> {
    const rows = await tx.rows<{ key: string }>(closed, [tx.cooperativeId, at]);
    return rows.map(({ key }) => key);
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
