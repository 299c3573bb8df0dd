import { hearPayoutEnds, payoutEnd } from '@rochdale/payouts';
import { defineJob, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';
import { refundObligation } from './credit/refund.js';

/** Issues the invoices of the periods that have begun. */
export const IssueInvoicesJob = defineJob({
  name: 'dues.issue-invoices',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

defineSchedule({ job: IssueInvoicesJob, dailyAt: '03:00', perCooperative: true });

/** Drops why members asked to pay less, a while after it was decided. */
export const DropReasonsJob = defineJob({
  name: 'dues.drop-reasons',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

defineSchedule({ job: DropReasonsJob, dailyAt: '04:00', perCooperative: true });

/** Gives a key to fingerprints of payers from before they had one. */
export const KeyPayersJob = defineJob({
  name: 'dues.key-payers',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

defineSchedule({ job: KeyPayersJob, perCooperative: true, everyMs: 24 * 60 * 60_000 });

/** The payout of a member's credit was settled, or came to nothing. */
export const RecordRefundJob = defineJob({
  name: 'dues.record-refund',
  payload: payoutEnd,
});

/** What of payouts dues follow. */
export const duesReactions = hearPayoutEnds(refundObligation, RecordRefundJob, (end) => end);
