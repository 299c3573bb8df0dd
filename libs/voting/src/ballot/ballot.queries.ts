import { Injectable } from '@nestjs/common';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { keysetPage, permit, sql, toPage, UnitOfWork } from '@rochdale/platform';

export interface BallotView {
  readonly id: string;
  readonly proposalId: string;
  readonly memberId: string;
  /** What it says, in the shape of its vote's kind: a stance, for instance. */
  readonly mark: unknown;
  readonly weight: bigint;
  readonly reason: string | null;
  readonly castAt: Date;
}

/** A member's place in the electorate of a proposal. */
export interface VoterView {
  readonly proposalId: string;
  readonly weight: bigint;
}

const columns = `b.id, b.proposal_id as "proposalId", b.member_id as "memberId", b.mark, b.weight,
  b.reason, b.cast_at as "castAt"`;

const ownBallots = sql(
  'voting.find-own-ballots',
  `select ${columns} from governance.ballots b
   where b.proposal_id = any ($1::uuid[]) and b.member_id = $2 and b.cooperative_id = $3
     and b.superseded_at is null`,
);

const ownPlaces = sql(
  'voting.find-own-voting-places',
  `select proposal_id as "proposalId", weight from governance.electorate
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3`,
);

// What is secret until closing shows no ballots before it, not even who has cast one.
const shown = `(p.closed_at is not null or not (p.rule ->> 'secretUntilClosed')::boolean)`;
const current = `from governance.ballots b join governance.proposals p on p.id = b.proposal_id
  where b.proposal_id = $1 and b.superseded_at is null and ${shown}`;

const firstPages = sql(
  'voting.first-pages-of-ballots',
  `select b.* from governance.proposals p
   cross join lateral (
     select ${columns} from governance.ballots b
     where b.proposal_id = p.id and b.superseded_at is null
     order by b.cast_at desc, b.id desc limit $2) b
   where p.id = any ($1::uuid[]) and ${shown}
   order by b."castAt" desc, b.id desc`,
);

const pageForwards = sql(
  'voting.page-ballots-forwards',
  `select ${columns} ${current}
     and ($2::timestamptz is null or (b.cast_at, b.id) < ($2, $3::uuid))
   order by b.cast_at desc, b.id desc limit $4`,
);

const pageBackwards = sql(
  'voting.page-ballots-backwards',
  `select ${columns} ${current}
     and ($2::timestamptz is null or (b.cast_at, b.id) > ($2, $3::uuid))
   order by b.cast_at, b.id limit $4`,
);

const keyOf = (row: BallotView): readonly string[] => [row.castAt.toISOString(), row.id];

/** Ballots to read: one's own always, the others' as the vote's secrecy allows. Members only. */
@Injectable()
export class BallotQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Current ballots of a proposal, the latest first. */
  async page(actor: Actor, proposalId: string, request: PageRequest): Promise<Page<BallotView>> {
    permit(actor, 'ballot.read');
    const page = keysetPage(request, { parts: 2 });
    const statement = page.backwards ? pageBackwards : pageForwards;
    const [castAt = null, id = null] = page.key ?? [];
    const rows = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<BallotView>(statement, [proposalId, castAt, id, page.limit]),
    );
    return toPage(page, rows, keyOf);
  }

  /** The latest ballots of several proposals: the first page of each, by its id. */
  async firstPages(
    tx: Tx,
    proposalIds: readonly string[],
    first: number | null,
  ): Promise<Map<string, Page<BallotView>>> {
    permit(tx.actor, 'ballot.read');
    const page = keysetPage({ first }, { parts: 2 });
    const rows = await tx.rows<BallotView>(firstPages, [proposalIds, page.limit]);
    const byProposal = new Map<string, BallotView[]>(proposalIds.map((id) => [id, []]));
    for (const row of rows) byProposal.get(row.proposalId)?.push(row);
    return new Map([...byProposal].map(([id, found]) => [id, toPage(page, found, keyOf)]));
  }

  /** The reader's current ballots on these proposals. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<BallotView[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    return memberId === null
      ? []
      : tx.rows<BallotView>(ownBallots, [proposalIds, memberId, tx.cooperativeId]);
  }

  /** Where the reader is in the electorate. */
  async ownPlaces(tx: Tx, proposalIds: readonly string[]): Promise<VoterView[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    return memberId === null
      ? []
      : tx.rows<VoterView>(ownPlaces, [proposalIds, memberId, tx.cooperativeId]);
  }
}
