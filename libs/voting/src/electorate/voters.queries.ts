import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ElectorateEntity } from './electorate.entity.js';

const list = sql(
  'voting.list-voters',
  `select ${columnsOf(ElectorateEntity, { only: ['memberId'] })} from governance.electorate
   where proposal_id = $1 and cooperative_id = $2`,
);

/** Members who may vote on a proposal that was opened, in no order; nobody before. */
export async function votersOf(tx: Tx, proposalId: string): Promise<string[]> {
  const rows = await tx.rows<{ memberId: string }>(list, [proposalId, tx.cooperativeId]);
  return rows.map(({ memberId }) => memberId);
}
