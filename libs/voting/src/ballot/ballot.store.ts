import type { Tx } from '@rochdale/platform';
import { assert, columnsOf, sql } from '@rochdale/platform';
import type { VoteRule } from '../rule/vote-rule.js';
import type { VoteProof } from '../proof/receipt.js';
import { BallotEntity } from './ballot.entity.js';
import { ballotGroups } from './ballot-groups.queries.js';
import { sealReason } from './ballot-reason.js';

/** A voter's place in the electorate, with what they need to know of the vote. */
export interface VotingPlace extends VoteProof {
  /** When a ballot is cast that takes the place now: whoever began before the opening waited. */
  readonly at: Date;
  readonly closesAt: Date;
  /** Whether it went on already because its quorum came late. */
  readonly isExtended: boolean;
  /** Whether it was closed, cancelled or withdrawn. */
  readonly isOver: boolean;
  /** Whether what is said with a ballot lies sealed. */
  readonly isHearing: boolean;
  /** Which text is voted on, and whether voting opened on another. */
  readonly version: number;
  readonly isAmended: boolean;
  readonly weight: bigint;
  readonly rule: VoteRule;
}

/** A vote that does not close as long as it is held. */
export type HeldVote = Pick<VotingPlace, 'rule' | 'closesAt' | 'isExtended' | 'isOver'>;

type Told = 'id' | 'proposalId' | 'memberId' | 'mark' | 'weight' | 'reason';

export interface NewBallot extends Readonly<Pick<BallotEntity, Told>> {
  readonly isHearing: boolean;
}

const logged = ['memberId', 'mark', 'weight', 'castAt'] as const;

/** A ballot as it was cast; the log has every one, superseded ones too. */
export interface CastRecord extends Readonly<Pick<BallotEntity, (typeof logged)[number]>> {
  /** When its voter took it back, where they did. */
  readonly takenBackAt?: Date | null;
}

const told = ['id', 'mark', 'weight', 'castAt'] as const;

/** A ballot that its voter took back. */
type TakenBackBallot = Readonly<Pick<BallotEntity, (typeof told)[number]>>;

/** Which ballot is taken back; whichever is current where none is named. */
export interface Taking {
  readonly proposalId: string;
  readonly memberId: string;
  readonly ballotId: string | null;
}

// The vote before the place, as whoever counts it does, who needs the places of all for whom
// somebody else votes: locks are taken in the order in which they are written.
const takePlace = sql(
  'voting.take-place',
  `select greatest(p.opened_at, $4::timestamptz) as at, p.closes_at as "closesAt", e.weight, p.rule,
     p.extended_from is not null as "isExtended", p.proof_version as "proofVersion",
     p.electorate_salt as "electorateSalt",
     p.closed_at is not null or p.ended_at is not null as "isOver",
     p.is_hearing as "isHearing", p.version, p.amended_at is not null as "isAmended"
   from governance.electorate e join governance.proposals p on p.id = e.proposal_id
   where e.proposal_id = $1 and e.member_id = $2
     and e.cooperative_id = $3 and p.cooperative_id = $3
   for share of p for update of e`,
);

const cast = sql(
  'voting.cast-ballot',
  `with superseded as (
     update governance.ballots
     set superseded_at = greatest($8::timestamptz, cast_at + interval '1 millisecond')
     where proposal_id = $3 and member_id = $4 and cooperative_id = $2 and superseded_at is null
     returning id, superseded_at)
   insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark, weight,
     reason, cast_at, cast_via, supersedes_id, reason_sealed)
   values ($1, $2, $3, $4, $5, $6, $7,
     greatest($8::timestamptz, (select superseded_at from superseded),
       (select max(superseded_at) from governance.ballots
        where proposal_id = $3 and member_id = $4 and cooperative_id = $2 and taken_back)), $9,
     (select id from superseded), $10)
   returning ${columnsOf(BallotEntity, { only: ['supersedesId', 'castAt'] })}`,
);

const takeBack = sql(
  'voting.take-back-ballot',
  `update governance.ballots
   set superseded_at = greatest($4::timestamptz, cast_at + interval '1 millisecond'),
     taken_back = true
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3 and superseded_at is null
     and ($5::uuid is null or id = $5)
   returning ${columnsOf(BallotEntity, { only: told })}`,
);

const voidAll = sql(
  'voting.void-ballots-on-earlier-text',
  `update governance.ballots
   set superseded_at = greatest($3::timestamptz, cast_at + interval '1 millisecond'),
     taken_back = true, voided = true
   where proposal_id = $1 and cooperative_id = $2 and superseded_at is null
   returning ${columnsOf(BallotEntity, { only: ['memberId'] })}`,
);

const lastTakenBack = sql(
  'voting.find-ballot-taken-back',
  `select ${columnsOf(BallotEntity, { only: told })} from governance.ballots
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3 and taken_back
     and not voided and ($4::uuid is null or id = $4)
   order by superseded_at desc limit 1`,
);

const ownMark = sql(
  'voting.find-own-mark',
  `select ${columnsOf(BallotEntity, { only: ['mark'] })} from governance.ballots
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3 and superseded_at is null`,
);

// Who is just being erased is waited for, before any ballot is touched: their erasure does too.
const erasedStanding = sql(
  'voting.find-erased-candidates',
  `select e as id from membership.erased_among($2, array(
     select member_id from governance.candidates
       where proposal_id = $1 and cooperative_id = $2)) e`,
);

const voters = sql(
  'voting.list-voters-with-ballots',
  `select member_id as id from governance.ballots
   where proposal_id = $1 and cooperative_id = $2 and superseded_at is null order by member_id`,
);

// Within the window, as every change of a ballot is, and after everything that was done in it.
const voidOf = sql(
  'voting.void-ballots',
  `update governance.ballots
   set superseded_at = greatest(cast_at, $4::timestamptz - interval '1 microsecond')
   where proposal_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and superseded_at is null`,
);

const log = sql(
  'voting.read-ballot-log',
  `select ${columnsOf(BallotEntity, { only: logged })},
     case when taken_back then superseded_at end as "takenBackAt" from governance.ballots
   where proposal_id = $1 and cooperative_id = $2 order by cast_at, id`,
);

const lastCast = sql(
  'voting.find-last-cast',
  `select greatest((select max(cast_at) from governance.ballots
       where proposal_id = $1 and cooperative_id = $2),
     (select max(superseded_at) from governance.ballots
       where proposal_id = $1 and cooperative_id = $2 and taken_back)) as "castAt"`,
);

const findVote = sql(
  'voting.find-vote',
  `select coalesce(notice_until, opened_at) is not null or proposer_member_id = $3 as "isThere",
     opened_at is not null and closed_at is null and ended_at is null as "isOpen",
     opened_at is null and ended_at is null as "isToOpen", rule, is_hearing as "isHearing"
   from governance.proposals where id = $1 and cooperative_id = $2`,
);

export interface VoteSeen {
  readonly isThere: boolean;
  readonly isOpen: boolean;
  /** A draft, or announced and under notice still. */
  readonly isToOpen: boolean;
  /** Null before it opens. */
  readonly rule: VoteRule | null;
  readonly isHearing: boolean;
}

const holdVote = sql(
  'voting.hold-vote',
  `select rule, closes_at as "closesAt", extended_from is not null as "isExtended",
     closed_at is not null or ended_at is not null as "isOver"
   from governance.proposals where id = $1 and cooperative_id = $2 for share`,
);

/** Ballots in SQL: added and superseded, counted where they lie. */
export const ballotStore = {
  /**
   * Holds the voter's place, so that one voter's two ballots come one after the other, and keeps
   * the vote from closing until this transaction ends. Null for somebody outside the electorate.
   */
  takePlace: (tx: Tx, proposalId: string, memberId: string): Promise<VotingPlace | null> =>
    tx.maybeOne<VotingPlace>(takePlace, [proposalId, memberId, tx.cooperativeId, tx.now]),

  /** Keeps a vote that was opened from closing until this transaction ends. */
  holdVote: (tx: Tx, proposalId: string): Promise<HeldVote> =>
    tx.one(holdVote, [proposalId, tx.cooperativeId]),

  /** How a vote looks to somebody without a place in it. Null for what is not there at all. */
  findVote: (tx: Tx, proposalId: string): Promise<VoteSeen | null> =>
    tx.maybeOne(findVote, [proposalId, tx.cooperativeId, tx.actor.memberId]),

  /**
   * Adds a ballot in place of the voter's current one, cast at that instant, or right after that
   * one. Returns when it was cast, and the id of that one, or null.
   */
  cast(
    tx: Tx,
    ballot: NewBallot,
    at: Date,
  ): Promise<Pick<BallotEntity, 'supersedesId' | 'castAt'>> {
    return tx.one(cast, [
      ballot.id,
      tx.cooperativeId,
      ballot.proposalId,
      ballot.memberId,
      JSON.stringify(ballot.mark),
      ballot.weight,
      ballot.isHearing ? null : ballot.reason,
      at,
      tx.actor.via,
      ballot.isHearing ? sealReason(ballot.id, ballot.reason) : null,
    ]);
  },

  /**
   * The voter's current ballot, which counts no more from now on. Null where they have none, or
   * another than the one that is named. The caller holds their place.
   */
  takeBack: (tx: Tx, { proposalId, memberId, ballotId }: Taking, at: Date) =>
    tx.maybeOne<TakenBackBallot>(takeBack, [proposalId, memberId, tx.cooperativeId, at, ballotId]),

  /** All current ballots, which are on a text that is another by now: whose they were. */
  voidAll: (tx: Tx, proposalId: string) =>
    tx.rows<Pick<BallotEntity, 'memberId'>>(voidAll, [proposalId, tx.cooperativeId, tx.now]),

  /** The last ballot that the voter took back in this vote; the one that is named, if it is one. */
  lastTakenBack: (tx: Tx, { proposalId, memberId, ballotId }: Taking) =>
    tx.maybeOne<TakenBackBallot>(lastTakenBack, [proposalId, memberId, tx.cooperativeId, ballotId]),

  /** Who has a ballot that counts. */
  async votersOf(tx: Tx, proposalId: string): Promise<readonly string[]> {
    const rows = await tx.rows<{ id: string }>(voters, [proposalId, tx.cooperativeId]);
    return rows.map(({ id }) => id);
  },

  /** Their ballots count no more; the caller holds the vote's row, and its time is over. */
  async voidOf(
    tx: Tx,
    proposalId: string,
    memberIds: readonly string[],
    closesAt: Date,
  ): Promise<void> {
    const given = [proposalId, tx.cooperativeId, memberIds, closesAt];
    const voided = await tx.run(voidOf, given);
    assert(voided === memberIds.length, 'each of them had one ballot that counted');
  },

  /** Whether of those whom the vote is between somebody is erased, or about to be. */
  async hasErasedStanding(tx: Tx, proposalId: string): Promise<boolean> {
    return (await tx.rows(erasedStanding, [proposalId, tx.cooperativeId])).length > 0;
  },

  /** What the voter's current ballot says; undefined where they have none. */
  async ownMark(tx: Tx, proposalId: string, memberId: string): Promise<unknown> {
    const ids = [proposalId, memberId, tx.cooperativeId];
    return (await tx.maybeOne<Pick<BallotEntity, 'mark'>>(ownMark, ids))?.mark;
  },

  groups: ballotGroups,

  /** When the last ballot was cast or taken back; null while there is none. */
  async lastCastAt(tx: Tx, proposalId: string): Promise<Date | null> {
    return (await tx.one<{ castAt: Date | null }>(lastCast, [proposalId, tx.cooperativeId])).castAt;
  },

  log: (tx: Tx, proposalId: string): Promise<CastRecord[]> =>
    tx.rows<CastRecord>(log, [proposalId, tx.cooperativeId]),
};
