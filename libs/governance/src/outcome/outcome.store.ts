import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import type { RemovalReason } from '../discussion/comment.js';
import { OutcomeStatementEntity } from './outcome-statement.entity.js';

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
const writer = sql(
  'governance.find-writer-of-outcome-statement',
  `select ${columnsOf(OutcomeStatementEntity, { only: ['writtenByMemberId', 'body'] })}
   from governance.outcome_statements
   where proposal_id = $1 and version = $2 and cooperative_id = $3 for update`,
);
const remove = sql(
  'governance.take-out-outcome-statement',
  `update governance.outcome_statements
   set body = '', removed_at = $4, removed_because = $5, removed_by_member_id = $6
   where proposal_id = $1 and version = $2 and cooperative_id = $3 and removed_at is null
     and body <> ''`,
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

  /** Whose a version is, and what it says, held; null where there is none. */
  lock: (tx: Tx, proposalId: string, version: number) =>
    tx.maybeOne<Pick<OutcomeStatementEntity, 'writtenByMemberId' | 'body'>>(writer, [
      proposalId,
      version,
      tx.cooperativeId,
    ]),

  /** Its words go, in the name of who acts; the caller holds it. */
  remove: (tx: Tx, proposalId: string, version: number, because: RemovalReason): Promise<void> =>
    tx.change(remove, [proposalId, version, tx.cooperativeId, tx.now, because, tx.actor.memberId]),

  /** @param all also what they wrote on what was decided */
  forget: (tx: Tx, memberId: string, all: boolean): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId, all]),
};
