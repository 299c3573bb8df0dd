import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import { forgetUploads } from '../files/forgotten-files.js';
import type { ForgetMemberOf } from './member-traces.js';

/**
 * Kinds of facts that are nobody's business but the one's whom they are about: they go with the
 * person. All others the co-operative has to know, or a law keeps: they lead to nobody any more.
 */
export const ownFacts = [
  'dues.PledgeChosen',
  'dues.WaiverChanged',
  'expenses.ExpenseDiscarded',
  'governance.DraftDiscarded',
  'governance.ProposalDrafted',
  'identity.PersonalTokenCreated',
  'identity.PersonalTokenRevoked',
  'membership.ApplicationDeclined',
  'membership.ApplicationWithdrawn',
  'membership.MemberRenamed',
  'membership.MembershipApplied',
  'membership.PseudonymChosen',
  'membership.VisibilityChosen',
  'payments.PayeeDetailsChanged',
];
const forgetFacts = sql(
  'platform.forget-facts-of-member',
  `delete from platform.facts f where f.cooperative_id = $1 and f.type = any($3::text[])
     and platform.owner_of_fact(f) = $2`,
);
const forgetFactsOfSubjects = sql(
  'platform.forget-facts-of-subjects',
  `delete from platform.facts
   where cooperative_id = $1 and subject_kind = $2 and subject_id = any($3::uuid[])`,
);
// What it is about has become private: the database says which are, and to whom they are told.
const lowerFactsOfSubjects = sql(
  'platform.lower-facts-of-subjects',
  `update platform.facts f set visibility = platform.lowered_audience(f)
   where f.cooperative_id = $1 and f.subject_kind = $2 and f.subject_id = any($3::uuid[])
     and platform.lowered_audience(f) <> f.visibility`,
);
// An account may live on in other co-operatives: nothing here leads to it any more.
const forgetActor = sql(
  'platform.forget-actor-of-facts',
  `update platform.facts set account_id = null, request_id = ''
   where cooperative_id = $1 and member_id = $2 and account_id is not null`,
);
const forgetAccountFacts = sql(
  'platform.forget-facts-of-account',
  `delete from platform.facts where cooperative_id is null and subject_kind = 'account'
     and subject_id = $1 and type <> 'identity.AccountErased'`,
);
const forgetAccountJobs = sql(
  'platform.forget-jobs-of-account',
  `delete from platform.jobs where status in ('done', 'dead')
     and position($1::text in payload::text || key) > 0`,
);
const forgetUploader = sql(
  'platform.forget-uploader',
  `update platform.attachments set uploaded_by_account_id = null
   where cooperative_id = $1 and uploaded_by_member_id = $2`,
);
// Jobs that ended say nothing any more but whom they were about.
const forgetJobs = sql(
  'platform.forget-jobs-of-member',
  `delete from platform.jobs
   where cooperative_id = $1 and status in ('done', 'dead')
     and position($2::text in payload::text || key) > 0`,
);

/**
 * Facts of the member's alone go; others keep the id, which leads to nobody. Uploads that belong to
 * nothing go.
 */
export const forgetMemberOfPlatform: ForgetMemberOf = async (tx, { memberId }) => {
  const params = [tx.cooperativeId, memberId];
  await tx.run(forgetFacts, [...params, ownFacts]);
  await tx.run(forgetActor, params);
  await tx.run(forgetJobs, params);
  await forgetUploads(tx, memberId);
  await tx.run(forgetUploader, params);
};

/** Outside of any co-operative: what is on record of an erased account, but that it is erased. */
export async function forgetAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.run(forgetAccountFacts, [accountId]);
  await tx.run(forgetAccountJobs, [accountId]);
}

/** What is on record of these subjects, before they go themselves. Whoever calls owns them. */
export async function forgetFactsOf(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<void> {
  await tx.run(forgetFactsOfSubjects, [tx.cooperativeId, kind, subjectIds]);
}

/** What was told of these subjects, which have become private, is told to nobody else any more. */
export async function lowerFactsOf(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<void> {
  await tx.run(lowerFactsOfSubjects, [tx.cooperativeId, kind, subjectIds]);
}
