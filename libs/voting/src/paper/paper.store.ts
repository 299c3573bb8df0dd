import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { VoteRule } from '../rule/vote-rule.js';
import { PaperCountEntity } from './paper-count.entity.js';
import { PaperVoterEntity } from './paper-voter.entity.js';
import type { PaperProtocol, RecordedPapers } from './paper.js';

/** A vote whose row is locked, as its papers need it. */
export interface PaperVote {
  readonly rule: VoteRule;
  readonly closesAt: Date;
  /** What is about a member is in nobody's protocol. */
  readonly isHearing: boolean;
  readonly isOpen: boolean;
}

const readVote = `select rule, closes_at as "closesAt", is_hearing as "isHearing",
    state in ('open', 'extended') as "isOpen"
  from governance.proposals where id = $1 and cooperative_id = $2 and opened_at is not null`;
const findVote = sql('voting.find-vote-with-papers', readVote);
const lockVote = sql('voting.lock-vote-with-papers', `${readVote} for update`);

const hasVoted = sql(
  'voting.find-who-voted-otherwise',
  `select member_id as id from governance.ballots
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and superseded_at is null`,
);

const handOut = sql(
  'voting.hand-out-papers',
  `insert into governance.paper_voters (proposal_id, member_id, cooperative_id)
   select $1, id, $2 from unnest($3::uuid[]) id on conflict do nothing`,
);

const takeIn = sql(
  'voting.take-papers-back',
  `delete from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])`,
);

const isOnPaper = sql(
  'voting.find-paper-voter',
  `select ${columnsOf(PaperVoterEntity, { only: ['memberId'] })} from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2 and member_id = $3`,
);

const countVoters = sql(
  'voting.count-paper-voters',
  `select count(*)::int as count from governance.paper_voters
   where proposal_id = $1 and cooperative_id = $2`,
);

const enter = sql(
  'voting.write-paper-count',
  `insert into governance.paper_counts (proposal_id, cooperative_id, protocol, handed_out, ballots,
     content_hash, entered_by, entered_at)
   values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)
   on conflict (proposal_id) do update set protocol = excluded.protocol,
     handed_out = excluded.handed_out, ballots = excluded.ballots,
     content_hash = excluded.content_hash, entered_by = excluded.entered_by,
     entered_at = excluded.entered_at
   where paper_counts.confirmed_at is null and paper_counts.cooperative_id = $2
     and paper_counts.entered_at <= excluded.entered_at`,
);

const kept = [
  'protocol',
  'handedOut',
  'ballots',
  'contentHash',
  'enteredBy',
  'confirmedAt',
] as const;
export type KeptCount = Readonly<Pick<PaperCountEntity, (typeof kept)[number]>>;

const find = sql(
  'voting.find-paper-count',
  `select ${columnsOf(PaperCountEntity, { only: kept })} from governance.paper_counts
   where proposal_id = $1 and cooperative_id = $2`,
);

const confirm = sql(
  'voting.confirm-paper-count',
  `update governance.paper_counts set confirmed_by = $3, confirmed_at = $4
   where proposal_id = $1 and cooperative_id = $2 and confirmed_at is null and content_hash = $5
     and entered_by <> $3`,
);

const exported = [
  'proposalId',
  'protocol',
  'handedOut',
  'ballots',
  'contentHash',
  'enteredBy',
  'enteredAt',
  'confirmedBy',
  'confirmedAt',
] as const;

const allOwn = sql(
  'voting.export-own-papers',
  `select ${columnsOf(PaperVoterEntity, { only: ['proposalId'] })} from governance.paper_voters
   where member_id = $1 and cooperative_id = $2 order by proposal_id`,
);

const allCounted = sql(
  'voting.export-own-paper-counts',
  `select ${columnsOf(PaperCountEntity, { only: exported })} from governance.paper_counts
   where (entered_by = $1 or confirmed_by = $1) and cooperative_id = $2 order by proposal_id`,
);

/** Papers of votes in SQL: who was handed one, and as they were counted. */
export const paperStore = {
  /** As `lockVote`, held by nobody. */
  findVote: (tx: Tx, id: string): Promise<PaperVote | null> =>
    tx.maybeOne<PaperVote>(findVote, [id, tx.cooperativeId]),

  /** The vote, held until the caller's transaction ends; null where none was opened. */
  lockVote: (tx: Tx, id: string): Promise<PaperVote | null> =>
    tx.maybeOne<PaperVote>(lockVote, [id, tx.cooperativeId]),

  /** Who of them has a ballot that counts. */
  async hasVoted(tx: Tx, id: string, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ id: string }>(hasVoted, [id, tx.cooperativeId, memberIds]);
    return new Set(rows.map((row) => row.id));
  },

  handOut: (tx: Tx, id: string, memberIds: readonly string[]): Promise<number> =>
    tx.run(handOut, [id, tx.cooperativeId, memberIds]),

  takeIn: (tx: Tx, id: string, memberIds: readonly string[]): Promise<number> =>
    tx.run(takeIn, [id, tx.cooperativeId, memberIds]),

  async isOnPaper(tx: Tx, id: string, memberId: string): Promise<boolean> {
    return (await tx.maybeOne(isOnPaper, [id, tx.cooperativeId, memberId])) !== null;
  },

  async handedOut(tx: Tx, id: string): Promise<number> {
    return (await tx.one<{ count: number }>(countVoters, [id, tx.cooperativeId])).count;
  },

  /** In place of one that nobody confirmed. @throws CodedError CONFLICT where somebody did */
  enter(
    tx: Tx,
    id: string,
    { protocol, handedOut, ballots }: PaperProtocol,
    by: { readonly contentHash: string; readonly memberId: string },
  ): Promise<void> {
    const said = [protocol, handedOut, JSON.stringify(ballots)];
    return tx.change(enter, [id, tx.cooperativeId, ...said, by.contentHash, by.memberId, tx.now]);
  },

  find: (tx: Tx, id: string): Promise<KeptCount | null> =>
    tx.maybeOne<KeptCount>(find, [id, tx.cooperativeId]),

  /** As they count; null where nobody confirmed any. */
  async confirmed(tx: Tx, id: string): Promise<RecordedPapers | null> {
    const count = await paperStore.find(tx, id);
    if (count === null || count.confirmedAt === null) return null;
    const { protocol, handedOut, ballots, contentHash } = count;
    return { protocol, handedOut, ballots, contentHash };
  },

  /** For good, once, by somebody else. @throws CodedError CONFLICT where it is another by now */
  confirm: (tx: Tx, id: string, memberId: string, contentHash: string): Promise<void> =>
    tx.change(confirm, [id, tx.cooperativeId, memberId, tx.now, contentHash]),
};

/** In which votes a member was handed a paper, as it is handed over to them. */
export const ownPaperVotes = (tx: Tx, memberId: string | null): Promise<{ proposalId: string }[]> =>
  tx.rows<{ proposalId: string }>(allOwn, [memberId, tx.cooperativeId]);

/** What a member entered or confirmed of papers, as it is handed over to them. */
export async function ownPaperCounts(tx: Tx, memberId: string | null) {
  type Row = Readonly<Pick<PaperCountEntity, (typeof exported)[number]>>;
  const rows = await tx.rows<Row>(allCounted, [memberId, tx.cooperativeId]);
  // Who the other one was is theirs.
  return rows.map(({ enteredBy, confirmedBy, ...row }) => ({
    ...row,
    isEnteredByYou: enteredBy === memberId,
    isConfirmedByYou: confirmedBy === memberId,
  }));
}
