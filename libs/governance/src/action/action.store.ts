import type { Tx } from '@rochdale/platform';
import { newId, sql } from '@rochdale/platform';
import type { ProposalAction } from './proposal-actions.js';

export interface ActionRecord extends ProposalAction {
  readonly id: string;
  readonly ordinal: number;
  readonly status: 'pending' | 'executed' | 'failed';
  readonly attempts: number;
}

const insert = sql(
  'governance.insert-actions',
  `insert into governance.actions
     (id, cooperative_id, proposal_id, ordinal, kind, payload, status)
   select a.id, $1, $2, a.ordinal, a.kind, a.payload, 'pending'
   from jsonb_to_recordset($3::jsonb) as a (id uuid, ordinal int, kind text, payload jsonb)`,
);

const list = sql(
  'governance.lock-actions',
  `select id, ordinal, kind, payload, status, attempts
   from governance.actions where cooperative_id = $2 and proposal_id = $1
   order by ordinal for update`,
);

const count = sql(
  'governance.count-actions',
  `select count(*)::int as count from governance.actions where cooperative_id = $2
     and proposal_id = $1`,
);

const markExecuted = sql(
  'governance.mark-action-executed',
  `update governance.actions set status = 'executed', executed_at = $2, attempts = attempts + 1,
     failure_code = null, failure_message = null
   where cooperative_id = $3 and id = $1 and status = 'pending'`,
);

const markFailed = sql(
  'governance.mark-action-failed',
  `update governance.actions set status = 'failed', attempts = attempts + 1,
     failure_code = $2, failure_message = $3
   where cooperative_id = $4 and id = $1 and status = 'pending'`,
);

const reopen = sql(
  'governance.reopen-failed-actions',
  `update governance.actions set status = 'pending', failure_code = null, failure_message = null
   where cooperative_id = $2 and proposal_id = $1 and status = 'failed'`,
);

/** What proposals will do, in SQL. */
export const actionStore = {
  async insert(tx: Tx, proposalId: string, actions: readonly ProposalAction[]): Promise<void> {
    if (actions.length === 0) return;
    const rows = actions.map((action, ordinal) => ({ id: newId(), ordinal, ...action }));
    await tx.run(insert, [tx.cooperativeId, proposalId, JSON.stringify(rows)]);
  },

  lockOf: (tx: Tx, proposalId: string): Promise<ActionRecord[]> =>
    tx.rows<ActionRecord>(list, [proposalId, tx.cooperativeId]),

  async countOf(tx: Tx, proposalId: string): Promise<number> {
    return (await tx.one<{ count: number }>(count, [proposalId, tx.cooperativeId])).count;
  },

  markExecuted: (tx: Tx, id: string): Promise<number> =>
    tx.run(markExecuted, [id, tx.now, tx.cooperativeId]),

  markFailed: (tx: Tx, id: string, code: string, message: string): Promise<number> =>
    tx.run(markFailed, [id, code, message.slice(0, 500), tx.cooperativeId]),

  reopenFailed: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(reopen, [proposalId, tx.cooperativeId]),
};
