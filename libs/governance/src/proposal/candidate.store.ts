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

const dropForgotten = sql(
  'governance.forget-left-candidates',
  `delete from governance.candidates c using governance.proposals p
   where c.cooperative_id = $1 and p.cooperative_id = $1 and p.id = c.proposal_id
     and p.opened_at is null and p.options is null`,
);

const of = sql(
  'governance.list-candidates-of-proposal',
  `select ${candidateColumns} from governance.candidates c
   where c.cooperative_id = $1 and c.proposal_id = $2 order by c.place`,
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

  /** Those of drafts whose words went, which a process of the version before left: how many. */
  dropForgotten: (tx: Tx): Promise<number> => tx.run(dropForgotten, [tx.cooperativeId]),

  of: (tx: Tx, proposalId: string): Promise<Candidate[]> =>
    tx.rows<Candidate>(of, [tx.cooperativeId, proposalId]),
};
