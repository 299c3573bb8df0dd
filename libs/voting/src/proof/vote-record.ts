import { assert, canonicalJson } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';
import type { RecordedPapers } from '../paper/paper.js';
import { ballotReceipt, openedFollowing, openedReceipt } from './receipt.js';
import type { CastBallotFacts, OpenedReceipt, VoteProof } from './receipt.js';
import { classCommitment, placesOf, provedPlace } from './places.js';
import type { ProvedPlace } from './places.js';

/** A ballot that counts. What opens its receipt is null in votes of proof version 1. */
export interface ProvedBallot {
  readonly receipt: string;
  readonly mark: unknown;
  readonly weight: bigint;
  readonly opening: (Pick<OpenedReceipt, 'voter' | 'salt'> & { readonly seat: string }) | null;
}

/** Whose ballot, by label, is like whose, and what its salt is made of. */
export interface Followed {
  readonly voter: string;
  readonly follows: string;
  readonly salt: string;
}

/** What of a vote can be proved to others, without an id, an order or an instant of anybody. */
export interface VoteRecord {
  /** Hashes of the places of the electorate, blanks among them; none in proof version 1. */
  readonly places: readonly string[];
  /** The places themselves, by label: who knows how many may vote may read them. */
  readonly seats: readonly RecordedSeat[];
  /** In the order of receipts. */
  readonly ballots: readonly ProvedBallot[];
  /** Ballots that are like another's, in the order of their voters' labels. */
  readonly followed: readonly Followed[];
  /** Receipts of ballots in whose place their voters cast another, in their order. */
  readonly superseded: readonly string[];
  /** Receipts of ballots that their voters took back, in their order. */
  readonly takenBack: readonly string[];
  /** Receipts of ballots on a text that was amended, in their order. */
  readonly voided: readonly string[];
  /** Of a detached vote; null of all others. */
  readonly apart: RecordApart | null;
  /** Papers as they were counted; null where nobody votes on paper. */
  readonly papers: RecordedPapers | null;
}

/** What is proved of a detached vote beside its receipts, none of which is of a ballot. */
export interface RecordApart {
  /** What ballots say, those together that say the same. */
  readonly groups: readonly BallotGroup<unknown>[];
}

/** A detached vote as it lies in the database, once it is counted. */
export interface CountedBox {
  readonly groups: readonly BallotGroup<unknown>[];
  readonly receipts: readonly string[];
}

interface Seated {
  readonly memberId: string;
  readonly memberClass: string;
  readonly weight: bigint;
  readonly countsIfCast: boolean;
}

/** A place, and whether it is part of the electorate's weight only once its voter voted. */
export interface RecordedSeat extends ProvedPlace {
  readonly countsIfCast: boolean;
}

/** A ballot of the log, with what its voter's place says. */
export interface LoggedBallot extends CastBallotFacts {
  readonly memberClass: string;
  readonly isCurrent: boolean;
  readonly isTakenBack: boolean;
  /** By an amendment, not by its voter. */
  readonly isVoided?: boolean;
}

export interface ProvedVote extends VoteProof {
  readonly rule: VoteRule;
  readonly toldVoters: number;
}

function openingOf(ballot: LoggedBallot, { electorateSalt }: VoteProof): ProvedBallot['opening'] {
  assert(electorateSalt !== null, 'a vote whose receipts can be opened has a salt');
  const { voter, salt } = openedReceipt(ballot, electorateSalt);
  const { classSalt, memberClass } = provedPlace(electorateSalt, ballot);
  return { voter, salt, seat: classCommitment(memberClass, classSalt) };
}

function followedIn(log: readonly LoggedBallot[], electorateSalt: string): Followed[] {
  const found = log.flatMap((ballot) => {
    const followed = openedFollowing(ballot, electorateSalt);
    if (followed === null) return [];
    const { voter } = openedReceipt(ballot, electorateSalt);
    return [{ voter, follows: followed.voter, salt: followed.salt }];
  });
  return found.toSorted((one, other) => (one.voter < other.voter ? -1 : 1));
}

const byReceipt = (one: { receipt: string }, other: { receipt: string }): number =>
  one.receipt < other.receipt ? -1 : 1;

/** Puts together what can be proved of a vote from its electorate and its log. */
export function recordOf(
  vote: ProvedVote,
  electorate: readonly Seated[],
  log: readonly LoggedBallot[],
): VoteRecord {
  const { rule, proofVersion, electorateSalt, toldVoters } = vote;
  const receiptIn = (ballot: LoggedBallot): string => ballotReceipt(ballot, rule, vote);
  const isProved = proofVersion > 1 && electorateSalt !== null;
  const ballots = log
    .filter(({ isCurrent }) => isCurrent)
    .map((ballot) => ({
      receipt: receiptIn(ballot),
      mark: ballot.mark,
      weight: ballot.weight,
      opening: isProved ? openingOf(ballot, vote) : null,
    }));
  const seatOf = (salt: string, seat: Seated) => ({
    ...provedPlace(salt, seat),
    countsIfCast: seat.countsIfCast,
  });
  const seats = isProved ? electorate.map((seat) => seatOf(electorateSalt, seat)) : [];
  const gone = log.filter(({ isCurrent }) => !isCurrent);
  const receiptsOf = (some: readonly LoggedBallot[]) => some.map(receiptIn).toSorted();
  return {
    places: isProved ? placesOf(electorate, electorateSalt, toldVoters) : [],
    seats: seats.toSorted((one, other) => (one.voter < other.voter ? -1 : 1)),
    ballots: ballots.toSorted(byReceipt),
    followed: isProved ? followedIn(log, electorateSalt) : [],
    superseded: receiptsOf(gone.filter(({ isTakenBack }) => !isTakenBack)),
    takenBack: receiptsOf(gone.filter((one) => one.isTakenBack && one.isVoided !== true)),
    voided: receiptsOf(gone.filter(({ isVoided }) => isVoided === true)),
    apart: null,
    papers: null,
  };
}

/** The same of a detached vote: receipts, and apart what ballots say. */
export function recordApartOf(
  vote: ProvedVote,
  electorate: readonly Seated[],
  { groups, receipts }: CountedBox,
): VoteRecord {
  const rows = receipts.map((receipt) => ({ receipt, mark: null, weight: 1n, opening: null }));
  return {
    ...recordOf(vote, electorate, []),
    ballots: rows.toSorted(byReceipt),
    apart: { groups },
  };
}

interface Marked {
  readonly mark: unknown;
  readonly weight: bigint;
}

/** Ballots that say the same, together, as they are counted; in the order of what they say. */
export function groupsOf(ballots: readonly Marked[]): readonly BallotGroup<unknown>[] {
  const groups = new Map<string, { mark: unknown; ballots: number; weight: bigint }>();
  for (const { mark, weight } of ballots) {
    const key = canonicalJson(mark);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { mark, ballots: 1, weight });
    else Object.assign(group, { ballots: group.ballots + 1, weight: group.weight + weight });
  }
  const keyed = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return keyed.map(([, group]) => group);
}
