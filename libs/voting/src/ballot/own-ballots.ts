import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { openReason } from './ballot-reason.js';

const statement = sql(
  'voting.export-own-ballots',
  `select id, proposal_id as "proposalId",
     case jsonb_typeof(mark) when 'string' then mark #>> '{}' end as stance, mark,
     weight::text as weight, reason, reason_sealed as "reasonSealed",
     cast_via as "castVia", recorded_at as "recordedAt", cast_at as "castAt",
     superseded_at as "supersededAt", taken_back and not voided as "takenBack", voided
   from governance.ballots where member_id = $1 and cooperative_id = $2 order by cast_at, id`,
);

/** Every ballot of a member, superseded ones too, as they are handed over to that member. */
export async function ownBallots(tx: Tx, memberId: string | null): Promise<object[]> {
  const rows = await tx.rows<Parameters<typeof openReason>[0]>(statement, [
    memberId,
    tx.cooperativeId,
  ]);
  return rows.map(({ reasonSealed, ...row }) => ({
    ...row,
    reason: openReason({ ...row, reasonSealed }),
  }));
}
