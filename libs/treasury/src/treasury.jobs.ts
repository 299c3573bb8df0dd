import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

/** Brings out the figures of the months that are over. */
export const MakeReleasesJob = defineJob({
  name: 'treasury.make-releases',
  payload: z.object({ cooperativeId: z.uuid() }),
  concurrency: 1,
});

defineSchedule({ job: MakeReleasesJob, dailyAt: '04:10', perCooperative: true });
