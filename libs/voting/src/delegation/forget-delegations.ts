import { erasedAmong } from '@rochdale/membership';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './told-delegations.js';

/**
 * What somebody gave and held goes with them; whom it leaves without is told so. Where a vote is
 * over that no worker has counted yet, they had a vote in it, and so had who trusted them: rows
 * that are over are kept until it is counted, and go with the count.
 */
export const forgetDelegations: ForgetMemberOf = async (tx, { memberId }) => {
  const at = await delegationStore.hold(tx);
  const ended = await delegationStore.endAll(tx, memberId, at, at);
  announceEnded(tx, ended, 'standing', memberId, true);
  if (await delegationStore.hasVoteToCount(tx, null)) return;
  await delegationStore.forget(tx, memberId);
};

/** For who counts a vote: what was kept of the erased for it goes, unless another waits for it. */
export async function forgetKeptFor(tx: Tx, proposalId: string): Promise<void> {
  const ids = await delegationStore.inEnded(tx);
  if (ids.length === 0 || (await delegationStore.hasVoteToCount(tx, proposalId))) return;
  for (const id of await erasedAmong(tx, ids)) await delegationStore.forget(tx, id);
}
