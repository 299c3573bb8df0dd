import { z } from 'zod';
import { defineJob } from '@rochdale/platform';

/** Gives a letter to the mail server. */
export const DeliverLetterJob = defineJob({
  name: 'letters.deliver-letter',
  payload: z.object({ letterId: z.uuid() }),
  attempts: 12,
  backoffMs: 5_000,
  concurrency: 2,
});
