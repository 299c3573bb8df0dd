import type { Day, Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { ReviewEntity } from './review.entity.js';

const only = ['proposalId', 'reviewOn', 'setByMemberId', 'setAt', 'remindedAt'] as const;

export type ReviewRecord = Readonly<Pick<ReviewEntity, (typeof only)[number]>>;

const find = sql(
  'governance.find-review',
  `select ${columnsOf(ReviewEntity, { only })} from governance.reviews
   where proposal_id = $1 and cooperative_id = $2 for update`,
);
const insert = sql(
  'governance.insert-review',
  `insert into governance.reviews (proposal_id, cooperative_id, review_on, set_by_member_id, set_at)
   values ($1, $2, $3, $4, $5)`,
);
const move = sql(
  'governance.move-review',
  `update governance.reviews
   set review_on = $3, set_by_member_id = $4, set_at = $5, reminded_at = null
   where proposal_id = $1 and cooperative_id = $2 and review_on = $6
     and reminded_at is not distinct from $7`,
);
const due = sql(
  'governance.find-due-reviews',
  `select ${columnsOf(ReviewEntity, { only: ['proposalId'] })} from governance.reviews
   where cooperative_id = $1 and review_on <= $2 and reminded_at is null order by proposal_id`,
);
const remind = sql(
  'governance.note-review-reminded',
  `update governance.reviews set reminded_at = $3
   where proposal_id = $1 and cooperative_id = $2 and reminded_at is null`,
);

/** When members look again at what they decided, in SQL. The caller holds the proposal. */
export const reviewStore = {
  lock: (tx: Tx, proposalId: string) =>
    tx.maybeOne<ReviewRecord>(find, [proposalId, tx.cooperativeId]),

  insert: (tx: Tx, proposalId: string, reviewOn: Day, by: string): Promise<void> =>
    tx.change(insert, [proposalId, tx.cooperativeId, reviewOn, by, tx.now]),

  /** To another day, of which nobody was reminded yet. */
  move: (tx: Tx, known: ReviewRecord, reviewOn: Day, by: string): Promise<void> =>
    tx.change(move, [
      known.proposalId,
      tx.cooperativeId,
      reviewOn,
      by,
      tx.now,
      known.reviewOn,
      known.remindedAt,
    ]),

  due: async (tx: Tx, today: Day): Promise<string[]> => {
    const rows = await tx.rows<{ proposalId: string }>(due, [tx.cooperativeId, today]);
    return rows.map(({ proposalId }) => proposalId);
  },

  remind: (tx: Tx, proposalId: string): Promise<void> =>
    tx.change(remind, [proposalId, tx.cooperativeId, tx.now]),
};
