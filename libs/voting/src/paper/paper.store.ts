import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { VoteRule } from '../rule/vote-rule.js';
import { PaperCountEntity } from './paper-count.entity.js';
import { PaperEntryEntity } from './paper-entry.entity.js';
import { handedPaperStore } from './handed-paper.store.js';
import type { PaperProtocol, PaperRest, RecordedPapers } from './paper.js';

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

const enter = sql(
  'voting.write-paper-count',
  `insert into governance.paper_counts (proposal_id, cooperative_id, protocol, handed_out, ballots,
     spoilt, returned, missing, content_hash, entered_by, entered_at)
   values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11)
   on conflict (proposal_id) do update set protocol = excluded.protocol,
     handed_out = excluded.handed_out, ballots = excluded.ballots, spoilt = excluded.spoilt,
     returned = excluded.returned, missing = excluded.missing,
     content_hash = excluded.content_hash, entered_by = excluded.entered_by,
     entered_at = excluded.entered_at
   where paper_counts.confirmed_at is null and paper_counts.cooperative_id = $2
     and paper_counts.entered_at <= excluded.entered_at`,
);

const kept = [
  'protocol',
  'handedOut',
  'ballots',
  'spoilt',
  'returned',
  'missing',
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
  'spoilt',
  'returned',
  'missing',
  'contentHash',
  'enteredBy',
  'enteredAt',
  'confirmedBy',
  'confirmedAt',
] as const;

const allCounted = sql(
  'voting.export-own-paper-counts',
  `select ${columnsOf(PaperCountEntity, { only: exported })} from governance.paper_counts
   where (entered_by = $1 or confirmed_by = $1) and cooperative_id = $2 order by proposal_id`,
);

const entered = [
  'proposalId',
  'nth',
  'protocol',
  'handedOut',
  'ballots',
  'spoilt',
  'returned',
  'missing',
  'contentHash',
  'enteredAt',
] as const;
type OwnEntry = Readonly<Pick<PaperEntryEntity, (typeof entered)[number]>>;

const allEntered = sql(
  'voting.export-own-paper-entries',
  `select ${columnsOf(PaperEntryEntity, { only: entered })} from governance.paper_entries
   where entered_by = $1 and cooperative_id = $2 order by proposal_id, nth`,
);

/** What a member entered of papers before it was entered anew, as it is handed over to them. */
export const ownPaperEntries = (tx: Tx, memberId: string | null): Promise<OwnEntry[]> =>
  tx.rows<OwnEntry>(allEntered, [memberId, tx.cooperativeId]);

/** What a count says of papers that say nothing; null where it is from before that was asked. */
export function restOf({
  spoilt,
  returned,
  missing,
}: Readonly<Pick<PaperCountEntity, 'spoilt' | 'returned' | 'missing'>>): PaperRest | null {
  if (spoilt === null || returned === null || missing === null) return null;
  return { spoilt, returned, missing };
}

/** Papers of votes in SQL, as they were counted. */
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

  /** In place of one that nobody confirmed. @throws CodedError CONFLICT where somebody did */
  enter(
    tx: Tx,
    id: string,
    { protocol, handedOut, ballots, rest }: PaperProtocol,
    by: { readonly contentHash: string; readonly memberId: string },
  ): Promise<void> {
    const { spoilt = null, returned = null, missing = null } = rest ?? {};
    const said = [protocol, handedOut, JSON.stringify(ballots), spoilt, returned, missing];
    return tx.change(enter, [id, tx.cooperativeId, ...said, by.contentHash, by.memberId, tx.now]);
  },

  find: (tx: Tx, id: string): Promise<KeptCount | null> =>
    tx.maybeOne<KeptCount>(find, [id, tx.cooperativeId]),

  /** As they count; where nobody confirmed any, as the list of who was handed one has them. */
  async recorded(tx: Tx, id: string): Promise<RecordedPapers> {
    const count = await paperStore.find(tx, id);
    if (count !== null && count.confirmedAt !== null) {
      const { protocol, handedOut, ballots, contentHash } = count;
      return { protocol, handedOut, ballots, rest: restOf(count), contentHash };
    }
    const { handedOut, returned } = await handedPaperStore.sums(tx, id);
    const rest = { spoilt: 0, returned, missing: handedOut - returned };
    return { protocol: null, handedOut, ballots: [], rest, contentHash: null };
  },

  /** For good, once, by somebody else. @throws CodedError CONFLICT where it is another by now */
  confirm: (tx: Tx, id: string, memberId: string, contentHash: string): Promise<void> =>
    tx.change(confirm, [id, tx.cooperativeId, memberId, tx.now, contentHash]),
};

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
