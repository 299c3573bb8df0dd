import { Injectable } from '@nestjs/common';
import { assert, columnsOf, keysetList, may, permit, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { PaperCountEntity } from './paper-count.entity.js';
import type { HandedPaperState } from './handed-paper.js';
import { PaperEntryEntity } from './paper-entry.entity.js';
import { PaperVoterEntity } from './paper-voter.entity.js';
import { paperUntil } from './paper.js';
import type { CountedPapers, PaperRest, WaitedFor } from './paper.js';
import { restOf } from './paper.store.js';

/** Papers of a vote, as far as their reader is told. */
export interface PapersView {
  readonly proposalId: string;
  /** How many were handed out, whatever became of them. */
  readonly handedOut: number;
  /** How many of them came back unused, as two people said. */
  readonly cameBack: number;
  /** Of how many one person said so, and no second one; null for who confirms none. */
  readonly takenBack: number | null;
  /** How many are of voters who say that they hold none; null likewise. */
  readonly disowned: number | null;
  /** Null until somebody entered them, and until the vote is decided for who confirms none. */
  readonly protocol: string | null;
  /** Null likewise. */
  readonly contentHash: string | null;
  readonly ballots: readonly CountedPapers[] | null;
  /** Papers that say nothing, as the protocol has them; null likewise, and where it is older. */
  readonly rest: PaperRest | null;
  readonly isConfirmed: boolean;
  /** Confirmed at that instant or after it, they do not count. */
  readonly confirmUntil: Date;
  /** Whether the reader entered them, and so does not confirm them. */
  readonly isEnteredByViewer: boolean;
}

const counted = ['protocol', 'contentHash', 'ballots', 'spoilt', 'returned', 'missing'] as const;
type Counted = Readonly<Pick<PaperCountEntity, (typeof counted)[number]>>;

const find = sql(
  'voting.read-papers',
  `select p.id as "proposalId", ${columnsOf(PaperCountEntity, { of: 'c', only: counted })},
     p.rule, p.closes_at as "closesAt", v."handedOut", v."cameBack",
     case when $3::boolean then v."takenBack" end as "takenBack",
     case when $3::boolean then v.disowned end as disowned,
     c.confirmed_at is not null as "isConfirmed",
     coalesce(c.entered_by = $4::uuid, false) as "isEnteredByViewer"
   from governance.proposals p
   cross join lateral (select count(*)::int as "handedOut",
       count(*) filter (where state = 'returned')::int as "cameBack",
       count(*) filter (where state = 'taken-back')::int as "takenBack",
       count(*) filter (where state <> 'returned' and disowned_at is not null)::int as disowned
     from governance.paper_voters v where v.proposal_id = p.id and v.cooperative_id = $2) v
   left join governance.paper_counts c
     on c.proposal_id = p.id and c.cooperative_id = $2 and ($3::boolean or p.outcome is not null)
   where p.id = any ($1::uuid[]) and p.cooperative_id = $2 and p.opened_at is not null
     and p.rule ? 'paper' and not p.is_hearing`,
);

const said = [
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
] as const;

/** Papers as somebody entered them, once. */
export type PaperEntryView = Readonly<Pick<PaperEntryEntity, (typeof said)[number]>>;

const mostEntries = 50;

const entries = sql(
  'voting.list-paper-entries',
  `select one.* from unnest($1::uuid[]) v (id) cross join lateral (
     select ${columnsOf(PaperCountEntity, { of: 'c', only: said })}, 2147483647 as nth
     from governance.paper_counts c where c.proposal_id = v.id and c.cooperative_id = $2
     union all (select ${columnsOf(PaperEntryEntity, { of: 'e', only: said })}, e.nth
       from governance.paper_entries e where e.proposal_id = v.id and e.cooperative_id = $2
       order by e.nth desc limit ${mostEntries})) one
   order by v.id, one.nth desc`,
);

const own = sql(
  'voting.find-own-papers',
  `select ${columnsOf(PaperVoterEntity, { only: ['proposalId'] })} from governance.paper_voters
   where proposal_id = any ($1::uuid[]) and cooperative_id = $2 and member_id = $3
     and state <> 'returned'`,
);

const listed = [
  'memberId',
  'nth',
  'state',
  'handedOutBy',
  'handedOutAt',
  'takenBackBy',
  'takenBackAt',
  'returnedBy',
  'returnedAt',
  'refusedBy',
  'refusedAt',
  'disownedAt',
] as const;

/** A paper that was handed to somebody, and what became of it. */
export interface PaperVoterView extends Readonly<Pick<PaperVoterEntity, (typeof listed)[number]>> {
  /** Where they stand in the list: an order that tells nothing of anybody, another in each vote. */
  readonly placeInList: bigint;
}

const placeInList = 'uuid_hash_extended(v.member_id, hashtextextended(v.proposal_id::text, 0))';

interface VotersAsked {
  readonly proposalId: string;
  /** Null for all of them. */
  readonly states: readonly HandedPaperState[] | null;
}

const voters = keysetList<PaperVoterView, object, VotersAsked>({
  name: 'voting.list-paper-voters',
  select: `${columnsOf(PaperVoterEntity, { of: 'v', only: listed })},
    ${placeInList} as "placeInList"`,
  from: 'governance.paper_voters v',
  where: `v.cooperative_id = :cooperativeId and v.proposal_id = :proposalId::uuid
    and (:states::text[] is null or v.state = any (:states::text[]))`,
  keys: [
    { column: placeInList, field: 'placeInList', type: 'whole' },
    { column: 'v.member_id', field: 'memberId', type: 'id' },
    { column: 'v.nth', field: 'nth', type: 'whole' },
  ],
});

/** Reads papers of votes that the caller may read. */
@Injectable()
export class PaperQueries {
  /**
   * Of these votes those that have papers by their rule; for members and officers.
   *
   * @throws CodedError FORBIDDEN
   */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<readonly PapersView[]> {
    permit(tx.actor, 'ballot.read');
    const mayConfirm = may(tx.actor, 'paper.confirm').allowed;
    const asked = [proposalIds, tx.cooperativeId, mayConfirm, tx.actor.memberId];
    type Row = Omit<PapersView, 'confirmUntil' | 'rest'> & Counted & WaitedFor;
    const rows = await tx.rows<Row>(find, asked);
    const timeZone = await tx.timeZone();
    return rows.map(({ rule, closesAt, spoilt, returned, missing, ...view }) => {
      const confirmUntil = paperUntil({ rule, closesAt }, timeZone);
      assert(confirmUntil !== null, 'a vote with papers waits for them');
      return { ...view, rest: restOf({ spoilt, returned, missing }), confirmUntil };
    });
  }

  /**
   * As they were entered, the last first, and before it the last fifty in whose place it stands:
   * for who confirms them.
   *
   * @throws CodedError FORBIDDEN
   */
  async entries(tx: Tx, proposalIds: readonly string[]): Promise<readonly PaperEntryView[]> {
    permit(tx.actor, 'paper.confirm');
    return tx.rows<PaperEntryView>(entries, [proposalIds, tx.cooperativeId]);
  }

  /** In which of these votes the reader was handed a paper. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<{ proposalId: string }[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    return tx.rows<{ proposalId: string }>(own, [proposalIds, tx.cooperativeId, memberId]);
  }

  /**
   * Papers that were handed out, in an order that tells nothing; all of them, or those of which
   * that became. For those who hand them out, who confirm what became of them, and auditors.
   *
   * @throws CodedError FORBIDDEN
   */
  async voters(
    tx: Tx,
    proposalId: string,
    request: PageRequest,
    states: readonly HandedPaperState[] | null = null,
  ): Promise<Page<PaperVoterView>> {
    permit(tx.actor, 'paper.read');
    return voters.page(tx, request, { params: { proposalId, states } });
  }
}
