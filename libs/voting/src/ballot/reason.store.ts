import { columnsOf, sql } from '@rochdale/platform';
import type { Some, Tx } from '@rochdale/platform';
import { BallotEntity } from './ballot.entity.js';
import { sealReason } from './ballot-reason.js';

const findPlain = sql(
  'voting.find-plain-reasons',
  `select ${columnsOf(BallotEntity, { of: 'b', only: ['id', 'reason'] })}
   from governance.ballots b join governance.proposals p
     on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id
   where b.cooperative_id = $1 and p.is_hearing and b.reason is not null
   order by b.id limit $2 offset $3 for update of b`,
);

const seal = sql(
  'voting.set-sealed-reason',
  `update governance.ballots set reason = null, reason_sealed = $3
   where cooperative_id = $1 and id = $2 and reason is not null`,
);

/** Seals reasons of hearings from before they were sealed, so many of them: how many. */
export async function sealPlainReasons(tx: Tx, { atMost, but }: Some): Promise<number> {
  const values = [tx.cooperativeId, atMost, but];
  const plain = await tx.rows<{ id: string; reason: string }>(findPlain, values);
  for (const { id, reason } of plain) {
    await tx.change(seal, [tx.cooperativeId, id, sealReason(id, reason)]);
  }
  return plain.length;
}
