import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ElectorateEntity } from './electorate.entity.js';

const only = ['proposalId', 'memberClass', 'weight', 'countsIfCast'] as const;
const statement = sql(
  'voting.export-own-voting-places',
  `select ${columnsOf(ElectorateEntity, { only })} from governance.electorate
   where cooperative_id = $1 and member_id = $2 order by proposal_id`,
);

/** The votes in which a member had a place, and what they weighed, as handed over to them. */
export function ownVotingPlaces(tx: Tx, memberId: string | null): Promise<object[]> {
  return tx.rows(statement, [tx.cooperativeId, memberId]);
}
