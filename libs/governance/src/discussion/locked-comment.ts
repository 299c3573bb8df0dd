import type { Actor, Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { commentStore } from './comment.store.js';
import type { CommentRecord } from './comment.store.js';
import { holdDiscussed, holdShown } from './discussed.js';

const notFound = () =>
  governanceErrors.error('COMMENT_NOT_FOUND', 'There is no such comment.', { path: ['id'] });

/**
 * A comment that stands, held with its proposal.
 *
 * @param isSealed whether it may be of what is decided
 * @throws CodedError COMMENT_NOT_FOUND also for one that was removed, PROPOSAL_NOT_FOUND,
 *   DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN
 */
export async function lockComment(tx: Tx, id: string, isSealed = false): Promise<CommentRecord> {
  const seen = await commentStore.find(tx, id);
  if (seen === null) throw notFound();
  await (isSealed ? holdShown : holdDiscussed)(tx, seen.proposalId);
  const comment = await commentStore.lock(tx, id);
  if (comment === null || comment.removedAt !== null) throw notFound();
  return comment;
}

/**
 * Nobody answers, reacts to or puts right what it said before.
 *
 * @throws CodedError COMMENT_VERSION_STALE with the `version` that it has
 */
export function requireAsRead(
  { version }: CommentRecord,
  read: number | null | undefined,
  field = 'version',
): void {
  if (read === version) return;
  throw governanceErrors.error('COMMENT_VERSION_STALE', 'It was put right since you read it.', {
    path: [field],
    data: { version },
  });
}

/** @throws CodedError COMMENT_NOT_YOURS */
export function requireWriter(actor: Actor, { writtenByMemberId }: CommentRecord): void {
  if (actor.memberId === writtenByMemberId) return;
  throw governanceErrors.error('COMMENT_NOT_YOURS', 'Only who wrote it does this.', {
    path: ['id'],
  });
}
