import type { Tx } from '@rochdale/platform';
import { DraftDiscarded, ProposalCancelled } from '../governance.events.js';
import { extendIfLate } from '@rochdale/voting';
import { authorStore } from '../authors/author.store.js';
import { governanceErrors } from '../governance.errors.js';
import { SettleAppealsJob } from '../governance.jobs.js';
import { votingStates } from './lifecycle.js';
import { lockProposal } from './locked-proposal.js';
import type { ProposalRecord } from './proposal.store.js';
import { proposalStore } from './proposal.store.js';

/**
 * Ends a locked proposal before it is decided, in the caller's transaction. `code` says why a rule
 * ended it.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT when it is decided already
 */
export async function endUndecided(
  tx: Tx,
  proposal: ProposalRecord,
  by: 'secretary' | 'proposer' | 'subject' | 'rule',
  reason: string | null,
  code?: string,
): Promise<void> {
  const to = by === 'proposer' ? 'withdrawn' : 'cancelled';
  await authorStore.dropInvited(tx, proposal.id);
  await proposalStore.end(tx, proposal.id, proposal.state, to, reason);
  settleAppealsLater(tx, proposal);
  const { id, subjectKind, subjectId } = proposal;
  const told = { proposalId: id, subjectKind, subjectId, by };
  tx.announce(
    proposal.state === 'draft'
      ? DraftDiscarded.of(id, told)
      : ProposalCancelled.of(id, code === undefined ? told : { ...told, code }),
  );
}

/** Whatever an appeal holds is looked at again once this vote is over, in case it is on one. */
export function settleAppealsLater(tx: Tx, { id, isHearing }: ProposalRecord): void {
  if (!isHearing) return;
  const { cooperativeId } = tx;
  tx.enqueue(SettleAppealsJob, { cooperativeId, slot: `${id}:over` }, { key: `${id}:over` });
}

/**
 * A locked proposal that may still be stopped, null where voting on it is over. A worker may not
 * have closed it yet; who knows its ballots does not stop it then. One whose quorum came late goes
 * on.
 */
export async function unlessOver(tx: Tx, proposal: ProposalRecord): Promise<ProposalRecord | null> {
  const { id, state, closesAt } = proposal;
  if (!votingStates.includes(state) || closesAt === null || closesAt > tx.now) return proposal;
  return state === 'open' && (await extendIfLate(tx, id)) ? lockProposal(tx, id) : null;
}

/**
 * The same for whoever is told.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT
 */
export async function stillUndecided(tx: Tx, proposal: ProposalRecord): Promise<ProposalRecord> {
  if (proposal.followsAs === 'ratification') {
    const message = 'Whether it stands is for the members to say: this vote runs to its end.';
    throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
  }
  const undecided = await unlessOver(tx, proposal);
  if (undecided !== null) return undecided;
  const message = 'Voting on it is over.';
  throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
}
