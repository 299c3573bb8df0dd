import { AccountErased } from '@rochdale/identity';
import { assert, defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';
import { MemberErased } from './membership.events.js';

/** Forgets to whom invitations went that are long over, or accepted. */
export const SweepInvitationsJob = defineJob({
  name: 'membership.sweep-invitations',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Puts everything that is kept about a person into one archive. */
export const MakeArchiveJob = defineJob({
  name: 'membership.make-archive',
  payload: z.object({ cooperativeId: z.uuid(), archiveId: z.uuid() }),
  attempts: 5,
  concurrency: 1,
  timeoutMs: 10 * 60_000,
});

/** Takes archives away that were fetched, or waited long enough. */
export const SweepArchivesJob = defineJob({
  name: 'membership.sweep-archives',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Has what an account that is erased had asked for taken away in every co-operative. */
export const EndArchivesJob = defineJob({
  name: 'membership.end-archives',
  payload: z.object({ accountId: z.uuid() }),
});

defineReaction({
  on: AccountErased,
  job: EndArchivesJob,
  payload: ({ data: { accountId } }) => ({ accountId }),
});

/** Has whoever applied by an account that is erased forgotten in every co-operative. */
export const EndApplicationsJob = defineJob({
  name: 'membership.end-applications',
  payload: z.object({ accountId: z.uuid() }),
});

defineReaction({
  on: AccountErased,
  job: EndApplicationsJob,
  payload: ({ data: { accountId } }) => ({ accountId }),
});

/** Erases who was declined here, and whose account is erased. */
export const ForgetApplicantJob = defineJob({
  name: 'membership.forget-applicant',
  payload: z.object({ cooperativeId: z.uuid(), accountId: z.uuid() }),
});

/** Writes down beside the files that an account is erased. */
export const ListErasedAccountJob = defineJob({
  name: 'membership.list-erased-account',
  payload: z.object({ accountId: z.uuid() }),
});

defineReaction({
  on: AccountErased,
  job: ListErasedAccountJob,
  payload: ({ data: { accountId } }) => ({ accountId }),
});

/** Erases accounts that belong nowhere, and that nobody uses any more. */
export const DropIdleAccountsJob = defineJob({
  name: 'membership.drop-idle-accounts',
  payload: z.object({ slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: DropIdleAccountsJob, perCooperative: false, dailyAt: '02:30' });

/** Seals notes from before notes were sealed. */
export const SealNotesJob = defineJob({
  name: 'membership.seal-notes',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

defineSchedule({ job: SweepArchivesJob, perCooperative: true, everyMs: 60 * 60_000 });
defineSchedule({ job: SealNotesJob, perCooperative: true, everyMs: 24 * 60 * 60_000 });
defineSchedule({ job: SweepInvitationsJob, perCooperative: true, dailyAt: '03:50' });

/** Every room takes away, or locks, what it keeps of a member who was erased. */
export const ForgetMemberJob = defineJob({
  name: 'membership.forget-member',
  payload: z.object({ cooperativeId: z.uuid(), memberId: z.uuid() }),
  // Each takes from every room. Others may run in other processes: nothing relies on their order,
  // and the same one twice takes what is there.
  concurrency: 1,
  // What the erased wrote is read by others until then.
  hasBriefLease: true,
});

defineReaction({
  on: MemberErased,
  job: ForgetMemberJob,
  payload: ({ cooperativeId, data: { memberId } }) => {
    assert(cooperativeId !== null, 'members are erased in a co-operative');
    return { cooperativeId, memberId };
  },
});

/** Drops what has been kept as long as the catalogue and the law of the country say. */
export const DropPassedJob = defineJob({
  name: 'membership.drop-passed',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: DropPassedJob, perCooperative: true, dailyAt: '02:00' });

/** Ends applications that nobody answered within a year, and tells applicants before. */
export const LapseApplicationsJob = defineJob({
  name: 'membership.lapse-applications',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: LapseApplicationsJob, perCooperative: true, dailyAt: '02:20' });

/** Erases who left or was excluded so long ago that no register of members has to name them. */
export const EraseFormerJob = defineJob({
  name: 'membership.erase-former',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
  hasBriefLease: true,
});

defineSchedule({ job: EraseFormerJob, perCooperative: true, dailyAt: '02:10' });
