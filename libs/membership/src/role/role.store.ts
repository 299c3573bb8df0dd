import { columnsOf, sql } from '@rochdale/platform';
import type { Role, Tx } from '@rochdale/platform';
import { RoleTermEntity } from './role-term.entity.js';

const only = ['id', 'memberId', 'role', 'origin', 'startsAt', 'endsAt'] as const;

export type RoleTermRow = Readonly<Pick<RoleTermEntity, (typeof only)[number]>>;

const view = columnsOf(RoleTermEntity, { only });

const insert = sql(
  'membership.insert-role-term',
  `insert into membership.role_terms
     (id, cooperative_id, member_id, role, origin, starts_at, ends_at, appointed_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   returning ${view}`,
);

const lock = sql(
  'membership.lock-role-term',
  `select ${view} from membership.role_terms where cooperative_id = $1 and id = $2 for update`,
);

const find = sql(
  'membership.find-role-term',
  `select ${view} from membership.role_terms where cooperative_id = $1 and id = $2`,
);

const end = sql(
  'membership.end-role-term',
  `update membership.role_terms set ends_at = $3
    where cooperative_id = $1 and id = $2 and (ends_at is null or ends_at > $3)
   returning ${view}`,
);

const endAll = sql(
  'membership.end-role-terms-of-member',
  `update membership.role_terms set ends_at = greatest(starts_at, $3)
    where cooperative_id = $1 and member_id = $2 and (ends_at is null or ends_at > $3)
   returning ${view}`,
);

const endFor = sql(
  'membership.end-role-terms-for-another',
  `update membership.role_terms set ends_at = greatest(starts_at, $4)
    where cooperative_id = $1 and member_id = $2 and role = $3
      and (ends_at is null or ends_at > $4) and ($5::timestamptz is null or starts_at < $5)
   returning ${view}`,
);

const ofMembers = sql(
  'membership.list-role-terms-of-members',
  `select ${view} from membership.role_terms
    where cooperative_id = $1 and member_id = any($2::uuid[])
    order by starts_at, id`,
);

const inForce = sql(
  'membership.list-role-terms-in-force',
  `select ${columnsOf(RoleTermEntity, { of: 'r', only })}
     from membership.role_terms r
     join membership.members m on m.cooperative_id = r.cooperative_id and m.id = r.member_id
    where r.cooperative_id = $1 and r.role = $2
      and r.starts_at <= $3 and (r.ends_at is null or r.ends_at > $3)
      and m.standing in ('active', 'paused', 'in-arrears')
    order by r.starts_at, r.id`,
);

export const roleStore = {
  insert(tx: Tx, term: RoleTermRow): Promise<RoleTermRow> {
    const { id, memberId, role, origin, startsAt, endsAt } = term;
    const by = tx.actor.memberId;
    const params = [id, tx.cooperativeId, memberId, role, origin, startsAt, endsAt, by];
    return tx.one<RoleTermRow>(insert, params);
  },

  lock(tx: Tx, id: string): Promise<RoleTermRow | null> {
    return tx.maybeOne<RoleTermRow>(lock, [tx.cooperativeId, id]);
  },

  find(tx: Tx, id: string): Promise<RoleTermRow | null> {
    return tx.maybeOne<RoleTermRow>(find, [tx.cooperativeId, id]);
  },

  end(tx: Tx, id: string, endsAt: Date): Promise<RoleTermRow> {
    return tx.one<RoleTermRow>(end, [tx.cooperativeId, id, endsAt]);
  },

  endAll(tx: Tx, memberId: string): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(endAll, [tx.cooperativeId, memberId, tx.now]);
  },

  /** Ends what a member holds of an office where another term of theirs is to lie. */
  endFor(
    tx: Tx,
    { memberId, role, startsAt, endsAt }: Omit<RoleTermRow, 'id' | 'origin'>,
  ): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(endFor, [tx.cooperativeId, memberId, role, startsAt, endsAt]);
  },

  ofMembers(tx: Tx, memberIds: readonly string[]): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(ofMembers, [tx.cooperativeId, memberIds]);
  },

  inForce(tx: Tx, role: Role): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(inForce, [tx.cooperativeId, role, tx.now]);
  },
};
