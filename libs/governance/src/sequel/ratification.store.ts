import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { RatificationEntity } from './ratification.entity.js';

const only = ['proposalId', 'voteId', 'ratifyBy', 'state', 'undone', 'stands'] as const;

export type RatificationRecord = Readonly<Pick<RatificationEntity, (typeof only)[number]>>;

const insert = sql(
  'governance.insert-ratification',
  `insert into governance.ratifications
     (proposal_id, cooperative_id, vote_id, ratify_by, state, undone, stands)
   values ($1, $2, $3, $4, 'pending', '[]', '[]')`,
);

// Those whose term is over, and those on which the members have decided.
const findDue = sql(
  'governance.find-due-ratifications',
  `select ${columnsOf(RatificationEntity, { of: 'r', only: ['proposalId'] })}
   from governance.ratifications r
   left join governance.proposals v on v.cooperative_id = r.cooperative_id and v.id = r.vote_id
   where r.cooperative_id = $1 and r.state = 'pending' and (r.ratify_by <= $2 or v.id is null
     or v.state not in ('draft', 'notice', 'open', 'extended', 'closed'))
   order by r.proposal_id`,
);

const lockPending = sql(
  'governance.lock-pending-ratification',
  `select ${columnsOf(RatificationEntity, { only })} from governance.ratifications
   where proposal_id = $1 and cooperative_id = $2 and state = 'pending' for update`,
);

const settle = sql(
  'governance.decide-ratification',
  `update governance.ratifications set state = $3, decided_at = $4, undone = $5::jsonb,
     stands = $6::jsonb
   where proposal_id = $1 and cooperative_id = $2 and state = 'pending'`,
);

const list = sql(
  'governance.list-ratifications',
  `select ${columnsOf(RatificationEntity, { only })} from governance.ratifications
   where cooperative_id = $1 and proposal_id = any ($2::uuid[])`,
);

/** What became of actions that were done. */
export interface TakenBack {
  readonly undone: readonly string[];
  readonly stands: readonly string[];
}

/** Emergencies that members ratify, in SQL. */
export const ratificationStore = {
  insert: (tx: Tx, proposalId: string, voteId: string | null, ratifyBy: Date): Promise<void> =>
    tx.change(insert, [proposalId, tx.cooperativeId, voteId, ratifyBy]),

  async due(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ proposalId: string }>(findDue, [tx.cooperativeId, tx.now]);
    return rows.map(({ proposalId }) => proposalId);
  },

  lockPending: (tx: Tx, proposalId: string): Promise<RatificationRecord | null> =>
    tx.maybeOne<RatificationRecord>(lockPending, [proposalId, tx.cooperativeId]),

  settle(
    tx: Tx,
    proposalId: string,
    to: 'ratified' | 'refused',
    { undone, stands }: TakenBack,
  ): Promise<void> {
    const told = [JSON.stringify(undone), JSON.stringify(stands)];
    return tx.change(settle, [proposalId, tx.cooperativeId, to, tx.now, ...told]);
  },

  of: (tx: Tx, proposalIds: readonly string[]): Promise<RatificationRecord[]> =>
    tx.rows<RatificationRecord>(list, [tx.cooperativeId, proposalIds]),
};
