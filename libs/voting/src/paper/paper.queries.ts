import { Injectable } from '@nestjs/common';
import { assert, columnsOf, keysetList, may, permit, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { PaperCountEntity } from './paper-count.entity.js';
import { PaperVoterEntity } from './paper-voter.entity.js';
import { paperUntil } from './paper.js';
import type { CountedPapers, WaitedFor } from './paper.js';

/** Papers of a vote, as far as their reader is told. */
export interface PapersView {
  readonly proposalId: string;
  /** How many were handed out and not taken back. */
  readonly handedOut: number;
  /** Null until somebody entered them, and until the vote is decided for who confirms none. */
  readonly protocol: string | null;
  /** Null likewise. */
  readonly contentHash: string | null;
  readonly ballots: readonly CountedPapers[] | null;
  readonly isConfirmed: boolean;
  /** Confirmed at that instant or after it, they do not count. */
  readonly confirmUntil: Date;
  /** Whether the reader entered them, and so does not confirm them. */
  readonly isEnteredByViewer: boolean;
}

const find = sql(
  'voting.read-papers',
  `select p.id as "proposalId", (select count(*)::int from governance.paper_voters v
       where v.proposal_id = p.id and v.cooperative_id = $2) as "handedOut",
     ${columnsOf(PaperCountEntity, { of: 'c', only: ['protocol', 'contentHash', 'ballots'] })},
     p.rule, p.closes_at as "closesAt",
     c.confirmed_at is not null as "isConfirmed",
     coalesce(c.entered_by = $4::uuid, false) as "isEnteredByViewer"
   from governance.proposals p left join governance.paper_counts c
     on c.proposal_id = p.id and c.cooperative_id = $2 and ($3::boolean or p.outcome is not null)
   where p.id = any ($1::uuid[]) and p.cooperative_id = $2 and p.opened_at is not null
     and p.rule ? 'paper' and not p.is_hearing`,
);

const own = sql(
  'voting.find-own-papers',
  `select ${columnsOf(PaperVoterEntity, { only: ['proposalId'] })} from governance.paper_voters
   where proposal_id = any ($1::uuid[]) and cooperative_id = $2 and member_id = $3`,
);

/** One who was handed a paper. */
export interface PaperVoterView extends Readonly<Pick<PaperVoterEntity, 'memberId'>> {
  /** Where they stand in the list: an order that tells nothing of anybody, another in each vote. */
  readonly placeInList: bigint;
}

const placeInList = 'uuid_hash_extended(v.member_id, hashtextextended(v.proposal_id::text, 0))';

const voters = keysetList<PaperVoterView, object, { readonly proposalId: string }>({
  name: 'voting.list-paper-voters',
  select: `${columnsOf(PaperVoterEntity, { of: 'v', only: ['memberId'] })},
    ${placeInList} as "placeInList"`,
  from: 'governance.paper_voters v',
  where: 'v.cooperative_id = :cooperativeId and v.proposal_id = :proposalId::uuid',
  keys: [
    { column: placeInList, field: 'placeInList', type: 'whole' },
    { column: 'v.member_id', field: 'memberId', type: 'id' },
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
    const rows = await tx.rows<Omit<PapersView, 'confirmUntil'> & WaitedFor>(find, asked);
    const timeZone = await tx.timeZone();
    return rows.map(({ rule, closesAt, ...view }) => {
      const confirmUntil = paperUntil({ rule, closesAt }, timeZone);
      assert(confirmUntil !== null, 'a vote with papers waits for them');
      return { ...view, confirmUntil };
    });
  }

  /** In which of these votes the reader was handed a paper. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<{ proposalId: string }[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    return tx.rows<{ proposalId: string }>(own, [proposalIds, tx.cooperativeId, memberId]);
  }

  /**
   * Who was handed a paper and did not give it back, in an order that tells nothing. For officers
   * who hand them out, and auditors.
   *
   * @throws CodedError FORBIDDEN
   */
  async voters(tx: Tx, proposalId: string, request: PageRequest): Promise<Page<PaperVoterView>> {
    permit(tx.actor, 'paper.read');
    return voters.page(tx, request, { params: { proposalId } });
  }
}
