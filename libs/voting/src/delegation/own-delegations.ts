import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

const statement = sql(
  'voting.export-own-delegations',
  `select id, case when member_id = $1 then 'given' else 'held' end as side,
     case when member_id = $1 then delegate_id else member_id end as "otherId",
     scope_kind as scope,
     case when scope_kind in ('proxy', 'proposal') then scope_id end as "proposalId",
     nullif(topic_key, '') as "topicKey",
     nullif(group_key, '') as "workingGroupKey", is_recorded as "isRecorded",
     given_at as "givenAt", expires_at as "expiresAt", ended_at as "endedAt"
   from governance.delegations
   where cooperative_id = $2 and $1::uuid in (member_id, delegate_id) order by given_at, id`,
);

/** What a member gave and holds, as it is handed over to them: each between them and another. */
export const ownDelegations = (tx: Tx, memberId: string | null): Promise<object[]> =>
  tx.rows(statement, [memberId, tx.cooperativeId]);
