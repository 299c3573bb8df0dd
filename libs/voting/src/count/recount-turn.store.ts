import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { RecountTurnEntity } from './recount-turn.entity.js';

/** A place among decided votes, in the order in which they were decided. */
export interface Place {
  /** As Postgres writes it: to the microsecond, which a `Date` does not hold. */
  readonly closedAt: string;
  readonly proposalId: string;
}

/** Before every vote. */
export const start: Place = {
  closedAt: '-infinity',
  proposalId: '00000000-0000-0000-0000-000000000000',
};

const find = sql(
  'voting.find-recount-turn',
  `select closed_at::text as "closedAt", ${columnsOf(RecountTurnEntity, { only: ['proposalId'] })}
   from governance.recount_turns where cooperative_id = $1`,
);

const move = sql(
  'voting.move-recount-turn',
  `insert into governance.recount_turns as t (cooperative_id, closed_at, proposal_id)
   values ($1, $2::timestamptz, $3)
   on conflict (cooperative_id) do update
     set closed_at = excluded.closed_at, proposal_id = excluded.proposal_id
     where t.cooperative_id = $1 and t.proposal_id = $4`,
);

/** How far the nights have come that count decided votes again. */
export const recountTurnStore = {
  async find(tx: Tx): Promise<Place> {
    return (await tx.maybeOne<Place>(find, [tx.cooperativeId])) ?? start;
  },

  /** @throws CodedError CONFLICT when somebody else moved on from there */
  async move(tx: Tx, from: Place, to: Place): Promise<void> {
    await tx.change(move, [tx.cooperativeId, to.closedAt, to.proposalId, from.proposalId]);
  },
};
