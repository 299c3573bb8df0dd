import { handle } from '@rochdale/platform';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { ForgetMember } from './erasure/forget-member.js';
import { ForgetMemberJob, SweepInvitationsJob } from './membership.jobs.js';

export const membershipHandlers = [
  handle(SweepInvitationsJob, SweepInvitations),
  handle(ForgetMemberJob, ForgetMember),
];
