import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

/** Gives back what was reserved for too long. */
export const ExpireHoldsJob = defineJob({
  name: 'ledger.expire-holds',
  payload: z.object({ cooperativeId: z.uuid() }),
  concurrency: 2,
});

export const ledgerSchedules = [
  defineSchedule({ job: ExpireHoldsJob, everyMs: 60_000, perCooperative: true }),
];
