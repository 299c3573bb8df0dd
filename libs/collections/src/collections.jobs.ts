import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

const tenant = { cooperativeId: z.uuid() };

/** Asks for a sweep of each connected source. */
export const SweepSourcesJob = defineJob({
  name: 'collections.sweep-sources',
  payload: z.object({ ...tenant, slot: z.string() }),
  concurrency: 1,
});

/** Sweeps one source into lines. The next slot tries again anyway. */
export const SweepSourceJob = defineJob({
  name: 'collections.sweep-source',
  payload: z.object({ ...tenant, connectionId: z.uuid(), fromStart: z.boolean().optional() }),
  attempts: 4,
  backoffMs: 15_000,
  concurrency: 2,
});

/** Hints only make it sooner. */
const everyMs = 10 * 60_000;

defineSchedule({ job: SweepSourcesJob, everyMs, perCooperative: true });
