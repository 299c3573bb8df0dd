import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { sha256Hex } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import { KeptGroups } from '../ballot/kept-groups.js';
import type { BallotGroups } from '../count/count-vote.js';
import { mayCloseEarly } from '../count/count-vote.js';
import { couldPass } from '../count/prospects.js';
import { castForOthers, representedIn } from '../delegation/representing.js';
import { forgetKeptFor } from '../delegation/forget-delegations.js';
import type { AskStanding, DelegatedVote } from '../delegation/representing.js';
import { haveVoters } from '../electorate/class-shares.js';
import { ballotBoxStore } from '../detached/ballot-box.store.js';
import { emptyBoxOf, requireEnough } from '../detached/cast-detached.js';
import { isDetached, minimumGroupOf } from '../detached/detached.js';
import type { Electorate } from '../electorate/electorate.js';
import { drawElectorate } from '../electorate/electorate.js';
import { electorateStore } from '../electorate/electorate.store.js';
import { VoterRoll } from '../electorate/voter-roll.js';
import { enqueueAskings, paperStateOf } from '../paper/held-papers.js';
import { hashOfPlaces, placesOf } from '../proof/places.js';
import { presentProof } from '../proof/secrets.js';
import type { ProofVersion } from '../proof/secrets.js';
import { countsPausedWhenVoting } from '../rule/electorate-terms.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { votingErrors } from '../voting.errors.js';
import { DelegationsLeftOut } from '../voting.events.js';
import { heldPlace } from './held-place.js';
import { among, drawAmong } from './present.js';
import type { Presence, Present } from './present.js';
import { extendLate } from './extending.js';
import type { OpenVote } from './extending.js';

/** What is fixed, and published, when voting opens. */
export interface VoteOpening {
  readonly electorate: Electorate;
  /** The fingerprint of the electorate, and the salt in it, which is not published. */
  readonly electorateHash: string;
  readonly electorateSalt: string;
  /** How the electorate and its ballots can be proved to others. */
  readonly proofVersion: ProofVersion;
  /** Where ties are drawn: the seed, which stays secret until the count, and its SHA-256. */
  readonly lotSeed: string | null;
  readonly lotCommitment: string | null;
}

/**
 * Votes, for the room that puts questions to them. Every method works in the caller's transaction;
 * who closes or ends a vote holds the lock on its row.
 */
@Injectable()
export class Votes {
  readonly #kept = new KeptGroups();

  constructor(private readonly roll: VoterRoll) {}

  /**
   * Draws the electorate under a rule and writes it down, before the vote opens; of an assembly's
   * vote among those who are present.
   *
   * @param within ids of whom it is drawn from, where it is not from all
   * @param present who is there; null where everybody may vote from wherever they are
   * @throws CodedError ELECTORATE_EMPTY when nobody could vote, or nobody of a class that has a
   *   share of the vote; WEIGHT_TOO_LARGE when the ballots of all of them could not be counted;
   *   ELECTORATE_TOO_SMALL when too few could for a detached vote
   */
  async prepare(
    tx: Tx,
    id: string,
    rule: VoteRule,
    within: ReadonlySet<string> | null = null,
    present: Present | null = null,
  ): Promise<VoteOpening> {
    const all = present?.roll ?? (await this.roll.entries(tx));
    const roll = within === null ? all : all.filter(({ memberId }) => within.has(memberId));
    const electorate = drawAmong(rule, roll, present);
    if (electorate.voters.length === 0) {
      const message = 'Nobody could vote on this under its policy.';
      throw votingErrors.error('ELECTORATE_EMPTY', message);
    }
    const classes = electorate.voters.map(({ memberClass }) => memberClass);
    if (rule.classShares !== undefined && !haveVoters(rule.classShares, classes)) {
      const message = 'Of a class that has a share of the vote nobody could vote.';
      throw votingErrors.error('ELECTORATE_EMPTY', message);
    }
    if (electorate.weight > BigInt(Number.MAX_SAFE_INTEGER)) {
      const message = 'What all votes weigh together is more than can be counted.';
      throw votingErrors.error('WEIGHT_TOO_LARGE', message);
    }
    if (isDetached(rule)) requireEnough(rule, electorate.voters.length);
    await electorateStore.insert(tx, id, electorate.voters);
    if (isDetached(rule)) await ballotBoxStore.insert(tx, id);
    const lotSeed = rule.tieRule === 'lot' ? randomBytes(32).toString('hex') : null;
    const electorateSalt = randomBytes(16).toString('hex');
    return {
      electorate,
      electorateHash: hashOfPlaces(
        placesOf(electorate.voters, electorateSalt, electorate.told.voters),
      ),
      electorateSalt,
      proofVersion: presentProof,
      lotSeed,
      lotCommitment: lotSeed === null ? null : sha256Hex(lotSeed),
    };
  }

  /** Who is on the list of members, in whatever standing. */
  async listed(tx: Tx): Promise<ReadonlySet<string>> {
    return new Set((await this.roll.entries(tx)).map(({ memberId }) => memberId));
  }

  /** Of who is present, who is on the list as it is now: what is reckoned of it is of one list. */
  async present(tx: Tx, who: ReadonlySet<string>): Promise<Present> {
    return { who, roll: await this.roll.entries(tx) };
  }

  /** How many of those who may vote are present, and of how many: as they are told, and exactly. */
  presence(
    rule: VoteRule,
    { who, roll }: Present,
  ): { readonly told: Presence; readonly exact: Presence } {
    const all = drawElectorate(rule, roll);
    const there = drawElectorate(rule, among(roll, who));
    return {
      told: { present: there.told.voters, ofAll: all.told.voters },
      exact: { present: there.voters.length, ofAll: all.voters.length },
    };
  }

  /**
   * Whether a vote under that rule, opened now, would have voters and could pass; or, as told,
   * would if nobody paused or was in arrears: for whoever may write any rule and is not to know
   * who does.
   */
  async couldPass(tx: Tx, rule: VoteRule, sizes: 'exact' | 'told'): Promise<boolean> {
    const electorate = drawElectorate(rule, await this.roll.entries(tx));
    const { told } = electorate;
    const { weight, activeMembersWeight } = sizes === 'told' ? told : electorate;
    const voters = sizes === 'told' ? told.voters : electorate.voters.length;
    if (voters < (isDetached(rule) ? minimumGroupOf(rule) : 1)) return false;
    return couldPass(rule, { electorateWeight: weight, activeMembersWeight }, voters);
  }

  /**
   * The current ballots of votes by their ids, those that say the same together; exact for as long
   * as the vote's row is locked. What is secret is for the caller to keep.
   */
  ballots(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, BallotGroups>> {
    return ballotStore.groups(tx, ids);
  }

  /** As `ballots`, of votes nobody holds, which are looked at again and again: see `KeptGroups`. */
  seen(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, BallotGroups>> {
    return this.#kept.of(tx, ids);
  }

  /**
   * Opens the box of a detached vote that is over and whose row is locked, once and for good: its
   * ballots are there from then on. Of other votes it does nothing. False where the box does not
   * open: what was voted is lost, and nothing is done.
   */
  async openBox(tx: Tx, { id, rule }: Pick<OpenVote, 'id' | 'rule'>): Promise<boolean> {
    return !isDetached(rule) || emptyBoxOf(tx, id);
  }

  /**
   * Whether a vote that is over, and whose row is locked, waits for its papers. Those who count
   * them are asked to, once it waits, and once more before it is too late.
   */
  async papers(tx: Tx, vote: OpenVote): ReturnType<typeof paperStateOf> {
    const papers = await paperStateOf(tx, vote);
    if (papers.state === 'waits') enqueueAskings(tx, vote, await tx.timeZone());
    return papers;
  }

  /** How many have voted in these detached votes, where somebody has. */
  turnouts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return ballotBoxStore.turnouts(tx, ids);
  }

  /**
   * Ballots of who was on no list of members any more when its time was over are void, where the
   * rule says so: for a vote whose row is locked. Who went since then had a vote, however late a
   * worker comes.
   */
  async voidLeavers(tx: Tx, { id, rule, closesAt }: OpenVote): Promise<void> {
    if (rule.leavers !== 'void') return;
    const away = await this.roll.away(tx, await ballotStore.votersOf(tx, id), closesAt);
    if (away.size > 0) await ballotStore.voidOf(tx, id, [...away], closesAt);
  }

  /**
   * The sizes that a vote whose row is locked is counted by, its ballots being what they are:
   * without who counts only when they vote, and has not.
   */
  async countedSize(tx: Tx, vote: OpenVote): Promise<ElectorateSize> {
    const { electorateWeight, activeMembersWeight } = vote;
    const silent = countsPausedWhenVoting(vote.rule)
      ? await electorateStore.silentWeight(tx, vote.id)
      : 0n;
    return {
      electorateWeight: electorateWeight - silent,
      activeMembersWeight: activeMembersWeight - silent,
    };
  }

  /**
   * Nobody's ballot counts that was cast before this moment: what is voted on says something else.
   * The vote's row is locked. Whose they were, in the order of their ids.
   */
  async voidBallots(tx: Tx, id: string): Promise<readonly string[]> {
    return (await ballotStore.voidAll(tx, id)).map(({ memberId }) => memberId).toSorted();
  }

  /** @throws CodedError NOT_IN_ELECTORATE, VOTING_CLOSED for who has no place in an open vote */
  async requirePlace(tx: Tx, id: string, memberId: string): Promise<void> {
    if ((await heldPlace(tx, id, memberId)) !== 'late') return;
    throw votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', {
      path: ['proposalId'],
    });
  }

  /**
   * Whether a vote whose row is locked may be closed before its time: by the ballots that voters
   * cast themselves, as long as the others may still do so.
   */
  mayCloseEarly(vote: OpenVote, ballots: BallotGroups, leftOut: readonly number[]): boolean {
    return mayCloseEarly(vote.rule, ballots, vote, leftOut);
  }

  /**
   * The ballots of a vote as it is counted that closes now: those that were cast, and those of
   * voters whom others vote for, which are written down. Its row is locked.
   *
   * @param cast what voters cast themselves
   */
  async ballotsAtClosing(
    tx: Tx,
    vote: DelegatedVote,
    cast: BallotGroups,
    closedAt: Date,
  ): Promise<BallotGroups> {
    // Who went since it was over had a vote, and voted for others, however late a worker comes.
    const standing: AskStanding = {
      away: (ids) => this.roll.away(tx, ids, vote.closesAt),
      wentAway: (ids, by) => this.roll.wentAway(tx, ids, by),
    };
    const counted = { ...vote, ...(await this.countedSize(tx, vote)) };
    const { represented, leftOut } = await representedIn(tx, counted, cast, closedAt, standing);
    if (leftOut > 0) {
      tx.announce(DelegationsLeftOut.of(vote.id, { proposalId: vote.id, leftOut }));
    }
    if (represented.length > 0) await castForOthers(tx, vote, represented, closedAt);
    if (vote.rule.delegation !== undefined) await forgetKeptFor(tx, vote.id);
    if (represented.length === 0) return cast;
    return (await this.ballots(tx, [vote.id])).get(vote.id) ?? [];
  }

  /**
   * When a vote whose row is locked closes, if it closes now. A ballot that began after this
   * transaction did may have been cast before it: then the vote closed when that one was cast.
   */
  async closingTime(tx: Tx, id: string): Promise<Date> {
    const lastCastAt = await ballotStore.lastCastAt(tx, id);
    return lastCastAt !== null && lastCastAt > tx.now ? lastCastAt : tx.now;
  }

  /**
   * Lets a vote go on whose quorum came late; its row is locked, and it was not extended before.
   * Returns the new end, or null when it does not go on.
   */
  extendLate(tx: Tx, vote: OpenVote): Promise<Date | null> {
    return extendLate(tx, vote);
  }
}
