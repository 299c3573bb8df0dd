import type { Tx } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import { policyStore } from '../policy/policy.store.js';
import { undecidedStates } from '../proposal/lifecycle.js';
import { requireShown } from '../proposal/proposer.js';
import { proposalStore } from '../proposal/proposal.store.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';

interface Discussed extends ProposalRecord {
  readonly secondersNeeded: number;
}

/**
 * A proposal that the actor may know of; it is not closed before their transaction ends.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown
 */
export async function holdShown(tx: Tx, id: string): Promise<Discussed> {
  // Who writes holds up nobody's ballot, and the close waits for them.
  const found = await proposalStore.hold(tx, id);
  const policy = found === null ? null : await policyStore.byId(tx, found.policyId);
  if (found !== null && policy !== null) {
    const { secondersNeeded } = policy.rule;
    requireShown(tx.actor, found, secondersNeeded);
    return { ...found, secondersNeeded };
  }
  throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
    path: ['proposalId'],
  });
}

/**
 * A proposal that is discussed: others can read it, and it is not decided. A hearing is not: what
 * is said of a person lies sealed, and is said with a ballot.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN
 */
export async function holdDiscussed(tx: Tx, id: string): Promise<Discussed> {
  const found = await holdShown(tx, id);
  const { state, closesAt, isHearing, secondersNeeded } = found;
  const path = ['proposalId'];
  if (!undecidedStates.includes(state) || (closesAt !== null && closesAt <= tx.now)) {
    const message = 'It is decided, or over: what was said stands.';
    throw governanceErrors.error('DISCUSSION_CLOSED', message, { path });
  }
  if (!isHearing && (state !== 'draft' || secondersNeeded > 0)) return found;
  throw governanceErrors.error('DISCUSSION_NOT_TAKEN', 'This is not discussed here.', { path });
}
