import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberClassEntity } from '../member-class/member-class.entity.js';
import { MemberEntity } from './member.entity.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

export type MemberKind = MemberEntity['kind'];

const without = [
  'cooperativeId',
  'nameKey',
  'pseudonymKey',
  'placeOutside',
  'placeInside',
] as const;

/** What of a member is read where they are one among others. */
type MemberAmong = Readonly<Pick<MemberEntity, 'id' | 'admittedAt' | 'erasedAt'>>;

const whereHeld = ['id', 'standing', 'standingSince', 'erasedAt'] as const;
type HeldMember = Readonly<Pick<MemberEntity, (typeof whereHeld)[number]>>;

/** A member as the co-operative keeps it. Who may see what of it is `asSeenBy`'s business. */
export type MemberRow = Readonly<Omit<MemberEntity, (typeof without)[number]>>;

export interface NewMember {
  readonly id: string;
  readonly accountId: string;
  readonly kind: MemberKind;
  readonly classKey: string;
  readonly standing: Standing;
  readonly displayName: string;
}

/** A member as votes need to know them, with what the register says of their class. */
export interface VoterRow extends Readonly<Pick<MemberEntity, 'classKey' | 'kind' | 'standing'>> {
  readonly memberId: string;
  readonly votes: number;
  readonly mayVote: boolean;
}

/** The columns of a `MemberRow`. */
export const view = columnsOf(MemberEntity, { without });

const insert = sql(
  'membership.insert-member',
  `insert into membership.members
     (id, cooperative_id, account_id, kind, class_key, standing, standing_since, display_name,
      applied_at, admitted_at)
   values ($1, $2, $3, $4, $5, $6, $8, $7, $8,
           case when $6::text <> 'applicant' then $8::timestamptz end)
   returning ${view}`,
);

const applyAgain = sql(
  'membership.apply-again',
  `update membership.members
      set kind = $3, class_key = $4, display_name = $5, applied_at = $6
    where cooperative_id = $1 and id = $2 and standing = 'left'
   returning ${view}`,
);

const find = sql(
  'membership.find-members',
  `select ${view} from membership.members where cooperative_id = $1 and id = any($2::uuid[])`,
);

const lock = sql(
  'membership.lock-member',
  `select ${view} from membership.members where cooperative_id = $1 and id = $2
      for no key update`,
);

const lockByAccount = sql(
  'membership.lock-member-by-account',
  `select ${view} from membership.members
    where cooperative_id = $1 and account_id = $2
      for no key update`,
);

const findByAccount = sql(
  'membership.find-member-by-account',
  `select ${view} from membership.members where cooperative_id = $1 and account_id = $2`,
);

const setStanding = sql(
  'membership.set-standing',
  `update membership.members
      set standing = $3, standing_since = $4::timestamptz,
          admitted_at = case when standing = 'applicant' and $3::text = 'active'
                             then $4::timestamptz else admitted_at end,
          left_at = case when $3::text in ('left', 'expelled') then $4::timestamptz end
    where cooperative_id = $1 and id = $2 and standing = $5
   returning ${view}`,
);

const setClass = sql(
  'membership.set-class',
  `update membership.members set class_key = $4
    where cooperative_id = $1 and id = $2 and class_key = $3
   returning ${view}`,
);

const setVisibility = sql(
  'membership.set-visibility',
  `update membership.members set name_visible_to = $3, profile_visible_to = $4
    where cooperative_id = $1 and id = $2
   returning ${view}`,
);

const rename = sql(
  'membership.rename-member',
  `update membership.members set display_name = $3
    where cooperative_id = $1 and id = $2
   returning ${view}`,
);

/** The month alone: by the very moment one would find whose mark of a name it is. */
const monthOf = (moment: string): string => `date_trunc('month', ${moment}, 'UTC')`;

const erase = sql(
  'membership.erase-member',
  `with notes as (
     update membership.applications set note = null, note_sealed = null, decision_note = null,
            decision_note_sealed = null
      where cooperative_id = $1 and member_id = $2
   ), reasons as (
     update membership.standing_changes set note = null, note_sealed = null
      where cooperative_id = $1 and member_id = $2
   ), invitations as (
     update membership.invitations
        set email = null, name = null, token_hash = null,
            state = case state when 'open' then 'revoked' else state end,
            decided_at = coalesce(decided_at, $3)
      where cooperative_id = $1 and member_id = $2
   ), unwanted as (
     update membership.invitations set is_unwanted = true
      where cooperative_id = $1 and member_id is distinct from $2 and email = $4
   ), pseudonyms as (
     update membership.pseudonyms
        set id = gen_random_uuid(), member_id = null, taken_at = ${monthOf('taken_at')},
            given_up_at = ${monthOf('coalesce(given_up_at, $3)')}
      where cooperative_id = $1 and member_id = $2
   )
   update membership.members
      set display_name = null, account_id = null, erased_at = $3,
          name_visible_to = 'officers', profile_visible_to = 'officers',
          pseudonym = null, pseudonym_visible_to = 'officers'
    where cooperative_id = $1 and id = $2
      and erased_at is null and standing in ('left', 'expelled')
   returning ${view}`,
);

const among = sql(
  'membership.list-members-among',
  `select ${columnsOf(MemberEntity, { only: ['id', 'admittedAt', 'erasedAt'] })}
    from membership.members
    where cooperative_id = $1 and id = any($2::uuid[])`,
);

// Held until the end: nobody erases meanwhile whom something is to be paid.
const payable = sql(
  'membership.hold-payable-members',
  `select ${columnsOf(MemberEntity, { only: ['id'] })} from membership.members
    where cooperative_id = $1 and id = any($2::uuid[]) and erased_at is null
    order by id for share`,
);

// Held until the end: nobody leaves, is suspended or erased meanwhile.
const held = sql(
  'membership.hold-members-among',
  `select ${columnsOf(MemberEntity, { only: whereHeld })}
    from membership.members
    where cooperative_id = $1 and id = any($2::uuid[]) order by id for share`,
);

const count = sql(
  'membership.count-members',
  `select count(*)::int as found from membership.members
    where cooperative_id = $1 and standing in ('active', 'paused', 'in-arrears')`,
);

/** Past the walls, by a function that tells where, and nothing more. */
const keeping = sql(
  'membership.list-cooperatives-keeping-accounts',
  `select ${columnsOf(MemberEntity, { only: ['accountId', 'cooperativeId'] })}
     from membership.keeping_accounts($1::uuid[])`,
);

const electing = columnsOf(MemberEntity, { of: 'm', only: ['classKey', 'kind', 'standing'] });

const voting = columnsOf(MemberClassEntity, { of: 'c', only: ['votes', 'mayVote'] });

const voters = sql(
  'membership.list-voters',
  `select m.id as "memberId", ${electing}, ${voting}
     from membership.members m
     join membership.member_classes c
       on c.cooperative_id = m.cooperative_id and c.key = m.class_key
    where m.cooperative_id = $1 and m.standing = any($2::text[])
    order by m.id`,
);

/** An account, and a co-operative that it is kept for. */
export interface KeptAccount {
  readonly accountId: string;
  readonly cooperativeId: string;
}

export const memberStore = {
  insert(tx: Tx, member: NewMember): Promise<MemberRow> {
    const { id, accountId, kind, classKey, standing, displayName } = member;
    const params = [id, tx.cooperativeId, accountId, kind, classKey, standing, displayName, tx.now];
    return tx.one<MemberRow>(insert, params);
  },

  applyAgain(tx: Tx, id: string, member: Pick<NewMember, 'kind' | 'classKey' | 'displayName'>) {
    const { kind, classKey, displayName } = member;
    const params = [tx.cooperativeId, id, kind, classKey, displayName, tx.now];
    return tx.one<MemberRow>(applyAgain, params);
  },

  findMany(tx: Tx, ids: readonly string[]): Promise<MemberRow[]> {
    return tx.rows<MemberRow>(find, [tx.cooperativeId, ids]);
  },

  /** Which of the ids are those of members, and since when they have been admitted. */
  among(tx: Tx, ids: readonly string[]): Promise<MemberAmong[]> {
    return tx.rows<MemberAmong>(among, [tx.cooperativeId, ids]);
  },

  /** Which of the ids are those of members who are not erased, and are not until the end. */
  async payable(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<Pick<MemberRow, 'id'>>(payable, [tx.cooperativeId, ids]);
    return rows.map(({ id }) => id);
  },

  /** Where these stand, until the end. */
  hold(tx: Tx, ids: readonly string[]): Promise<HeldMember[]> {
    return tx.rows<HeldMember>(held, [tx.cooperativeId, ids]);
  },

  lock(tx: Tx, id: string): Promise<MemberRow | null> {
    return tx.maybeOne<MemberRow>(lock, [tx.cooperativeId, id]);
  },

  lockByAccount(tx: Tx, accountId: string): Promise<MemberRow | null> {
    return tx.maybeOne<MemberRow>(lockByAccount, [tx.cooperativeId, accountId]);
  },

  findByAccount(tx: Tx, accountId: string): Promise<MemberRow | null> {
    return tx.maybeOne<MemberRow>(findByAccount, [tx.cooperativeId, accountId]);
  },

  setStanding(tx: Tx, id: string, { from, to }: { from: Standing; to: Standing }) {
    return tx.one<MemberRow>(setStanding, [tx.cooperativeId, id, to, tx.now, from]);
  },

  setClass(tx: Tx, id: string, { from, to }: { from: string; to: string }): Promise<MemberRow> {
    return tx.one<MemberRow>(setClass, [tx.cooperativeId, id, from, to]);
  },

  setVisibility(tx: Tx, id: string, name: Audience, profile: Audience): Promise<MemberRow> {
    return tx.one<MemberRow>(setVisibility, [tx.cooperativeId, id, name, profile]);
  },

  rename(tx: Tx, id: string, displayName: string): Promise<MemberRow> {
    return tx.one<MemberRow>(rename, [tx.cooperativeId, id, displayName]);
  },

  /** `email`: whose invitations are forgotten as well, whatever became of them. */
  erase(tx: Tx, id: string, email: string | null): Promise<MemberRow> {
    return tx.one<MemberRow>(erase, [tx.cooperativeId, id, tx.now, email]);
  },

  async count(tx: Tx): Promise<number> {
    return (await tx.one<{ found: number }>(count, [tx.cooperativeId])).found;
  },

  /**
   * Where each of the accounts is kept: its person belongs there, did and was not erased, or waits
   * for an answer.
   */
  keeping: (tx: Tx, accountIds: readonly string[]): Promise<KeptAccount[]> =>
    tx.rows<KeptAccount>(keeping, [accountIds]),

  voters(tx: Tx, standings: readonly Standing[]): Promise<VoterRow[]> {
    return tx.rows<VoterRow>(voters, [tx.cooperativeId, standings]);
  },
};
