import type { ForgetMemberOf } from '@rochdale/platform';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './told-delegations.js';

/** What somebody gave and held goes with them; whom it leaves without is told so. */
export const forgetDelegations: ForgetMemberOf = async (tx, { memberId }) => {
  const at = await delegationStore.hold(tx);
  const ended = await delegationStore.endAll(tx, memberId, at, at);
  announceEnded(tx, ended, 'standing', memberId, true);
  await delegationStore.forget(tx, memberId);
};
