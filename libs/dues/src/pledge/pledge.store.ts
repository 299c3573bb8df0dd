import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PledgeEntity } from './pledge.entity.js';

type Shown = 'id' | 'memberId' | 'planId' | 'amountMinor' | 'startsOn' | 'endsOn';

export type PledgeRow = Readonly<Pick<PledgeEntity, Shown>>;

const only = ['id', 'memberId', 'planId', 'amountMinor', 'startsOn', 'endsOn'] as const;
const end = sql(
  'dues.end-pledge',
  `update dues.pledges set ends_on = greatest(starts_on, $3::date)
   where cooperative_id = $1 and member_id = $2 and ends_on is null`,
);
const current = sql(
  'dues.find-current-pledges',
  `select ${columnsOf(PledgeEntity, { only })} from dues.pledges
   where cooperative_id = $1 and ends_on is null and ($2::boolean or member_id = any($3::uuid[]))
   order by id`,
);
const since = sql(
  'dues.list-pledges-of-members',
  `select ${columnsOf(PledgeEntity, { only })} from dues.pledges
   where cooperative_id = $1 and member_id = any($2::uuid[])
     and (ends_on is null or ends_on >= $3::date)
   order by member_id, starts_on, chosen_at, id`,
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
    const { cooperativeId, now: chosenAt } = tx;
    const chosen = { ...pledge, cooperativeId, endsOn: null, chosenAt };
    await tx.repository(PledgeEntity).insert(chosen);
    return chosen;
  },

  /** What members pledged at any time since a day: of each the oldest first. */
  since: (tx: Tx, memberIds: readonly string[], day: string) =>
    tx.rows<PledgeRow>(since, [tx.cooperativeId, memberIds, day]),

  /** The current pledges of these members, or of `everybody`: a run of invoices reads them all. */
  current: (tx: Tx, of: readonly string[] | 'everybody') =>
    tx.rows<PledgeRow>(current, [
      tx.cooperativeId,
      of === 'everybody',
      of === 'everybody' ? [] : of,
    ]),
};
