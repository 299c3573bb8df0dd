import type { Actor, Tx } from '@rochdale/platform';
import type { BallotGroups, ElectorateSize } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { AssemblyRecord, ByWhoseWord } from './assembly.store.js';
import { assemblyStore } from './assembly.store.js';

/** @throws CodedError ASSEMBLY_NOT_USED for what was put to the vote in no assembly */
export async function requireAssembly(tx: Tx, proposalId: string): Promise<void> {
  if ((await assemblyStore.ofVote(tx, proposalId)) !== null) return;
  const message = 'It was put to the vote in no assembly.';
  throw governanceErrors.error('ASSEMBLY_NOT_USED', message, { path: ['proposalId'] });
}

/** Keeps who closes a vote before its time. */
export async function closedByHand(tx: Tx, proposalId: string, by: Actor): Promise<void> {
  if (by.memberId === null) throw new Error('an officer is a member');
  await assemblyStore.closeVote(tx, proposalId, by.memberId);
}

/** How long a vote is open, in minutes, before it is closed by hand while some have not voted. */
const shortest = 5;

interface OpenVote extends ElectorateSize {
  readonly openedAt: Date | null;
}

/**
 * Whoever is present has the time to vote: a chair does not close after their own ballot.
 *
 * @throws CodedError ASSEMBLY_CLOSES_TOO_SOON while some have not voted, in its first minutes
 */
export function requireTimeToVote(
  { openedAt, electorateWeight }: OpenVote,
  ballots: BallotGroups,
  now: Date,
): void {
  const cast = ballots.reduce((sum, { weight }) => sum + weight, 0n);
  if (cast >= electorateWeight) return;
  if (openedAt !== null && now.getTime() >= openedAt.getTime() + shortest * 60_000) return;
  const message = `While some have not voted it stays open for ${shortest} minutes.`;
  throw governanceErrors.error('ASSEMBLY_CLOSES_TOO_SOON', message, { path: ['proposalId'] });
}

/**
 * Nobody puts to the vote what those decide of whom they alone say that they are there, or went:
 * they say so themselves, or another officer does. Of whom nobody knows by whose word they are
 * there nobody says it yet.
 *
 * @throws CodedError ASSEMBLY_NEEDS_ANOTHER
 */
export function requireOthersWord(words: readonly ByWhoseWord[], by: string): void {
  const isAlone = (word: ByWhoseWord): boolean =>
    word.leftAt === null
      ? word.confirmedAt === null && (word.checkedInBy ?? by) === by
      : word.checkedOutBy === by;
  const others = words.filter(({ memberId }) => memberId !== by);
  if (!others.some((word) => word.secondedBy === null && isAlone(word))) return;
  const message =
    'Whom you checked in alone, or out, confirms it by the code, or another officer does; or ' +
    'another opens it.';
  throw governanceErrors.error('ASSEMBLY_NEEDS_ANOTHER', message, { path: ['assemblyId'] });
}

/** How long, in minutes, after it was refused for what not everybody is told. */
const pause = 15;

/**
 * Who tries again and again would learn who of those present may not vote: it takes its time.
 *
 * @throws CodedError ASSEMBLY_TOO_FEW
 */
export function requireNotJustTried(triedAt: Date | null, now: Date): void {
  if (triedAt === null || now.getTime() >= triedAt.getTime() + pause * 60_000) return;
  const message = `Too few who may vote were present: it is tried again after ${pause} minutes.`;
  throw governanceErrors.error('ASSEMBLY_TOO_FEW', message, { path: ['proposalId'] });
}

/** An assembly that goes on. */
export interface GoingOn extends AssemblyRecord {
  readonly codeHash: string;
}

/**
 * An assembly that goes on: `held`, while somebody comes or goes, or `locked`, while who is present
 * is drawn.
 *
 * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER
 */
export async function assemblyGoingOn(
  tx: Tx,
  id: string,
  how: 'held' | 'locked',
): Promise<GoingOn> {
  const path = ['assemblyId'];
  const found = await (how === 'held' ? assemblyStore.hold(tx, id) : assemblyStore.lock(tx, id));
  if (found === null) {
    throw governanceErrors.error('ASSEMBLY_NOT_FOUND', 'There is no such assembly.', { path });
  }
  const { codeHash } = found;
  if (codeHash !== null) return { ...found, codeHash };
  throw governanceErrors.error('ASSEMBLY_OVER', 'This assembly is over.', { path });
}
