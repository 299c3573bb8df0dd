import { defineJob } from '@rochdale/platform';
import { z } from 'zod';

/**
 * Asks, after a ballot, whether the rule lets voting end before its time. Whoever put the question
 * to the vote carries it out.
 */
export const ConsiderEarlyClose = defineJob({
  name: 'governance.consider-early-close',
  payload: z.object({ cooperativeId: z.uuid(), proposalId: z.uuid() }),
});
