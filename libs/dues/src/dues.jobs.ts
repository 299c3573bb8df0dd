import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

/** Issues the invoices of the periods that have begun. */
export const IssueInvoicesJob = defineJob({
  name: 'dues.issue-invoices',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

defineSchedule({ job: IssueInvoicesJob, dailyAt: '03:00', perCooperative: true });
