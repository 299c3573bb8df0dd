import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotEntity } from './ballot.entity.js';

// In an order that says nothing of who wrote them, or when.
const shownReasons = sql(
  'voting.list-shown-reasons',
  `select ${columnsOf(BallotEntity, { of: 'b', only: ['proposalId'] })},
     array_agg(b.reason order by b.reason) as reasons
   from governance.ballots b join governance.proposals p
     on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id
   where b.cooperative_id = $1 and b.proposal_id = any ($2::uuid[]) and b.reason is not null
     and b.superseded_at is null
     and (p.closed_at is not null or not (p.rule ->> 'secretUntilClosed')::boolean)
   group by b.proposal_id`,
);

/** What was written with the ballots of these votes, by vote: what every member may read of it. */
export async function shownReasonsOf(
  tx: Tx,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.rows<{ proposalId: string; reasons: string[] }>(shownReasons, [
    tx.cooperativeId,
    proposalIds,
  ]);
  return new Map(rows.map(({ proposalId, reasons }) => [proposalId, reasons]));
}
