import { sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';

const reasons = sql(
  'voting.forget-reasons',
  `update governance.ballots set reason = null, reason_sealed = null
   where cooperative_id = $1 and member_id = $2 and num_nonnulls(reason, reason_sealed) > 0`,
);

const reasonsIn = sql(
  'voting.forget-reasons-in-votes',
  `update governance.ballots set reason = null, reason_sealed = null
   where cooperative_id = $1 and proposal_id = any ($2)
     and num_nonnulls(reason, reason_sealed) > 0`,
);

/** What anybody wrote with a ballot in votes about somebody who is erased. */
export const forgetReasonsIn = (tx: Tx, proposalIds: readonly string[]): Promise<number> =>
  tx.run(reasonsIn, [tx.cooperativeId, proposalIds]);

/** Ballots stay, so that every count can be made again; what was written with them goes. */
export const forgetReasons: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.run(reasons, [tx.cooperativeId, memberId]);
};
