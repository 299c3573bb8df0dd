import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

const told = sql(
  'governance.find-what-was-told-of-outcome',
  `select p.outcome is not null as "isDecided", (select coalesce(max(s.version), 0)::int
     from governance.outcome_statements s
     where s.cooperative_id = $2 and s.proposal_id = p.id) as version
   from governance.proposals p where p.id = $1 and p.cooperative_id = $2`,
);
const insert = sql(
  'governance.insert-outcome-statement',
  `insert into governance.outcome_statements
     (proposal_id, version, cooperative_id, body, written_by_member_id, written_at)
   values ($1, $2, $3, $4, $5, $6)`,
);
const forget = sql(
  'governance.forget-outcome-statements',
  `update governance.outcome_statements s set body = '' from governance.proposals p
   where s.cooperative_id = $1 and p.cooperative_id = $1 and p.id = s.proposal_id and s.body <> ''
     and ($3::boolean and s.written_by_member_id = $2 or p.title = 'Erased' and p.body = ''
       or exists (select from governance.candidates k where k.cooperative_id = $1
         and k.proposal_id = p.id and k.member_id = $2))`,
);

/** What was told to follow from decisions, in SQL. The caller holds the proposal. */
export const outcomeStore = {
  /** Whether it is decided, and the number of the last version; 0 where there is none. */
  told: (tx: Tx, proposalId: string) =>
    tx.one<{ isDecided: boolean; version: number }>(told, [proposalId, tx.cooperativeId]),

  insert: (
    tx: Tx,
    said: {
      readonly proposalId: string;
      readonly version: number;
      readonly body: string;
      readonly by: string;
    },
  ): Promise<void> =>
    tx.change(insert, [
      said.proposalId,
      said.version,
      tx.cooperativeId,
      said.body,
      said.by,
      tx.now,
    ]),

  /** @param all also what they wrote on what was decided */
  forget: (tx: Tx, memberId: string, all: boolean): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId, all]),
};
