import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotEntity } from './ballot.entity.js';
import { openReason } from './ballot-reason.js';

const kept = ['id', 'proposalId', 'reason', 'reasonSealed'] as const;
type KeptReason = Readonly<Pick<BallotEntity, (typeof kept)[number]>>;
const columns = columnsOf(BallotEntity, { of: 'b', only: kept });

const shownReasons = sql(
  'voting.list-shown-reasons',
  `select ${columns} from governance.ballots b join governance.proposals p
     on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id
   where b.cooperative_id = $1 and b.proposal_id = any ($2::uuid[])
     and num_nonnulls(b.reason, b.reason_sealed) > 0 and b.superseded_at is null
     and (p.closed_at is not null or not (p.rule ->> 'secretUntilClosed')::boolean)`,
);

const reasonsOf = sql(
  'voting.find-reasons-of-ballots',
  `select ${columns} from governance.ballots b
   where b.cooperative_id = $1 and b.id = any ($2::uuid[])
     and b.proposal_id = any ($3::uuid[]) and num_nonnulls(b.reason, b.reason_sealed) > 0`,
);

/**
 * What was written with the ballots of these votes, by vote: what every member may read of it, and
 * of hearings whoever they are about. In an order that says nothing of who wrote it, or when.
 */
export async function shownReasonsOf(
  tx: Tx,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.rows<KeptReason>(shownReasons, [tx.cooperativeId, proposalIds]);
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const reason = openReason(row);
    if (reason === null) continue;
    found.set(row.proposalId, [...(found.get(row.proposalId) ?? []), reason].toSorted());
  }
  return found;
}

/**
 * What was written with these ballots, by ballot, of these votes alone. Which of them whoever asks
 * may read is for the caller to know, also of votes that are secret still.
 */
export async function reasonsOfBallots(
  tx: Tx,
  ballotIds: readonly string[],
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [tx.cooperativeId, ballotIds, proposalIds];
  const rows = await tx.rows<KeptReason>(reasonsOf, asked);
  return new Map(rows.map((row) => [row.id, openReason(row) ?? '']));
}
