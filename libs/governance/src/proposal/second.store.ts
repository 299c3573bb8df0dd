import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

const insert = sql(
  'governance.insert-second',
  `insert into governance.seconds (proposal_id, member_id, cooperative_id, seconded_at)
   values ($1, $2, $3, $4) on conflict do nothing`,
);

const count = sql(
  'governance.count-seconds',
  `select count(*)::int as count from governance.seconds
   where cooperative_id = $2 and proposal_id = $1`,
);

const copy = sql(
  'governance.insert-same-seconds',
  `insert into governance.seconds (proposal_id, member_id, cooperative_id, seconded_at)
   select $1, member_id, cooperative_id, seconded_at from governance.seconds
   where proposal_id = $2 and cooperative_id = $3`,
);

/** Who seconded a draft, in SQL. */
export const secondStore = {
  async add(tx: Tx, proposalId: string, memberId: string): Promise<boolean> {
    return (await tx.run(insert, [proposalId, memberId, tx.cooperativeId, tx.now])) === 1;
  },

  /** Who seconded a question did so for its run-off as well. */
  copy: (tx: Tx, toId: string, fromId: string): Promise<number> =>
    tx.run(copy, [toId, fromId, tx.cooperativeId]),

  async countOf(tx: Tx, proposalId: string): Promise<number> {
    return (await tx.one<{ count: number }>(count, [proposalId, tx.cooperativeId])).count;
  },
};
