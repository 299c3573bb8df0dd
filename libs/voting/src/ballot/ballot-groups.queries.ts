import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { withPapers } from '../paper/paper.js';
import { BallotEntity } from './ballot.entity.js';

const groups = sql(
  'voting.count-ballots',
  `select ${columnsOf(BallotEntity, { only: ['proposalId', 'mark'] })}, count(*)::int as ballots,
     sum(weight)::bigint as weight, false as "isPaper"
   from governance.ballots where proposal_id = any ($1::uuid[]) and cooperative_id = $2
     and superseded_at is null group by proposal_id, mark
   union all select proposal_id, one.mark, one.ballots, one.ballots::bigint, false
   from governance.ballot_boxes, jsonb_to_recordset(counted) one (mark jsonb, ballots int)
   where proposal_id = any ($1::uuid[]) and cooperative_id = $2
   union all select c.proposal_id, one.mark, one.ballots, one.ballots::bigint, true
   from governance.paper_counts c, jsonb_to_recordset(c.ballots) one (mark jsonb, ballots int)
   where c.proposal_id = any ($1::uuid[]) and c.cooperative_id = $2 and c.confirmed_at is not null`,
);

interface GroupRow extends BallotGroup<unknown>, Readonly<Pick<BallotEntity, 'proposalId'>> {
  readonly isPaper: boolean;
}

/**
 * The current ballots of these votes, those that say the same together: the one count that there
 * is, of a detached vote once it is closed, of papers once they are confirmed. Exact for as long
 * as the vote's row is locked.
 */
export async function ballotGroups(
  tx: Tx,
  proposalIds: readonly string[],
): Promise<Map<string, readonly BallotGroup<unknown>[]>> {
  const found = new Map<string, BallotGroup<unknown>[]>(proposalIds.map((id) => [id, []]));
  const papers = new Map<string, BallotGroup<unknown>[]>();
  for (const row of await tx.rows<GroupRow>(groups, [proposalIds, tx.cooperativeId])) {
    const { proposalId, isPaper, ...group } = row;
    if (isPaper && !papers.has(proposalId)) papers.set(proposalId, []);
    (isPaper ? papers : found).get(proposalId)?.push(group);
  }
  if (papers.size === 0) return found;
  return new Map([...found].map(([id, all]) => [id, withPapers(all, papers.get(id) ?? [])]));
}
