import { z } from 'zod';
import { defineJob } from '@rochdale/platform';

const tenant = { cooperativeId: z.uuid() };

// Jobs keep the names under which they wait in the table.

/** Reads a received statement file into raw lines. */
export const ReadStatementFileJob = defineJob({
  name: 'payments.read-statement-file',
  payload: z.object({ ...tenant, fileId: z.uuid() }),
  concurrency: 2,
});
