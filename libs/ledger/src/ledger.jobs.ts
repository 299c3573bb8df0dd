import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

/** Gives back what was reserved for too long. A hold asks for it, for its own last moment. */
export const ExpireHoldsJob = defineJob({
  name: 'ledger.expire-holds',
  payload: z.object({ cooperativeId: z.uuid() }),
  concurrency: 2,
});

/** A sweep besides, for what no job was there for. */
export const ledgerSchedules = [
  defineSchedule({ job: ExpireHoldsJob, dailyAt: '03:30', perCooperative: true }),
];
