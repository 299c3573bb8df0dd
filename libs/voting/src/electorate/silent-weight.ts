/**
 * SQL for what those of an electorate weigh together who count only when they vote, and have no
 * ballot that counts. Who casts the last ballot of a vote is counted by it; nobody is, of a rule
 * that counts everybody.
 */
export const silentWeightOf = (cooperativeId: string, proposalId: string): string =>
  `(select coalesce(sum(e.weight), 0)::bigint from governance.electorate e
     where e.cooperative_id = ${cooperativeId} and e.proposal_id = ${proposalId}
       and e.counts_if_cast
       and not exists (select from governance.ballots b
         where b.cooperative_id = e.cooperative_id and b.proposal_id = e.proposal_id
           and b.member_id = e.member_id and b.superseded_at is null))`;

/** The same of a vote `p` of `governance.proposals`: nothing is read where no rule asks. */
export const silentWeightIn = (p: string): string =>
  `case when ${p}.rule ->> 'pausedCount' = 'when-voting'
    then ${silentWeightOf(`${p}.cooperative_id`, `${p}.id`)} else 0 end`;
