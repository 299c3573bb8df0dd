import type { ForgetMemberOf } from '@rochdale/platform';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { nominationStore } from './nomination.store.js';

/**
 * What somebody proposed and what is about them, as `forgetDrafts` says; and whom they nominated,
 * by whom they were, and what they said of themselves. Who stood in a vote stays its number.
 */
export const forgetDecisions: ForgetMemberOf = async (tx, whom) => {
  await forgetDrafts(tx, whom);
  await nominationStore.forget(tx, whom.memberId);
};
