import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, may, permit, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { GroupMemberEntity } from './group-member.entity.js';
import { groupColumns } from './group.store.js';
import type { GroupRecord } from './group.store.js';

/** That somebody is in a group. */
export type GroupMemberView = Readonly<Omit<GroupMemberEntity, 'cooperativeId'>>;

const all = sql(
  'membership.list-working-groups',
  `select ${groupColumns} from membership.working_groups g where g.cooperative_id = $1
   order by g.closed_at desc nulls first, g.name, g.key limit 500`,
);

const byKeys = sql(
  'membership.find-working-groups',
  `select ${groupColumns} from membership.working_groups g
   where g.cooperative_id = $1 and g.key = any ($2::text[])`,
);

interface Reader {
  readonly readerId: string | null;
  /** Whether the reader knows where members stand. */
  readonly knowsAll: boolean;
}

// As everywhere: who is on no list of members is in none of a group, whichever it is.
const members = keysetList<GroupMemberView, object, Reader>({
  name: 'membership.list-members-of-group',
  select: columnsOf(GroupMemberEntity, { of: 'g', without: ['cooperativeId'] }),
  from: `membership.group_members g join membership.members m
    on m.cooperative_id = g.cooperative_id and m.id = g.member_id`,
  where: `g.cooperative_id = :cooperativeId and (m.standing in ('active', 'paused', 'in-arrears')
    or :knowsAll::boolean or m.id is not distinct from :readerId::uuid)`,
  keys: [
    { column: 'g.joined_at', field: 'joinedAt', type: 'instant' },
    { column: 'g.member_id', field: 'memberId', type: 'id' },
  ],
  order: 'ascending',
  parent: { column: 'g.group_id', field: 'groupId' },
});

const own = sql(
  'membership.find-own-groups',
  `select group_id as id from membership.group_members
   where cooperative_id = $1 and member_id = $2 and group_id = any ($3::uuid[])`,
);

/** Working groups. For everybody; who is in them is between members. */
@Injectable()
export class GroupQueries {
  /** Those that are open by name, then closed ones, the latest first. */
  async all(tx: Tx): Promise<GroupRecord[]> {
    permit(tx.actor, 'group.read');
    return tx.rows<GroupRecord>(all, [tx.actor.cooperativeId]);
  }

  /** Those of these keys, open or closed. */
  async byKeys(tx: Tx, keys: readonly string[]): Promise<GroupRecord[]> {
    permit(tx.actor, 'group.read');
    return keys.length === 0 ? [] : tx.rows<GroupRecord>(byKeys, [tx.actor.cooperativeId, keys]);
  }

  /** Who is in each group, in the order of joining it. @throws CodedError INVALID_CURSOR */
  async memberPages(
    tx: Tx,
    groupIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<GroupMemberView>>> {
    permit(tx.actor, 'group.read-members');
    const knowsAll = may(tx.actor, 'member.read-standing').allowed;
    return members.pages(tx, groupIds, request, {
      params: { readerId: tx.actor.memberId, knowsAll },
    });
  }

  /** In which of these groups whoever asks is. */
  async ownAmong(tx: Tx, groupIds: readonly string[]): Promise<ReadonlySet<string>> {
    permit(tx.actor, 'group.read');
    const { cooperativeId, memberId } = tx.actor;
    const rows = await tx.rows<{ id: string }>(own, [cooperativeId, memberId, groupIds]);
    return new Set(rows.map(({ id }) => id));
  }
}
