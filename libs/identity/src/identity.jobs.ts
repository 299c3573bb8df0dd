import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';
import { AccountErased } from './identity.events.js';

/** Throws away what has run out: sessions, one-time links and rate-limit windows. */
export const SweepExpired = defineJob({
  name: 'identity.sweep-expired',
  payload: z.object({ slot: z.string().optional() }),
  concurrency: 1,
});

defineSchedule({ job: SweepExpired, perCooperative: false, everyMs: 60 * 60 * 1000 });

/** What is on record of an account that is erased goes. */
export const ForgetAccountJob = defineJob({
  name: 'identity.forget-account',
  payload: z.object({ accountId: z.uuid() }),
});

defineReaction({
  on: AccountErased,
  job: ForgetAccountJob,
  payload: ({ data: { accountId } }) => ({ accountId }),
});
