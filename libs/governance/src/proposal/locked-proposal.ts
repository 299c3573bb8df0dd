import type { Tx } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import type { ProposalRecord } from './proposal.store.js';
import { proposalStore } from './proposal.store.js';

/**
 * The proposal, held until the caller's transaction ends: it waits for everybody who is casting a
 * ballot, and nobody casts one meanwhile.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND
 */
export async function lockProposal(tx: Tx, id: string): Promise<ProposalRecord> {
  const proposal = await proposalStore.lock(tx, id);
  if (proposal === null) {
    throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
      path: ['proposalId'],
    });
  }
  return proposal;
}
