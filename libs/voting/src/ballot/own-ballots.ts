import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

const statement = sql(
  'voting.export-own-ballots',
  `select proposal_id as "proposalId", stance, weight::text as weight, reason,
     cast_at as "castAt", superseded_at as "supersededAt"
   from governance.ballots where member_id = $1 order by cast_at, id`,
);

/** Every ballot of a member, superseded ones too, as they are handed over to that member. */
export function ownBallots(tx: Tx, memberId: string): Promise<object[]> {
  return tx.rows(statement, [memberId]);
}
