import type { Tx } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { authorStore } from '../authors/author.store.js';
import { policyStore } from '../policy/policy.store.js';
import { requireProposer, requireShown } from './proposer.js';
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

async function secondersOf(tx: Tx, { policyId }: ProposalRecord): Promise<number> {
  const policy = await policyStore.byId(tx, policyId);
  if (policy === null) throw new Error('a proposal has a policy');
  return policy.rule.secondersNeeded;
}

/**
 * A proposal that the actor may know of, locked.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown
 */
export async function lockShownProposal(tx: Tx, id: string): Promise<ProposalRecord> {
  const proposal = await lockProposal(tx, id);
  requireShown(tx.actor, proposal, await secondersOf(tx, proposal));
  return proposal;
}

/**
 * The actor's own proposal, locked.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown, PROPOSAL_NOT_YOURS
 */
export async function lockOwnProposal(tx: Tx, id: string): Promise<ProposalRecord> {
  const proposal = await lockProposal(tx, id);
  requireProposer(tx.actor, proposal, await secondersOf(tx, proposal));
  return proposal;
}

/**
 * What it says is the matter of whoever wrote it: who proposed it, and who wrote it with them.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND for a draft that is not shown, PROPOSAL_NOT_YOURS otherwise
 */
export async function requireAuthor(tx: Tx, proposal: ProposalRecord): Promise<void> {
  const isProposer = tx.actor.memberId !== null && tx.actor.memberId === proposal.proposerMemberId;
  if (isProposer || (await authorStore.isOne(tx, proposal.id))) return;
  requireProposer(tx.actor, proposal, await secondersOf(tx, proposal));
}

/**
 * A proposal that the actor wrote, locked.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown, PROPOSAL_NOT_YOURS
 */
export async function lockWrittenProposal(tx: Tx, id: string): Promise<ProposalRecord> {
  const proposal = await lockProposal(tx, id);
  await requireAuthor(tx, proposal);
  return proposal;
}
