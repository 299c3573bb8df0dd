import { handle } from '@rochdale/platform';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { ForgetMember } from './erasure/forget-member.js';
import { ForgetMemberJob, SealNotesJob, SweepInvitationsJob } from './membership.jobs.js';
import { SealNotes } from './notes/seal-notes.js';

export const membershipHandlers = [
  handle(SealNotesJob, SealNotes),
  handle(SweepInvitationsJob, SweepInvitations),
  handle(ForgetMemberJob, ForgetMember),
];
