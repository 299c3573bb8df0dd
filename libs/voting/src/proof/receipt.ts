import { assert, canonicalJson, sha256Hex } from '@rochdale/platform';
import { ballotKindOf } from '../kind/ballot-kind.js';
import { ballotSalt, followSalt, voterLabel } from './secrets.js';
import type { ProofVersion } from './secrets.js';
import type { VoteRule } from '../rule/vote-rule.js';

export interface CastBallotFacts {
  readonly ballotId: string;
  readonly proposalId: string;
  readonly memberId: string;
  readonly mark: unknown;
  readonly weight: bigint;
  readonly castAt: Date;
  /** Who cast the ballot that this one is like, where another voted for its voter. */
  readonly followsMemberId?: string | null;
}

/** How a vote proves its ballots; fixed when it opened. */
export interface VoteProof {
  readonly proofVersion: ProofVersion;
  /** Told to nobody; null only of votes that opened before there was one. */
  readonly electorateSalt: string | null;
}

/** What a receipt of version 2 is of, and what a file opens it with. */
export interface OpenedReceipt {
  readonly voter: string;
  readonly mark: unknown;
  readonly weight: bigint;
  readonly salt: string;
}

/** SHA-256 over the canonical JSON of what the ballot says, whose it is by label, and a salt. */
export const receiptOf = ({ voter, mark, weight, salt }: OpenedReceipt): string =>
  sha256Hex(canonicalJson(['rochdale-receipt-2', voter, mark, weight, salt]));

/**
 * What stands in the place of the receipt of a ballot that was taken back: whoever has the receipt
 * finds it, and nobody else tells it from that of a ballot cast anew.
 */
export const takenBackMark = (receipt: string): string =>
  sha256Hex(canonicalJson(['rochdale-taken-back-1', receipt]));

/** The same of a ballot that an amendment made void. */
export const voidedMark = (receipt: string): string =>
  sha256Hex(canonicalJson(['rochdale-void-1', receipt]));

/**
 * The salt of a ballot that follows another. To whoever has it alone it is as good as chance; who
 * is told what it is made of knows whose ballot was followed, and that nobody put another there.
 */
export const saltOfFollowing = (voter: string, salt: string): string =>
  sha256Hex(canonicalJson(['rochdale-delegation-1', voter, salt])).slice(0, 32);

/** Whose ballot one follows, by label, and what its salt is made of; null of one's own ballot. */
export function openedFollowing(
  { ballotId, followsMemberId = null }: CastBallotFacts,
  electorateSalt: string,
): { readonly voter: string; readonly salt: string } | null {
  if (followsMemberId === null) return null;
  const voter = voterLabel(electorateSalt, followsMemberId);
  return { voter, salt: followSalt(electorateSalt, ballotId) };
}

/** What opens a ballot's receipt. Names nobody, and tells no instant. */
export function openedReceipt(ballot: CastBallotFacts, electorateSalt: string): OpenedReceipt {
  const { memberId, ballotId, mark, weight } = ballot;
  const voter = voterLabel(electorateSalt, memberId);
  const followed = openedFollowing(ballot, electorateSalt);
  const salt =
    followed === null
      ? ballotSalt(electorateSalt, ballotId)
      : saltOfFollowing(followed.voter, followed.salt);
  return { voter, mark, weight, salt };
}

/** Of version 1: SHA-256 over the canonical JSON of the ballot, by ids that never leave. */
function receiptByIds(ballot: CastBallotFacts, rule: VoteRule): string {
  const { mark, ballotId, proposalId, memberId, weight, castAt } = ballot;
  const said = ballotKindOf(rule).onReceipt?.(mark) ?? { mark };
  return sha256Hex(canonicalJson({ ...said, ballotId, proposalId, memberId, weight, castAt }));
}

/**
 * What a voter keeps, and finds in the published list. Whoever has what is in it can make it again;
 * whoever has the receipt alone learns nothing.
 */
export function ballotReceipt(ballot: CastBallotFacts, rule: VoteRule, proof: VoteProof): string {
  const { proofVersion, electorateSalt } = proof;
  if (proofVersion === 1) return receiptByIds(ballot, rule);
  assert(electorateSalt !== null, 'a vote whose receipts can be opened has a salt');
  return receiptOf(openedReceipt(ballot, electorateSalt));
}
