import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

/** Gives back what was reserved for too long. A hold asks for it, for its own last moment. */
export const ExpireHoldsJob = defineJob({
  name: 'ledger.expire-holds',
  payload: z.object({ cooperativeId: z.uuid() }),
  concurrency: 2,
});

/** Writes down what accounts stood at, for statements and reports. */
export const KeepCheckpointsJob = defineJob({
  name: 'ledger.keep-checkpoints',
  payload: z.object({ cooperativeId: z.uuid() }),
  concurrency: 1,
});

/** A sweep besides, for what no job was there for. */
defineSchedule({ job: ExpireHoldsJob, dailyAt: '03:30', perCooperative: true });
defineSchedule({ job: KeepCheckpointsJob, dailyAt: '03:40', perCooperative: true });
