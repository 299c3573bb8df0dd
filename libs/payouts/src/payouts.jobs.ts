import { z } from 'zod';
import { BankStatementRead } from '@rochdale/banking';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';

const tenant = { cooperativeId: z.uuid() };

// Jobs keep the names under which they wait in the table.

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

export const payoutsReactions = [
  defineReaction({
    on: BankStatementRead,
    job: MatchPayoutLinesJob,
    payload: (fact) => ({
      cooperativeId: fact.cooperativeId ?? '',
      statementId: String(fact.data['statementId']),
    }),
  }),
];

export const payoutsSchedules = [
  defineSchedule({ job: FollowPayoutsJob, everyMs: 60_000, perCooperative: true }),
];
