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

const ofMembers = sql(
  'membership.list-standing-changes-of-members',
  `select ${columnsOf(StandingChangeEntity, { only: shown })},
          from_standing as "from", to_standing as "to"
     from membership.standing_changes
    where cooperative_id = $1 and member_id = any ($2::uuid[])
    order by member_id, changed_at, id`,
);

export const standingChangeStore = {
  async insert(tx: Tx, change: NewStandingChange): Promise<void> {
    const { memberId, from, to, reason, note } = change;
    const by = tx.actor.memberId;
    await tx.run(insert, [newId(), tx.cooperativeId, memberId, from, to, reason, note, by, tx.now]);
  },

  /** By member, then the oldest first. */
  ofMembers(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    return tx.rows<StandingChangeRow>(ofMembers, [tx.cooperativeId, memberIds]);
  },
};
