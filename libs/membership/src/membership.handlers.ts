import { handle } from '@rochdale/platform';
import { DropIdleAccounts } from './account/drop-idle-accounts.js';
import { EndApplications } from './account/end-applications.js';
import { ForgetApplicant } from './account/forget-applicant.js';
import { ListErasedAccount } from './account/list-erased-account.js';
import { EndArchives } from './archive/end-archives.js';
import { GiveUpArchive } from './archive/give-up-archive.js';
import { MakeArchive } from './archive/make-archive.js';
import { SweepArchives } from './archive/sweep-archives.js';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { ForgetMember } from './erasure/forget-member.js';
import {
  DropIdleAccountsJob,
  DropPassedJob,
  EndApplicationsJob,
  EndArchivesJob,
  EraseFormerJob,
  ForgetApplicantJob,
  ForgetMemberJob,
  LapseApplicationsJob,
  ListErasedAccountJob,
  MakeArchiveJob,
  SealNotesJob,
  SweepArchivesJob,
  SweepInvitationsJob,
} from './membership.jobs.js';
import { SealNotes } from './notes/seal-notes.js';
import { DropPassed } from './retention/drop-passed.js';
import { EraseFormer } from './retention/erase-former.js';
import { LapseApplications } from './retention/lapse-applications.js';

export const membershipHandlers = [
  handle(DropIdleAccountsJob, DropIdleAccounts),
  handle(DropPassedJob, DropPassed),
  handle(EndApplicationsJob, EndApplications),
  handle(EndArchivesJob, EndArchives),
  handle(EraseFormerJob, EraseFormer),
  handle(ForgetApplicantJob, ForgetApplicant),
  handle(LapseApplicationsJob, LapseApplications),
  handle(ListErasedAccountJob, ListErasedAccount),
  handle(MakeArchiveJob, MakeArchive, { givenUp: GiveUpArchive }),
  handle(SealNotesJob, SealNotes),
  handle(SweepArchivesJob, SweepArchives),
  handle(SweepInvitationsJob, SweepInvitations),
  handle(ForgetMemberJob, ForgetMember),
];
