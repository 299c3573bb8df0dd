import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { GroupTerms } from './group.js';
import { GroupMemberEntity } from './group-member.entity.js';
import { WorkingGroupEntity } from './working-group.entity.js';

/** A group, open or closed. */
export type GroupRecord = Readonly<Omit<WorkingGroupEntity, 'cooperativeId'>>;

/** In which groups somebody is, and since when. */
export interface OwnGroup {
  readonly key: string;
  readonly name: string;
  readonly joinedAt: Date;
}

export const groupColumns = columnsOf(WorkingGroupEntity, { of: 'g', without: ['cooperativeId'] });

const find = sql(
  'membership.find-working-group',
  `select ${groupColumns} from membership.working_groups g
   where g.cooperative_id = $1 and g.key = $2`,
);

// Who joins waits for who closes it, and the other way round.
const hold = sql(
  'membership.hold-open-working-group',
  `select ${groupColumns} from membership.working_groups g
   where g.cooperative_id = $1 and g.key = $2 and g.closed_at is null for share`,
);

const insert = sql(
  'membership.insert-working-group',
  `insert into membership.working_groups (id, cooperative_id, key, name, purpose, opened_at,
     opened_by_proposal_id)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

const close = sql(
  'membership.close-working-group',
  `update membership.working_groups set closed_at = $3, closed_by_proposal_id = $4
   where cooperative_id = $1 and key = $2 and closed_at is null`,
);

const join = sql(
  'membership.insert-group-member',
  `insert into membership.group_members (group_id, member_id, cooperative_id, joined_at)
   values ($2, $3, $1, $4) on conflict do nothing`,
);

const leave = sql(
  'membership.remove-group-member',
  `delete from membership.group_members
   where cooperative_id = $1 and group_id = $2 and member_id = $3`,
);

const ofMember = sql(
  'membership.list-working-groups-of-member',
  `select ${columnsOf(WorkingGroupEntity, { of: 'g', only: ['key', 'name'] })},
     ${columnsOf(GroupMemberEntity, { of: 'm', only: ['joinedAt'] })}
   from membership.group_members m
   join membership.working_groups g on g.cooperative_id = m.cooperative_id and g.id = m.group_id
   where m.cooperative_id = $1 and m.member_id = $2 order by m.joined_at, g.key`,
);

/** Working groups and who is in them, in SQL. */
export const groupStore = {
  find: (tx: Tx, key: string): Promise<GroupRecord | null> =>
    tx.maybeOne<GroupRecord>(find, [tx.cooperativeId, key]),

  /** One that is open, and stays so until the transaction ends; null where there is none. */
  holdOpen: (tx: Tx, key: string): Promise<GroupRecord | null> =>
    tx.maybeOne<GroupRecord>(hold, [tx.cooperativeId, key]),

  insert: (tx: Tx, { key, name, purpose }: GroupTerms, byProposalId: string): Promise<void> =>
    tx.change(insert, [newId(), tx.cooperativeId, key, name, purpose, tx.now, byProposalId]),

  /** @returns whether it was open */
  close: async (tx: Tx, key: string, byProposalId: string): Promise<boolean> =>
    (await tx.run(close, [tx.cooperativeId, key, tx.now, byProposalId])) === 1,

  /** @returns whether they were not in it */
  join: async (tx: Tx, groupId: string, memberId: string): Promise<boolean> =>
    (await tx.run(join, [tx.cooperativeId, groupId, memberId, tx.now])) === 1,

  /** @returns whether they were in it */
  leave: async (tx: Tx, groupId: string, memberId: string): Promise<boolean> =>
    (await tx.run(leave, [tx.cooperativeId, groupId, memberId])) === 1,

  ofMember: (tx: Tx, memberId: string): Promise<OwnGroup[]> =>
    tx.rows<OwnGroup>(ofMember, [tx.cooperativeId, memberId]),
};
