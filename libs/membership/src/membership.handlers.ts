import { handle } from '@rochdale/platform';
import { EndArchives } from './archive/end-archives.js';
import { GiveUpArchive } from './archive/give-up-archive.js';
import { MakeArchive } from './archive/make-archive.js';
import { SweepArchives } from './archive/sweep-archives.js';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { ForgetMember } from './erasure/forget-member.js';
import {
  DropPassedJob,
  EndArchivesJob,
  ForgetMemberJob,
  MakeArchiveJob,
  SealNotesJob,
  SweepArchivesJob,
  SweepInvitationsJob,
} from './membership.jobs.js';
import { SealNotes } from './notes/seal-notes.js';
import { DropPassed } from './retention/drop-passed.js';

export const membershipHandlers = [
  handle(DropPassedJob, DropPassed),
  handle(EndArchivesJob, EndArchives),
  handle(MakeArchiveJob, MakeArchive, { givenUp: GiveUpArchive }),
  handle(SealNotesJob, SealNotes),
  handle(SweepArchivesJob, SweepArchives),
  handle(SweepInvitationsJob, SweepInvitations),
  handle(ForgetMemberJob, ForgetMember),
];
