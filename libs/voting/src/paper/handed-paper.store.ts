import { assert, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { HandedPaper } from './handed-paper.js';
import { PaperVoterEntity } from './paper-voter.entity.js';

const whose = columnsOf(PaperVoterEntity, { only: ['memberId'] });

const handOut = sql(
  'voting.hand-out-papers',
  `insert into governance.paper_voters (proposal_id, member_id, nth, cooperative_id, state,
     handed_out_by, handed_out_at)
   select $1, id, 1 + (select count(*)::int from governance.paper_voters v
       where v.proposal_id = $1 and v.cooperative_id = $2 and v.member_id = id),
     $2, 'out', $4, $5
   from unnest($3::uuid[]) id where not exists (select from governance.paper_voters v
     where v.proposal_id = $1 and v.cooperative_id = $2 and v.member_id = id
       and v.state <> 'returned')
   on conflict do nothing returning ${whose}`,
);

const takeIn = sql(
  'voting.take-papers-back',
  `update governance.paper_voters set state = 'taken-back', taken_back_by = $4, taken_back_at = $5
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and member_id <> $4 and state = 'out' returning ${whose}`,
);

const giveBack = sql(
  'voting.mark-papers-returned',
  `update governance.paper_voters set state = 'returned', returned_by = $4, returned_at = $5
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and member_id <> $4 and taken_back_by <> $4 and state = 'taken-back'`,
);

const refuse = sql(
  'voting.mark-papers-refused',
  `update governance.paper_voters set state = 'out', refused_by = $4, refused_at = $5
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and state = 'taken-back'`,
);

const disown = sql(
  'voting.mark-paper-disowned',
  `update governance.paper_voters set disowned_at = $4
   where proposal_id = $1 and cooperative_id = $2 and member_id = $3 and state <> 'returned'
     and disowned_at is null`,
);

const last = sql(
  'voting.find-handed-papers',
  `select distinct on (member_id)
     ${columnsOf(PaperVoterEntity, { only: ['memberId', 'state', 'takenBackBy'] })}
   from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
   order by member_id, nth desc`,
);

const isOnPaper = sql(
  'voting.find-paper-voter',
  `select ${columnsOf(PaperVoterEntity, { only: ['memberId'] })} from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and member_id = $3 and state <> 'returned'`,
);

const handledBy = sql(
  'voting.find-paper-handled-by',
  `select ${whose} from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and member_id = $3 and state = 'returned'
     and $4 in (taken_back_by, returned_by) limit 1`,
);

const onPaper = sql(
  'voting.list-voters-on-paper',
  `select ${columnsOf(PaperVoterEntity, { only: ['memberId'] })} from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and state <> 'returned' order by member_id`,
);

const sums = sql(
  'voting.count-handed-papers',
  `select count(*)::int as "handedOut",
     count(*) filter (where state = 'returned')::int as returned
   from governance.paper_voters where proposal_id = $1 and cooperative_id = $2`,
);

/** Papers of a vote by the list of who was handed one. */
export interface HandedSums {
  readonly handedOut: number;
  /** Unused, as two say. */
  readonly returned: number;
}

const exported = [
  'proposalId',
  'state',
  'handedOutAt',
  'takenBackAt',
  'returnedAt',
  'refusedAt',
  'disownedAt',
] as const;
type OwnPaper = Readonly<Pick<PaperVoterEntity, (typeof exported)[number]>>;

const allOwn = sql(
  'voting.export-own-papers',
  `select ${columnsOf(PaperVoterEntity, { only: exported })} from governance.paper_voters
   where member_id = $1 and cooperative_id = $2 order by proposal_id, nth`,
);

const done = ['handedOutBy', 'takenBackBy', 'returnedBy', 'refusedBy'] as const;
type DoneOfPaper = OwnPaper & Readonly<Pick<PaperVoterEntity, (typeof done)[number]>>;

const allDone = sql(
  'voting.export-what-was-done-of-papers',
  `select ${columnsOf(PaperVoterEntity, { only: [...exported, ...done] })}
   from governance.paper_voters where cooperative_id = $2
     and $1 in (handed_out_by, taken_back_by, returned_by, refused_by)
   order by proposal_id, handed_out_at, taken_back_at, nth`,
);

/** Ids of whose paper it is. */
const idsOf = (rows: readonly { readonly memberId: string }[]): string[] =>
  rows.map(({ memberId }) => memberId);

/** The list of who was handed a paper, in SQL. A paper that was handed out never leaves it. */
export const handedPaperStore = {
  /** @returns whose it is: nobody's who has one */
  handOut: async (tx: Tx, id: string, to: readonly string[], by: string): Promise<string[]> =>
    idsOf(await tx.rows(handOut, [id, tx.cooperativeId, to, by, tx.now])),

  /** @returns whose it was: nobody's who has none */
  takeIn: async (tx: Tx, id: string, of: readonly string[], by: string): Promise<string[]> =>
    idsOf(await tx.rows(takeIn, [id, tx.cooperativeId, of, by, tx.now])),

  /** All of them, by somebody else than who took them back. */
  async giveBack(tx: Tx, id: string, of: readonly string[], by: string): Promise<void> {
    const changed = await tx.run(giveBack, [id, tx.cooperativeId, of, by, tx.now]);
    assert(changed === of.length, 'papers were taken back, by somebody else');
  },

  /** All of them are out again. */
  async refuse(tx: Tx, id: string, of: readonly string[], by: string): Promise<void> {
    const changed = await tx.run(refuse, [id, tx.cooperativeId, of, by, tx.now]);
    assert(changed === of.length, 'papers were taken back');
  },

  /** @returns whether it was said for the first time */
  disown: async (tx: Tx, id: string, memberId: string): Promise<boolean> =>
    (await tx.run(disown, [id, tx.cooperativeId, memberId, tx.now])) === 1,

  /** The last paper of each. */
  async last(tx: Tx, id: string, of: readonly string[]): Promise<ReadonlyMap<string, HandedPaper>> {
    const rows = await tx.rows<HandedPaper>(last, [id, tx.cooperativeId, of]);
    return new Map(rows.map((row) => [row.memberId, row]));
  },

  async isOnPaper(tx: Tx, id: string, memberId: string): Promise<boolean> {
    return (await tx.maybeOne(isOnPaper, [id, tx.cooperativeId, memberId])) !== null;
  },

  /** Whether a paper of a voter came back by the word of this one among the two. */
  async cameBackBy(tx: Tx, id: string, memberId: string, by: string | null): Promise<boolean> {
    return (await tx.maybeOne(handledBy, [id, tx.cooperativeId, memberId, by])) !== null;
  },

  /** Everybody who votes by a paper. */
  votersOnPaper: async (tx: Tx, id: string): Promise<string[]> =>
    idsOf(await tx.rows(onPaper, [id, tx.cooperativeId])),

  sums: (tx: Tx, id: string): Promise<HandedSums> =>
    tx.one<HandedSums>(sums, [id, tx.cooperativeId]),
};

/** Papers that a member was handed, as that is handed over to them: never by whom. */
export const ownPaperVotes = (tx: Tx, memberId: string | null): Promise<OwnPaper[]> =>
  tx.rows<OwnPaper>(allOwn, [memberId, tx.cooperativeId]);

/** What a member did of papers of others, as it is handed over to them: never whose they are. */
export async function ownPaperHandling(tx: Tx, memberId: string | null) {
  const rows = await tx.rows<DoneOfPaper>(allDone, [memberId, tx.cooperativeId]);
  return rows.map((row) => ({
    proposalId: row.proposalId,
    handedOutAt: row.handedOutBy === memberId ? row.handedOutAt : null,
    takenBackAt: row.takenBackBy === memberId ? row.takenBackAt : null,
    returnedAt: row.returnedBy === memberId ? row.returnedAt : null,
    refusedAt: row.refusedBy === memberId ? row.refusedAt : null,
  }));
}
