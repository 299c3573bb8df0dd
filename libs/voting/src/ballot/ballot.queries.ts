import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { ElectorateEntity } from '../electorate/electorate.entity.js';
import { BallotEntity } from './ballot.entity.js';

const shown = ['id', 'proposalId', 'memberId', 'mark', 'weight', 'reason', 'castAt'] as const;

/** A ballot; its `mark` is in the shape of its vote's kind: a stance, for instance. */
export type BallotView = Readonly<Pick<BallotEntity, (typeof shown)[number]>>;

/** A member's place in the electorate of a proposal. */
export type VoterView = Readonly<Pick<ElectorateEntity, 'proposalId' | 'weight'>>;

const columns = columnsOf(BallotEntity, { of: 'b', only: shown });

const ownBallots = sql(
  'voting.find-own-ballots',
  `select ${columns} from governance.ballots b
   where b.proposal_id = any ($1::uuid[]) and b.member_id = $2 and b.cooperative_id = $3
     and b.superseded_at is null`,
);

const ownPlaces = sql(
  'voting.find-own-voting-places',
  `select ${columnsOf(ElectorateEntity, { only: ['proposalId', 'weight'] })}
   from governance.electorate
   where proposal_id = any ($1::uuid[]) and member_id = $2 and cooperative_id = $3`,
);

// What is secret until closing shows no ballots before it, not even who has cast one.
const unsealed = `(p.closed_at is not null or not (p.rule ->> 'secretUntilClosed')::boolean)`;
const ballots = keysetList<BallotView>({
  name: 'voting.list-ballots',
  select: columns,
  from: `governance.ballots b join governance.proposals p
    on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id`,
  where: `b.cooperative_id = :cooperativeId and b.superseded_at is null and ${unsealed}`,
  keys: [
    { column: 'b.cast_at', field: 'castAt', type: 'instant' },
    { column: 'b.id', field: 'id', type: 'id' },
  ],
  parent: { column: 'b.proposal_id', field: 'proposalId' },
});

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
    return ballots.pages(tx, proposalIds, request);
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
