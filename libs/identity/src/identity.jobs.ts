import { defineJob, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';

/** Throws away what has run out: sessions, one-time links and rate-limit windows. */
export const SweepExpired = defineJob({
  name: 'identity.sweep-expired',
  payload: z.object({ slot: z.string().optional() }),
  concurrency: 1,
});

defineSchedule({ job: SweepExpired, perCooperative: false, everyMs: 60 * 60 * 1000 });
