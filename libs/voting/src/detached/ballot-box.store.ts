import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { BallotBoxEntity } from './ballot-box.entity.js';
import { TurnoutEntity } from './turnout.entity.js';

const sealed = ['held', 'inbox', 'chest'] as const;
export type SealedBox = Readonly<Pick<BallotBoxEntity, (typeof sealed)[number]>>;

const insert = sql(
  'voting.insert-ballot-box',
  `insert into governance.ballot_boxes (proposal_id, cooperative_id) values ($1, $2)`,
);

const hold = sql(
  'voting.hold-ballot-box',
  `select ${columnsOf(BallotBoxEntity, { only: sealed })} from governance.ballot_boxes
   where proposal_id = $1 and cooperative_id = $2 and counted is null for update`,
);

const markVoted = sql(
  'voting.mark-voted',
  `insert into governance.turnout (proposal_id, member_id, cooperative_id) values ($1, $2, $3)
   on conflict do nothing`,
);

const fill = sql(
  'voting.update-ballot-box',
  `update governance.ballot_boxes set held = held + 1, inbox = $4, chest = $5
   where proposal_id = $1 and cooperative_id = $2 and held = $3 and counted is null`,
);

const count = sql(
  'voting.count-ballot-box',
  `update governance.ballot_boxes set inbox = null, chest = null, counted = $4::jsonb,
     receipts = $5::text[]
   where proposal_id = $1 and cooperative_id = $2 and held = $3 and counted is null`,
);

const only = ['proposalId'] as const;

const turnouts = sql(
  'voting.count-turnout',
  `select ${columnsOf(TurnoutEntity, { only })}, count(*)::int as voted from governance.turnout
   where proposal_id = any ($1::uuid[]) and cooperative_id = $2 group by proposal_id`,
);

const allOwn = sql(
  'voting.export-own-turnout',
  `select ${columnsOf(TurnoutEntity, { only })} from governance.turnout
   where member_id = $1 and cooperative_id = $2 order by proposal_id`,
);

type OfVote = Readonly<Pick<TurnoutEntity, 'proposalId'>>;

/** Boxes of detached votes, and who has voted in them, in SQL. */
export const ballotBoxStore = {
  insert: (tx: Tx, id: string): Promise<number> => tx.run(insert, [id, tx.cooperativeId]),

  /** The box of a vote that is not counted yet, held until the caller's transaction ends. */
  hold: (tx: Tx, id: string): Promise<SealedBox> => tx.one<SealedBox>(hold, [id, tx.cooperativeId]),

  /** Whether the voter had not voted before. */
  markVoted: async (tx: Tx, id: string, memberId: string): Promise<boolean> =>
    (await tx.run(markVoted, [id, memberId, tx.cooperativeId])) === 1,

  /** One ballot more. @throws CodedError CONFLICT when it holds another number than before */
  fill: (tx: Tx, id: string, held: number, box: Omit<SealedBox, 'held'>): Promise<void> =>
    tx.change(fill, [id, tx.cooperativeId, held, box.inbox, box.chest]),

  /** Counted for good; nothing sealed is left. */
  count(
    tx: Tx,
    id: string,
    held: number,
    found: { readonly groups: readonly BallotGroup<unknown>[]; readonly receipts: string[] },
  ): Promise<void> {
    const counted = found.groups.map(({ mark, ballots }) => ({ mark, ballots }));
    const params = [id, tx.cooperativeId, held, JSON.stringify(counted), found.receipts];
    return tx.change(count, params);
  },

  /** How many have voted in each of these votes where somebody has. */
  async turnouts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.rows<OfVote & { voted: number }>(turnouts, [ids, tx.cooperativeId]);
    return new Map(rows.map(({ proposalId, voted }) => [proposalId, voted]));
  },
};

/** In which detached votes a member has voted, as it is handed over to them: what, nobody knows. */
export const ownDetachedVotes = (tx: Tx, memberId: string | null): Promise<OfVote[]> =>
  tx.rows<OfVote>(allOwn, [memberId, tx.cooperativeId]);
