import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { CandidateEntity } from './candidate.entity.js';

/** A member whom a vote is between, by the number of the option. */
export type Candidate = Readonly<Pick<CandidateEntity, 'proposalId' | 'place' | 'memberId'>>;

export const candidateColumns = columnsOf(CandidateEntity, {
  of: 'c',
  only: ['proposalId', 'place', 'memberId'],
});

const insert = sql(
  'governance.insert-candidates',
  `insert into governance.candidates (proposal_id, place, cooperative_id, member_id)
   select $1, $2::int + c.nth, $3, c.member_id
   from unnest($4::uuid[]) with ordinality as c (member_id, nth)`,
);

/** Members among the options of a draft, in SQL. */
export const candidateStore = {
  /** As the options that come after so many others. */
  insert: (
    tx: Tx,
    proposalId: string,
    after: number,
    memberIds: readonly string[],
  ): Promise<number> => tx.run(insert, [proposalId, after, tx.cooperativeId, memberIds]),
};
