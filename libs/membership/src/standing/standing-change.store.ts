import { columnsOf, keptText, newId, sql } from '@rochdale/platform';
import type { Some, Tx } from '@rochdale/platform';
import { StandingChangeEntity } from './standing-change.entity.js';

const shown = ['id', 'memberId', 'reason', 'note', 'changedAt'] as const;

export interface StandingChangeRow extends Readonly<
  Pick<StandingChangeEntity, (typeof shown)[number]>
> {
  readonly from: StandingChangeEntity['fromStanding'];
  readonly to: StandingChangeEntity['toStanding'];
}

/** That a member stood somewhere from a moment on. */
export type StandingMove = Pick<StandingChangeRow, 'memberId' | 'to' | 'changedAt'>;

type KeptRow = StandingChangeRow & Pick<StandingChangeEntity, 'noteSealed'>;

const ofNote = 'standing notes';

function opened({ noteSealed, ...rest }: KeptRow): StandingChangeRow {
  return { ...rest, note: rest.note ?? keptText.open(ofNote, rest.id, noteSealed) };
}

export type NewStandingChange = Omit<StandingChangeRow, 'id' | 'changedAt'> & {
  /** Who did it, where that is not who acts. */
  readonly by?: string;
};

const insert = sql(
  'membership.insert-standing-change',
  `insert into membership.standing_changes
     (id, cooperative_id, member_id, from_standing, to_standing, reason, note_sealed, changed_by,
      changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

const columns = (
  of: string,
) => `${columnsOf(StandingChangeEntity, { of, only: [...shown, 'noteSealed'] })},
  ${of}.from_standing as "from", ${of}.to_standing as "to"`;

const ofMember = sql(
  'membership.list-standing-changes',
  `select ${columns('s')} from membership.standing_changes s
    where s.cooperative_id = $1 and s.member_id = $2 order by s.changed_at, s.id`,
);

const movesOfMembers = sql(
  'membership.list-moves-of-members',
  `select ${columnsOf(StandingChangeEntity, { of: 's', only: ['memberId', 'changedAt'] })},
     s.to_standing as "to" from membership.standing_changes s
    where s.cooperative_id = $1 and s.member_id = any($2::uuid[])
    order by s.member_id, s.changed_at, s.id`,
);

/** Who pauses often has more; a member takes all of them along with what is known of them. */
const mostShown = 20;

const latestOfMembers = sql(
  'membership.list-standing-changes-of-members',
  `select latest.* from unnest($2::uuid[]) as asked (member_id)
     cross join lateral (
       select ${columns('s')} from membership.standing_changes s
        where s.cooperative_id = $1 and s.member_id = asked.member_id
        order by s.changed_at desc, s.id desc limit ${mostShown}) latest
    order by latest."memberId", latest."changedAt", latest.id`,
);

const lastSuspension = sql(
  'membership.find-last-suspension',
  `select ${columnsOf(StandingChangeEntity, { of: 's', only: ['reason', 'changedAt'] })},
     s.from_standing as "from" from membership.standing_changes s
    where s.cooperative_id = $1 and s.member_id = $2 and s.to_standing = 'suspended'
    order by s.changed_at desc, s.id desc limit 1`,
);

const findPlain = sql(
  'membership.find-plain-standing-notes',
  `select ${columnsOf(StandingChangeEntity, { only: ['id', 'note'] })}
   from membership.standing_changes where cooperative_id = $1 and note is not null
   order by id limit $2 offset $3`,
);

const seal = sql(
  'membership.set-standing-note',
  `update membership.standing_changes set note = null, note_sealed = $3
    where cooperative_id = $1 and id = $2 and note is not null`,
);

export const standingChangeStore = {
  async insert(tx: Tx, change: NewStandingChange): Promise<void> {
    const { memberId, from, to, reason, note } = change;
    const id = newId();
    const sealed = keptText.seal(ofNote, id, note);
    const by = change.by ?? tx.actor.memberId;
    await tx.run(insert, [id, tx.cooperativeId, memberId, from, to, reason, sealed, by, tx.now]);
  },

  /** All of them, the oldest first. */
  async ofMember(tx: Tx, memberId: string): Promise<StandingChangeRow[]> {
    return (await tx.rows<KeptRow>(ofMember, [tx.cooperativeId, memberId])).map(opened);
  },

  /** Where members went and when, without why: by member, the oldest first. */
  movesOfMembers: (tx: Tx, memberIds: readonly string[]): Promise<StandingMove[]> =>
    tx.rows<StandingMove>(movesOfMembers, [tx.cooperativeId, memberIds]),

  /** By member, then the oldest first: of each the latest 20. */
  async latestOfMembers(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    const rows = await tx.rows<KeptRow>(latestOfMembers, [tx.cooperativeId, memberIds]);
    return rows.map(opened);
  },

  /** From where they were suspended last, when and why; null for who never was. */
  lastSuspension: (
    tx: Tx,
    memberId: string,
  ): Promise<Pick<StandingChangeRow, 'from' | 'reason' | 'changedAt'> | null> =>
    tx.maybeOne(lastSuspension, [tx.cooperativeId, memberId]),

  /** Notes from before they were sealed, so many of them: how many there were. */
  async sealPlain(tx: Tx, { atMost, but }: Some): Promise<number> {
    const values = [tx.cooperativeId, atMost, but];
    const plain = await tx.rows<{ id: string; note: string }>(findPlain, values);
    for (const { id, note } of plain) {
      await tx.change(seal, [tx.cooperativeId, id, keptText.seal(ofNote, id, note)]);
    }
    return plain.length;
  },
};
