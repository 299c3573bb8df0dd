import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import type { DecisionRule, Stance } from '../rule/decision-rule.js';
import type { CastRecord } from '../count/late-quorum.js';
import type { StanceWeights } from '../count/outcome.js';
import { noBallots } from '../count/outcome.js';

/** A voter's place in the electorate, with what they need to know of the vote. */
export interface VotingPlace {
  readonly closesAt: Date;
  /** Whether it was closed, cancelled or withdrawn. */
  readonly isOver: boolean;
  readonly weight: bigint;
  readonly stances: readonly Stance[];
  readonly earlyClose: DecisionRule['earlyClose'];
}

export interface NewBallot {
  readonly id: string;
  readonly proposalId: string;
  readonly memberId: string;
  readonly stance: Stance;
  readonly weight: bigint;
  readonly reason: string | null;
}

const takePlace = sql(
  'voting.take-voting-place',
  `select p.closes_at as "closesAt", e.weight,
     p.closed_at is not null or p.ended_at is not null as "isOver", p.rule -> 'stances' as stances,
     p.rule -> 'earlyClose' as "earlyClose"
   from governance.electorate e join governance.proposals p on p.id = e.proposal_id
   where e.proposal_id = $1 and e.member_id = $2
   for update of e for share of p`,
);

const cast = sql(
  'voting.cast-ballot',
  `with superseded as (
     update governance.ballots set superseded_at = $8
     where proposal_id = $3 and member_id = $4 and superseded_at is null
     returning id)
   insert into governance.ballots (id, cooperative_id, proposal_id, member_id, stance, weight,
     reason, cast_at, cast_via, supersedes_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select id from superseded))
   returning supersedes_id as "supersedesId"`,
);

const count = sql(
  'voting.count-current-ballots',
  `select stance, sum(weight)::bigint as weight from governance.ballots
   where proposal_id = $1 and superseded_at is null group by stance`,
);

const log = sql(
  'voting.read-ballot-log',
  `select member_id as "memberId", stance, weight, cast_at as "castAt" from governance.ballots
   where proposal_id = $1 order by cast_at, id`,
);

const findVote = sql(
  'voting.find-vote',
  `select coalesce(notice_until, opened_at, ended_at) is not null as "isAnnounced",
     opened_at is not null and closed_at is null and ended_at is null as "isOpen"
   from governance.proposals where id = $1`,
);

/** Ballots in SQL: added and superseded, counted where they lie. */
export const ballotStore = {
  /**
   * Holds the voter's place, so that one voter's two ballots come one after the other, and keeps
   * the vote from closing until this transaction ends. Null for somebody outside the electorate.
   */
  takePlace: (tx: Tx, proposalId: string, memberId: string): Promise<VotingPlace | null> =>
    tx.maybeOne<VotingPlace>(takePlace, [proposalId, memberId]),

  /** How a vote looks to somebody without a place in it. Null for what is not there at all. */
  findVote: (
    tx: Tx,
    proposalId: string,
  ): Promise<{ readonly isAnnounced: boolean; readonly isOpen: boolean } | null> =>
    tx.maybeOne(findVote, [proposalId]),

  /** Adds a ballot in place of the voter's current one. Returns the id of that one, or null. */
  async cast(tx: Tx, ballot: NewBallot): Promise<string | null> {
    const { supersedesId } = await tx.one<{ supersedesId: string | null }>(cast, [
      ballot.id,
      tx.cooperativeId,
      ballot.proposalId,
      ballot.memberId,
      ballot.stance,
      ballot.weight,
      ballot.reason,
      tx.now,
      tx.actor.via,
    ]);
    return supersedesId;
  },

  /** The weight of the current ballots by stance; exact for as long as the proposal is locked. */
  async count(tx: Tx, proposalId: string): Promise<StanceWeights> {
    const rows = await tx.rows<{ stance: Stance; weight: bigint }>(count, [proposalId]);
    return {
      ...noBallots,
      ...Object.fromEntries(rows.map(({ stance, weight }) => [stance, weight])),
    };
  },

  log: (tx: Tx, proposalId: string): Promise<CastRecord[]> =>
    tx.rows<CastRecord>(log, [proposalId]),
};
