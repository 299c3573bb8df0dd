import type { Actor } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalRecord } from './proposal.store.js';

/**
 * A proposal is opened and withdrawn by the one who made it, or by the service itself.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND for somebody else's draft, PROPOSAL_NOT_YOURS otherwise
 */
export function requireProposer(actor: Actor, proposal: ProposalRecord): void {
  if (actor.kind === 'system') return;
  if (actor.memberId !== null && actor.memberId === proposal.proposerMemberId) return;
  throw governanceErrors.error('PROPOSAL_NOT_YOURS', 'Only who proposed it does this.', {
    path: ['proposalId'],
  });
}
