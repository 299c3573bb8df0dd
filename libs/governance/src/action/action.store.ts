import type { ProposalAction, Tx } from '@rochdale/platform';
import { columnsOf, newId, sql } from '@rochdale/platform';
import { ActionEntity } from './action.entity.js';

/** An action, and the member whom it is about, if it is about one. */
export interface NewAction extends ProposalAction {
  readonly aboutMemberId: string | null;
}

export interface ActionRecord extends NewAction {
  readonly id: string;
  readonly ordinal: number;
  readonly state: 'pending' | 'executed' | 'failed';
  readonly attempts: number;
}

const insert = sql(
  'governance.insert-actions',
  `insert into governance.actions
     (id, cooperative_id, proposal_id, ordinal, kind, payload, state, about_member_id)
   select a.id, $1, $2, a.ordinal, a.kind, a.payload, 'pending', a."aboutMemberId"
   from jsonb_to_recordset($3::jsonb)
     as a (id uuid, ordinal int, kind text, payload jsonb, "aboutMemberId" uuid)`,
);

const columns = columnsOf(ActionEntity, {
  without: ['cooperativeId', 'proposalId', 'executedAt', 'failureCode', 'failureMessage'],
});
const list = sql(
  'governance.lock-actions',
  `select ${columns}
   from governance.actions where proposal_id = $1 and cooperative_id = $2
   order by ordinal for update`,
);

const markExecuted = sql(
  'governance.mark-action-executed',
  `update governance.actions set state = 'executed', executed_at = $2, attempts = attempts + 1,
     failure_code = null, failure_message = null
   where id = $1 and cooperative_id = $3 and state = 'pending'`,
);

const markFailed = sql(
  'governance.mark-action-failed',
  `update governance.actions set state = 'failed', attempts = attempts + 1,
     failure_code = $2, failure_message = $3
   where id = $1 and cooperative_id = $4 and state = 'pending'`,
);

const reopen = sql(
  'governance.reopen-failed-actions',
  `update governance.actions set state = 'pending', failure_code = null, failure_message = null
   where proposal_id = $1 and cooperative_id = $2 and state = 'failed'`,
);

/** What proposals will do, in SQL. */
export const actionStore = {
  async insert(tx: Tx, proposalId: string, actions: readonly NewAction[]): Promise<void> {
    if (actions.length === 0) return;
    const rows = actions.map((action, ordinal) => ({ id: newId(), ordinal, ...action }));
    await tx.run(insert, [tx.cooperativeId, proposalId, JSON.stringify(rows)]);
  },

  lockOf: (tx: Tx, proposalId: string): Promise<ActionRecord[]> =>
    tx.rows<ActionRecord>(list, [proposalId, tx.cooperativeId]),

  markExecuted: (tx: Tx, id: string): Promise<void> =>
    tx.change(markExecuted, [id, tx.now, tx.cooperativeId]),

  markFailed: (tx: Tx, id: string, code: string, message: string): Promise<void> =>
    tx.change(markFailed, [id, code, message.slice(0, 500), tx.cooperativeId]),

  /** Execution stops at the first failure, so that one action has failed. */
  reopenFailed: (tx: Tx, proposalId: string): Promise<void> =>
    tx.change(reopen, [proposalId, tx.cooperativeId]),
};
