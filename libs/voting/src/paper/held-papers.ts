import { hoursLater } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { paperHoursOf } from './paper.js';
import type { PaperState } from './paper.js';
import { paperStore } from './paper.store.js';
import type { PaperVote } from './paper.store.js';

const path = ['proposalId'];

/**
 * A vote that has papers and is not decided, locked.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED
 */
export async function heldPapers(tx: Tx, proposalId: string): Promise<PaperVote> {
  return requireUndecided(await paperStore.lockVote(tx, proposalId));
}

/**
 * As `heldPapers`, for who holds places of voters in it besides.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED
 */
export async function requirePapers(tx: Tx, proposalId: string): Promise<void> {
  requireUndecided(await paperStore.findVote(tx, proposalId));
}

function requireUndecided(vote: PaperVote | null): PaperVote {
  if (vote === null) {
    throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such vote.', { path });
  }
  if (vote.isHearing || paperHoursOf(vote.rule) === null) {
    const message = 'By its policy nobody votes on paper here.';
    throw votingErrors.error('PAPER_NOT_USED', message, { path });
  }
  if (vote.isOpen) return vote;
  throw votingErrors.error('VOTING_CLOSED', 'This vote is decided, or was stopped.', { path });
}

/** @throws CodedError PAPER_CONFIRMED where papers are counted for good */
export async function requireUnconfirmed(tx: Tx, proposalId: string): Promise<void> {
  const count = await paperStore.find(tx, proposalId);
  if (count === null || count.confirmedAt === null) return;
  const message = 'Its papers are counted and confirmed, for good.';
  throw votingErrors.error('PAPER_CONFIRMED', message, { path });
}

interface VoteOver {
  readonly id: string;
  readonly rule: VoteRule;
  readonly closesAt: Date;
}

/**
 * Whether a vote that is over, and whose row is locked, has its papers counted: `waits` while its
 * rule gives time, `missing` when that is over as well. And until when it waits.
 */
export async function paperStateOf(
  tx: Tx,
  { id, rule, closesAt }: VoteOver,
): Promise<{ readonly state: PaperState; readonly until: Date }> {
  const hours = paperHoursOf(rule);
  if (hours === null) return { state: 'counted', until: closesAt };
  const until = hoursLater(closesAt, hours, await tx.timeZone());
  const count = await paperStore.find(tx, id);
  const isCounted = count === null ? (await paperStore.handedOut(tx, id)) === 0 : count.confirmedAt;
  if (isCounted) return { state: 'counted', until };
  return { state: until > tx.now ? 'waits' : 'missing', until };
}
