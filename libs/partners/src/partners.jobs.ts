import { z } from 'zod';
import { defineJob, defineSchedule } from '@rochdale/platform';
import { hearPayoutEnds, payoutEnd } from '@rochdale/payouts';

/** Closes the usage periods whose grace is over. */
export const CloseUsagePeriodsJob = defineJob({
  name: 'partners.close-periods',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

/** Tells partners who was erased, all of a day at once. */
export const TellErasuresJob = defineJob({
  name: 'partners.tell-erasures',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});
defineSchedule({ job: TellErasuresJob, dailyAt: '00:10', perCooperative: true });

/** What partners called what an erased member used goes, once they were told. */
export const ForgetUserJob = defineJob({
  name: 'partners.forget-user',
  payload: z.object({ cooperativeId: z.uuid(), memberId: z.uuid() }),
});

/** Payouts settled that of a statement, or did not. */
export const RecordStatementPayoutJob = defineJob({
  name: 'partners.record-payout',
  payload: payoutEnd,
});

/** A payout came to one of four ends; the money is with the partner after one of them. */
export const statementPayoutReactions = hearPayoutEnds(
  'usage-statement',
  RecordStatementPayoutJob,
  (end) => end,
);

export const closingSchedule = defineSchedule({
  job: CloseUsagePeriodsJob,
  dailyAt: '04:00',
  perCooperative: true,
});
