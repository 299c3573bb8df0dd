import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { StandingChangeEntity } from './standing-change.entity.js';

const shown = ['id', 'memberId', 'reason', 'note', 'changedAt'] as const;

export interface StandingChangeRow extends Readonly<
  Pick<StandingChangeEntity, (typeof shown)[number]>
> {
  readonly from: StandingChangeEntity['fromStanding'];
  readonly to: StandingChangeEntity['toStanding'];
}

export type NewStandingChange = Omit<StandingChangeRow, 'id' | 'changedAt'>;

const insert = sql(
  'membership.insert-standing-change',
  `insert into membership.standing_changes
     (id, cooperative_id, member_id, from_standing, to_standing, reason, note, changed_by,
      changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

const columns = (of: string) => `${columnsOf(StandingChangeEntity, { of, only: shown })},
  ${of}.from_standing as "from", ${of}.to_standing as "to"`;

const ofMember = sql(
  'membership.list-standing-changes',
  `select ${columns('s')} from membership.standing_changes s
    where s.cooperative_id = $1 and s.member_id = $2 order by s.changed_at, s.id`,
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

export const standingChangeStore = {
  async insert(tx: Tx, change: NewStandingChange): Promise<void> {
    const { memberId, from, to, reason, note } = change;
    const by = tx.actor.memberId;
    await tx.run(insert, [newId(), tx.cooperativeId, memberId, from, to, reason, note, by, tx.now]);
  },

  /** All of them, the oldest first. */
  ofMember(tx: Tx, memberId: string): Promise<StandingChangeRow[]> {
    return tx.rows<StandingChangeRow>(ofMember, [tx.cooperativeId, memberId]);
  },

  /** By member, then the oldest first: of each the latest 20. */
  latestOfMembers(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    return tx.rows<StandingChangeRow>(latestOfMembers, [tx.cooperativeId, memberIds]);
  },
};
