import type { Actor } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalRecord } from './proposal.store.js';

/** What says whose it is, and whether others may know of it. */
type Whose = Pick<ProposalRecord, 'proposerMemberId' | 'noticeUntil' | 'closesAt' | 'runOffOfId'>;

function isOwn(actor: Actor, { proposerMemberId }: Whose): boolean {
  return actor.memberId !== null && actor.memberId === proposerMemberId;
}

/** @throws CodedError PROPOSAL_VERSION_STALE where whoever asks has read another text */
export function requireVersion({ version }: ProposalRecord, read: number): void {
  if (version === read) return;
  const message = 'It was changed since you read it: read it again, and say which version.';
  throw governanceErrors.error('PROPOSAL_VERSION_STALE', message, {
    path: ['version'],
    data: { version },
  });
}

/** As `wasPutForward` has it: a draft that ended stays a draft to others. */
const isDraftStill = ({ noticeUntil, closesAt, runOffOfId }: Whose): boolean =>
  (noticeUntil ?? closesAt ?? runOffOfId) === null;

/**
 * To others than its proposer and the service itself a draft is not there, unless it is shown
 * because it looks for seconders. Nor is one that ended.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND
 */
export function requireShown(actor: Actor, proposal: Whose, secondersNeeded: number): void {
  if (!isDraftStill(proposal) || secondersNeeded > 0) return;
  if (actor.kind === 'system' || isOwn(actor, proposal)) return;
  throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
    path: ['proposalId'],
  });
}

/**
 * A proposal is opened and withdrawn by the one who made it, or by the service itself.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND for a draft that is not shown, PROPOSAL_NOT_YOURS otherwise
 */
export function requireProposer(
  actor: Actor,
  proposal: ProposalRecord,
  secondersNeeded: number,
): void {
  if (actor.kind === 'system' || isOwn(actor, proposal)) return;
  requireShown(actor, proposal, secondersNeeded);
  throw governanceErrors.error('PROPOSAL_NOT_YOURS', 'Only who proposed it does this.', {
    path: ['proposalId'],
  });
}
