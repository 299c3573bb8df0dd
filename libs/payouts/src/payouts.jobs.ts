import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';

const tenant = { cooperativeId: z.uuid() };

// Jobs keep the names under which they wait in the table.

/** Gives a released payout to the provider. */
export const SubmitPayoutJob = defineJob({
  name: 'payments.submit-payout',
  payload: z.object({ ...tenant, payoutId: z.uuid() }),
  attempts: 20,
});

/** Asks the provider what became of payouts that it has or may have. */
export const FollowPayoutsJob = defineJob({
  name: 'payments.follow-payouts',
  payload: z.object({ ...tenant, slot: z.string() }),
  attempts: 3,
});

/** Tells treasurers of payouts whose debit did not come. */
export const TellLatePayoutsJob = defineJob({
  name: 'payouts.tell-late',
  payload: z.object({ ...tenant, slot: z.string() }),
});

/** Writes an ordered payment file, once. */
export const WritePaymentFileJob = defineJob({
  name: 'payments.write-payment-file',
  payload: z.object({ ...tenant, paymentFileId: z.uuid() }),
});

/** Seals payment files and banks' answers from before they were sealed. */
export const SealFilesJob = defineJob({
  name: 'payouts.seal-files',
  payload: z.object({ ...tenant, slot: z.string() }),
  attempts: 3,
});

/** What was told of a payout to somebody who is erased becomes private, once all were told. */
export const LowerPayoutFactsJob = defineJob({
  name: 'payouts.lower-facts',
  payload: z.object({ ...tenant, payoutId: z.uuid() }),
});

defineSchedule({ job: FollowPayoutsJob, everyMs: 60_000, perCooperative: true });
defineSchedule({ job: SealFilesJob, dailyAt: '03:10', perCooperative: true });
defineSchedule({ job: TellLatePayoutsJob, dailyAt: '06:00', perCooperative: true });
