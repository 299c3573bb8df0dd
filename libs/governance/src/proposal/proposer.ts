import type { Actor } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalRecord } from './proposal.store.js';

/**
 * A proposal is opened and withdrawn by the one who made it, or by the service itself. To others a
 * draft is not there, unless it is shown because it looks for seconders.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND for somebody else's draft, PROPOSAL_NOT_YOURS otherwise
 */
export function requireProposer(
  actor: Actor,
  proposal: ProposalRecord,
  secondersNeeded: number,
): void {
  if (actor.kind === 'system') return;
  if (actor.memberId !== null && actor.memberId === proposal.proposerMemberId) return;
  if (proposal.state === 'draft' && secondersNeeded === 0) {
    throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
      path: ['proposalId'],
    });
  }
  throw governanceErrors.error('PROPOSAL_NOT_YOURS', 'Only who proposed it does this.', {
    path: ['proposalId'],
  });
}
