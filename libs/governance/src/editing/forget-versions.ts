import type { ForgetMemberOf } from '@rochdale/platform';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { versionStore } from './version.store.js';

/** What somebody proposed goes as `forgetDrafts` has it, and its versions with it. */
export const forgetProposals: ForgetMemberOf = async (tx, member) => {
  await forgetDrafts(tx, member);
  await versionStore.forget(tx, member.memberId, member.removesTexts === true);
};
