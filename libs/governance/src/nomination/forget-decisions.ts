import type { ForgetMemberOf } from '@rochdale/platform';
import { amendmentStore } from '../amendment/amendment.store.js';
import { authorStore } from '../authors/author.store.js';
import { commentStore } from '../discussion/comment.store.js';
import { forgetProposals } from '../editing/forget-versions.js';
import { outcomeStore } from '../outcome/outcome.store.js';
import { nominationStore } from './nomination.store.js';

/**
 * What somebody proposed and what is about them, as `forgetProposals` says; and whom they
 * nominated, by whom they were, and what they said of themselves. Who stood in a vote stays its
 * number.
 */
export const forgetDecisions: ForgetMemberOf = async (tx, whom) => {
  await forgetProposals(tx, whom);
  await amendmentStore.endOf(tx, whom.memberId);
  await amendmentStore.forget(tx, whom.memberId, whom.removesTexts === true);
  await authorStore.forget(tx, whom.memberId);
  await commentStore.forget(tx, whom.memberId);
  await outcomeStore.forget(tx, whom.memberId, whom.removesTexts === true);
  await nominationStore.forget(tx, whom.memberId);
};
