import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface PledgeRow {
  readonly id: string;
  readonly memberId: string;
  readonly planId: string;
  readonly amountMinor: bigint;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

const columns = `id, member_id as "memberId", plan_id as "planId", amount_minor as "amountMinor",
  starts_on as "startsOn", ends_on as "endsOn"`;
const end = sql(
  'dues.end-pledge',
  `update dues.pledges set ends_on = greatest(starts_on, $3::date)
   where cooperative_id = $1 and member_id = $2 and ends_on is null`,
);
const insert = sql(
  'dues.insert-pledge',
  `insert into dues.pledges (id, cooperative_id, member_id, plan_id, amount_minor, starts_on,
     chosen_at)
   values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
);
const current = sql(
  'dues.current-pledges',
  `select ${columns} from dues.pledges
   where cooperative_id = $1 and ends_on is null and ($2::uuid[] is null or member_id = any($2))
   order by id`,
);
const lockMember = sql(
  'dues.lock-member',
  `select pg_advisory_xact_lock(hashtextextended('dues.pledge ' || $1::text, 0))`,
);

export const pledgeStore = {
  /** One change of a member's pledge at a time, also of their first. */
  lockMember: (tx: Tx, memberId: string) => tx.rows(lockMember, [memberId]),

  replace: async (
    tx: Tx,
    pledge: Pick<PledgeRow, 'id' | 'memberId' | 'planId' | 'amountMinor' | 'startsOn'>,
  ): Promise<PledgeRow> => {
    await tx.run(end, [tx.cooperativeId, pledge.memberId, pledge.startsOn]);
    return tx.one<PledgeRow>(insert, [
      pledge.id,
      tx.cooperativeId,
      pledge.memberId,
      pledge.planId,
      pledge.amountMinor,
      pledge.startsOn,
      tx.now,
    ]);
  },

  /** Everybody's current pledge, or these members'. */
  current: (tx: Tx, memberIds: readonly string[] | null) =>
    tx.rows<PledgeRow>(current, [tx.cooperativeId, memberIds]),
};
