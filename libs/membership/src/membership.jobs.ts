import { defineJob, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';

/** Forgets to whom invitations went that are long over, or accepted. */
export const SweepInvitationsJob = defineJob({
  name: 'membership.sweep-invitations',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

defineSchedule({ job: SweepInvitationsJob, perCooperative: true, everyMs: 24 * 60 * 60_000 });
