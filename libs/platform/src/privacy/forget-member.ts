import { Postponed } from '../catalogue/postponed.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import { forgetUploads } from '../files/forgotten-files.js';
import type { ForgetMemberOf } from './member-traces.js';

/** How long what was not relayed yet is waited for. */
const relayedAfterMs = 5_000;

/**
 * Kinds of facts that are nobody's business but the one's whom they are about: they go with the
 * person. All others the co-operative has to know, or a law keeps: they lead to nobody any more.
 */
export const ownFacts = [
  'dues.PledgeChosen',
  'dues.WaiverChanged',
  'expenses.ClaimUndecided',
  'expenses.ClaimedForMember',
  'expenses.ExpenseDiscarded',
  'governance.AppealAnswered',
  'governance.AppealTermBegan',
  'governance.AuthorInvited',
  'governance.BallotVoided',
  'governance.CandidatePutUp',
  'governance.CheckedByAnother',
  'governance.DraftDiscarded',
  'governance.MemberMentioned',
  'governance.ProposalDrafted',
  'governance.ProposalNotOpened',
  'governance.ReviewDue',
  'governance.WordsRemoved',
  'identity.PersonalTokenCreated',
  'identity.PersonalTokenRevoked',
  'membership.ApplicationDeclined',
  'membership.ApplicationWithdrawn',
  'membership.MemberRenamed',
  'membership.MembershipApplied',
  'membership.PseudonymChosen',
  'membership.VisibilityChosen',
  'payments.PayeeDetailsChanged',
  'voting.DelegationEnded',
  'voting.DelegationGiven',
  'voting.ProxyRecorded',
];
const forgetFacts = sql(
  'platform.forget-facts-of-member',
  `delete from platform.facts f where f.cooperative_id = $1 and f.type = any($3::text[])
     and platform.owner_of_fact(f) = $2`,
);
// What follows a fact of theirs is done before it goes: a vote that they called off ends as well.
const untoldFacts = sql(
  'platform.find-untold-facts-of-member',
  `select f.id from platform.facts f where f.cooperative_id = $1 and f.type = any($3::text[])
     and platform.owner_of_fact(f) = $2 and platform.awaits_relay(f.position) limit 1`,
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
const untoldAccountFacts = sql(
  'platform.find-untold-facts-of-account',
  `select id from platform.facts where cooperative_id is null and subject_kind = 'account'
     and subject_id = $1 and type <> 'identity.AccountErased'
     and platform.awaits_relay(position) limit 1`,
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

/** The relay comes every second, and soon after an outage. */
function requireTold(tx: Tx, untold: readonly unknown[]): void {
  if (untold.length > 0) throw new Postponed(new Date(tx.now.getTime() + relayedAfterMs));
}

/**
 * Facts of the member's alone go; others keep the id, which leads to nobody. Uploads that belong to
 * nothing go.
 *
 * @throws Postponed as long as any of these facts is still to be relayed
 */
export const forgetMemberOfPlatform: ForgetMemberOf = async (tx, { memberId }) => {
  const params = [tx.cooperativeId, memberId];
  requireTold(tx, await tx.rows(untoldFacts, [...params, ownFacts]));
  await tx.run(forgetFacts, [...params, ownFacts]);
  await tx.run(forgetActor, params);
  await tx.run(forgetJobs, params);
  await forgetUploads(tx, memberId);
  await tx.run(forgetUploader, params);
};

/**
 * Outside of any co-operative: what is on record of an erased account, but that it is erased.
 *
 * @throws Postponed as long as any of it is still to be relayed
 */
export async function forgetAccount(tx: Tx, accountId: string): Promise<void> {
  requireTold(tx, await tx.rows(untoldAccountFacts, [accountId]));
  await tx.run(forgetAccountFacts, [accountId]);
  await tx.run(forgetAccountJobs, [accountId]);
}

/** What was told of these subjects, which have become private, is told to nobody else any more. */
export async function lowerFactsOf(
  tx: Tx,
  kind: string,
  subjectIds: readonly string[],
): Promise<void> {
  await tx.run(lowerFactsOfSubjects, [tx.cooperativeId, kind, subjectIds]);
}
