import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { ElectorateEntity } from '../electorate/electorate.entity.js';
import { BallotEntity } from './ballot.entity.js';
import { openReason } from './ballot-reason.js';

const shown = ['id', 'proposalId', 'memberId', 'mark', 'weight', 'castAt'] as const;
type Shown = Readonly<Pick<BallotEntity, (typeof shown)[number]>>;

/** A ballot; its `mark` is in the shape of its vote's kind: a stance, for instance. */
export interface BallotView extends Omit<Shown, 'memberId'> {
  /** Null of a vote in which some vote for others; its ballots are cast as it closes. */
  readonly memberId: string | null;
  /** Null also of another's ballot in a hearing, and where some vote for others. */
  readonly reason: string | null;
  /** Whether there is a reason, which is opened for whom it concerns. */
  readonly isReasonSealed: boolean;
}

/** A member's place in the electorate of a proposal. */
export type VoterView = Readonly<Pick<ElectorateEntity, 'proposalId' | 'weight'>>;

const kept = [...shown, 'reason', 'reasonSealed'] as const;
const ownBallots = sql(
  'voting.find-own-ballots',
  `select ${columnsOf(BallotEntity, { of: 'b', only: kept })} from governance.ballots b
   where b.proposal_id = any ($1::uuid[]) and b.member_id = $2 and b.cooperative_id = $3
     and b.superseded_at is null`,
);

const ownVoted = sql(
  'voting.find-own-votes-cast',
  `select ${columnsOf(BallotEntity, { only: ['proposalId'] })} from governance.ballots
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3
     and superseded_at is null
   union all select proposal_id from governance.turnout
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3
   union all select proposal_id from governance.paper_voters
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3
     and state <> 'returned'`,
);

const named = ['id', 'proposalId'] as const;

/** A ballot, and what it is about. */
export type NamedBallot = Readonly<Pick<BallotEntity, (typeof named)[number]>>;

const ownAmong = sql(
  'voting.find-own-ballots-among',
  `select ${columnsOf(BallotEntity, { only: named })} from governance.ballots
   where id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3
   order by proposal_id, id`,
);

const toTakeBack = sql(
  'voting.find-ballots-to-take-back',
  `select ${columnsOf(BallotEntity, { of: 'b', only: named })}
   from governance.proposals p join governance.ballots b
     on b.cooperative_id = p.cooperative_id and b.proposal_id = p.id
   where p.cooperative_id = $1 and p.state in ('open', 'extended') and p.closes_at > $3
     and (p.rule ->> 'mayTakeBack')::boolean and b.member_id = $2 and b.superseded_at is null
   order by p.closes_at, p.id limit $4`,
);

type KeptBallot = Readonly<Pick<BallotEntity, (typeof kept)[number]>>;

const ownPlaces = sql(
  'voting.find-own-voting-places',
  `select ${columnsOf(ElectorateEntity, { only: ['proposalId', 'weight'] })}
   from governance.electorate
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3`,
);

// What is secret until closing shows no ballots before it, not even who has cast one.
const unsealed = `(p.closed_at is not null or not (p.rule ->> 'secretUntilClosed')::boolean)`;
const alike = ['id', 'proposalId', 'mark', 'weight'] as const;
const isUnnamed = `p.rule ? 'delegation' and not p.is_hearing`;
const listed = {
  from: `governance.ballots b join governance.proposals p
    on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id`,
  parent: { column: 'b.proposal_id', field: 'proposalId' },
} as const;
const counted = 'b.cooperative_id = :cooperativeId and b.superseded_at is null';
const ballots = keysetList<BallotView>({
  ...listed,
  name: 'voting.list-ballots',
  select: `${columnsOf(BallotEntity, { of: 'b', only: shown })},
    case when not p.is_hearing then b.reason end as reason,
    p.is_hearing and num_nonnulls(b.reason, b.reason_sealed) > 0 as "isReasonSealed"`,
  where: `${counted} and ${unsealed} and not (${isUnnamed})`,
  keys: [
    { column: 'b.cast_at', field: 'castAt', type: 'instant' },
    { column: 'b.id', field: 'id', type: 'id' },
  ],
});

const unnamedAmong = sql(
  'voting.find-unnamed-votes-among',
  `select p.id from governance.proposals p
   where p.id = any ($1::uuid[]) and p.cooperative_id = $2 and ${isUnnamed}`,
);

// Whoever is counted and did not vote had another vote for them: of such votes the ballots are told
// once they are counted, all alike, without their voters, words, an order and a time: whoever is
// voted for wrote nothing.
const unnamed = keysetList<BallotView>({
  ...listed,
  name: 'voting.list-unnamed-ballots',
  select: `${columnsOf(BallotEntity, { of: 'b', only: alike })}, null as "memberId",
    null as reason, p.closed_at as "castAt", false as "isReasonSealed"`,
  where: `${counted} and p.closed_at is not null and ${isUnnamed}`,
  keys: [{ column: 'b.id', field: 'id', type: 'id' }],
});

/** A page that is empty only where its whole list is. */
const isFirst = ({ after, before, first, last }: PageRequest): boolean =>
  (after ?? before ?? null) === null && first !== 0 && last !== 0;

/** Ballots to read: one's own always, the others' as the vote's secrecy allows. Members only. */
@Injectable()
export class BallotQueries {
  /** Current ballots of each of several proposals by its id, the latest first. */
  async pages(
    tx: Tx,
    proposalIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<BallotView>>> {
    permit(tx.actor, 'ballot.read');
    if (isFirst(request)) return this.#firstPages(tx, proposalIds, request);
    const found = await tx.rows<{ id: string }>(unnamedAmong, [proposalIds, tx.cooperativeId]);
    if (found.length === 0) return ballots.pages(tx, proposalIds, request);
    const isAlike = new Set(found.map(({ id }) => id));
    const named = proposalIds.filter((id) => !isAlike.has(id));
    const pages = await unnamed.pages(tx, [...isAlike], request);
    if (named.length === 0) return pages;
    for (const [id, page] of await ballots.pages(tx, named, request)) {
      pages.set(id, page);
    }
    return pages;
  }

  /** Few votes are unnamed: those are looked for only where there is nothing else. */
  async #firstPages(
    tx: Tx,
    proposalIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<BallotView>>> {
    const pages = await ballots.pages(tx, proposalIds, request);
    const bare = proposalIds.filter((id) => (pages.get(id)?.rows.length ?? 0) === 0);
    if (bare.length === 0) return pages;
    for (const [id, page] of await unnamed.pages(tx, bare, request)) pages.set(id, page);
    return pages;
  }

  /** The reader's current ballots on these proposals. */
  async own(tx: Tx, proposalIds: readonly string[]): Promise<BallotView[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    const rows = await tx.rows<KeptBallot>(ownBallots, [proposalIds, memberId, tx.cooperativeId]);
    return rows.map(({ reasonSealed, ...ballot }) => ({
      ...ballot,
      reason: openReason({ ...ballot, reasonSealed }),
      isReasonSealed: false,
    }));
  }

  /** In which of these votes the reader has voted: by name, detached, or on a paper. */
  async ownVoted(tx: Tx, proposalIds: readonly string[]): Promise<{ proposalId: string }[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    return memberId === null
      ? []
      : tx.rows<{ proposalId: string }>(ownVoted, [proposalIds, memberId, tx.cooperativeId]);
  }

  /** Of these ballots the reader's own, current or not. */
  async ownAmong(tx: Tx, ballotIds: readonly string[]): Promise<NamedBallot[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    return tx.rows<NamedBallot>(ownAmong, [ballotIds, memberId, tx.cooperativeId]);
  }

  /** The reader's ballots in open votes that they may take back, by when these close. */
  async toTakeBack(tx: Tx, atMost: number): Promise<NamedBallot[]> {
    permit(tx.actor, 'ballot.read-own');
    const { memberId } = tx.actor;
    if (memberId === null) return [];
    return tx.rows<NamedBallot>(toTakeBack, [tx.cooperativeId, memberId, tx.now, atMost]);
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
