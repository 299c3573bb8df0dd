import { sql } from '@rochdale/platform';
import type { Role, Tx } from '@rochdale/platform';
import type { RoleOrigin } from './role-term.js';

export interface RoleTermRow {
  readonly id: string;
  readonly memberId: string;
  readonly role: Role;
  readonly origin: RoleOrigin;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

const view = `id, member_id as "memberId", role, origin, starts_at as "startsAt",
  ends_at as "endsAt"`;

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

const end = sql(
  'membership.end-role-term',
  `update membership.role_terms set ends_at = $3 where cooperative_id = $1 and id = $2
   returning ${view}`,
);

const endAll = sql(
  'membership.end-role-terms-of-member',
  `update membership.role_terms set ends_at = greatest(starts_at, $3)
    where cooperative_id = $1 and member_id = $2 and (ends_at is null or ends_at > $3)
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
  `select r.id, r.member_id as "memberId", r.role, r.origin, r.starts_at as "startsAt",
          r.ends_at as "endsAt"
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

  end(tx: Tx, id: string, endsAt: Date): Promise<RoleTermRow> {
    return tx.one<RoleTermRow>(end, [tx.cooperativeId, id, endsAt]);
  },

  endAll(tx: Tx, memberId: string): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(endAll, [tx.cooperativeId, memberId, tx.now]);
  },

  ofMembers(tx: Tx, memberIds: readonly string[]): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(ofMembers, [tx.cooperativeId, memberIds]);
  },

  inForce(tx: Tx, role: Role): Promise<RoleTermRow[]> {
    return tx.rows<RoleTermRow>(inForce, [tx.cooperativeId, role, tx.now]);
  },
};
