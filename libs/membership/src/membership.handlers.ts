import { handle } from '@rochdale/platform';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { SweepInvitationsJob } from './membership.jobs.js';

export const membershipHandlers = [handle(SweepInvitationsJob, SweepInvitations)];
