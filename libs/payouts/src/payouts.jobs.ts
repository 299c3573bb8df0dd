import { z } from 'zod';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import { BankStatementRead } from './payments.events.js';

const tenant = { cooperativeId: z.uuid() };

/** Reads a received statement file into raw lines. */
export const ReadStatementFileJob = defineJob({
  name: 'payments.read-statement-file',
  payload: z.object({ ...tenant, fileId: z.uuid() }),
  concurrency: 2,
});

/** Settles the payouts whose end-to-end ids stand in a statement's lines. */
export const MatchPayoutLinesJob = defineJob({
  name: 'payments.match-payout-lines',
  payload: z.object({ ...tenant, statementId: z.uuid() }),
});

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

/** Writes an ordered payment file, once. */
export const WritePaymentFileJob = defineJob({
  name: 'payments.write-payment-file',
  payload: z.object({ ...tenant, paymentFileId: z.uuid() }),
});

export const paymentsReactions = [
  defineReaction({
    on: BankStatementRead,
    job: MatchPayoutLinesJob,
    payload: (fact) => ({
      cooperativeId: fact.cooperativeId ?? '',
      statementId: String(fact.data['statementId']),
    }),
  }),
];

export const paymentsSchedules = [
  defineSchedule({ job: FollowPayoutsJob, everyMs: 60_000, perCooperative: true }),
];
