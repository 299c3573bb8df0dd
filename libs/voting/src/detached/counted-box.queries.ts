import { assert, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { CountedBox } from '../proof/vote-record.js';
import { BallotBoxEntity } from './ballot-box.entity.js';

const counted = sql(
  'voting.read-counted-box',
  `select ${columnsOf(BallotBoxEntity, { only: ['counted', 'receipts'] })}
   from governance.ballot_boxes where proposal_id = $1 and cooperative_id = $2`,
);

type Counted = Readonly<Pick<BallotBoxEntity, 'counted' | 'receipts'>>;

/** What was voted in a detached vote, once it is counted. Who has voted is not asked. */
export async function readCountedBox(tx: Tx, id: string): Promise<CountedBox> {
  const box = await tx.one<Counted>(counted, [id, tx.cooperativeId]);
  assert(box.counted !== null && box.receipts !== null, 'a decided vote has its box counted');
  return {
    groups: box.counted.map((one) => ({ ...one, weight: BigInt(one.ballots) })),
    receipts: box.receipts,
  };
}
