import { newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Standing, StandingReason } from '../member/standing.js';

export interface StandingChangeRow {
  readonly id: string;
  readonly memberId: string;
  readonly from: Standing | null;
  readonly to: Standing;
  readonly reason: StandingReason;
  readonly note: string | null;
  readonly changedAt: Date;
}

export interface NewStandingChange {
  readonly memberId: string;
  readonly from: Standing | null;
  readonly to: Standing;
  readonly reason: StandingReason;
  readonly note: string | null;
}

const insert = sql(
  'membership.insert-standing-change',
  `insert into membership.standing_changes
     (id, cooperative_id, member_id, from_standing, to_standing, reason, note, changed_by,
      changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

const ofMembers = sql(
  'membership.list-standing-changes-of-members',
  `select id, member_id as "memberId", from_standing as "from", to_standing as "to", reason, note,
          changed_at as "changedAt"
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
