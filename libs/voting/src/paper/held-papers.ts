import type { Tx } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { AskForPapersJob } from '../voting.jobs.js';
import { paperHoursOf, paperUntil, remindedAt } from './paper.js';
import { handedPaperStore } from './handed-paper.store.js';
import type { PaperState, WaitedFor } from './paper.js';
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

/**
 * The time that the rule gives is not over, whether or not a worker came since.
 *
 * @throws CodedError PAPER_TOO_LATE
 */
export async function requireInTime(tx: Tx, vote: WaitedFor): Promise<void> {
  const until = paperUntil(vote, await tx.timeZone());
  if (until === null || until > tx.now) return;
  const message = 'The time is over that this vote waited for its papers.';
  throw votingErrors.error('PAPER_TOO_LATE', message, { path });
}

/**
 * A vote whose papers may come back still, locked: while voting goes on, and until they are counted
 * for good.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, PAPER_TOO_LATE,
 *   PAPER_CONFIRMED
 */
export async function requireUncounted(tx: Tx, proposalId: string): Promise<PaperVote> {
  const vote = await heldPapers(tx, proposalId);
  await requireInTime(tx, vote);
  await requireUnconfirmed(tx, proposalId);
  return vote;
}

/** @throws CodedError PAPER_CONFIRMED where papers are counted for good */
export async function requireUnconfirmed(tx: Tx, proposalId: string): Promise<void> {
  const count = await paperStore.find(tx, proposalId);
  if (count === null || count.confirmedAt === null) return;
  const message = 'Its papers are counted and confirmed, for good.';
  throw votingErrors.error('PAPER_CONFIRMED', message, { path });
}

/** How far the papers of a vote are that is over. */
export interface PaperWait {
  readonly state: PaperState;
  /** Until when it waits. */
  readonly until: Date;
  /** Whether somebody entered what they say. */
  readonly isEntered: boolean;
}

interface VoteOver extends WaitedFor {
  readonly id: string;
}

/**
 * Whether a vote that is over, and whose row is locked, has its papers counted: `waits` while its
 * rule gives time, `missing` when that is over as well. And until when it waits.
 */
export async function paperStateOf(tx: Tx, { id, ...vote }: VoteOver): Promise<PaperWait> {
  const until = paperUntil(vote, await tx.timeZone());
  if (until === null) return { state: 'counted', until: vote.closesAt, isEntered: false };
  const count = await paperStore.find(tx, id);
  const confirmedAt = count?.confirmedAt ?? null;
  const isEntered = count !== null;
  // By when it was confirmed, however late a worker comes.
  if (confirmedAt !== null && confirmedAt < until) return { state: 'counted', until, isEntered };
  const { handedOut, returned } = await handedPaperStore.sums(tx, id);
  if (handedOut === returned) return { state: 'counted', until, isEntered };
  return { state: until > tx.now ? 'waits' : 'missing', until, isEntered };
}

/** Each at its time, once, however often a worker comes. */
export function enqueueAskings(tx: Tx, { id, ...vote }: VoteOver, timeZone: string): void {
  const about = { cooperativeId: tx.cooperativeId, proposalId: id };
  tx.enqueue(AskForPapersJob, { ...about, step: 'over' }, { key: `${id}:over` });
  const runAt = remindedAt(vote, timeZone);
  if (runAt === null || runAt <= vote.closesAt) return;
  tx.enqueue(AskForPapersJob, { ...about, step: 'reminder' }, { key: `${id}:reminder`, runAt });
}
