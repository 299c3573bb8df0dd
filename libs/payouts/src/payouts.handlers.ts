import { handle } from '@rochdale/platform';
import { WritePaymentFile } from './payment-file/write-payment-file.js';
import { FollowPayoutsJob, SubmitPayoutJob, WritePaymentFileJob } from './payouts.jobs.js';
import { FollowPayouts } from './settlement/follow-payouts.js';
import { SubmitPayout } from './settlement/submit-payout.js';

export const payoutsHandlers = [
  handle(SubmitPayoutJob, SubmitPayout),
  handle(FollowPayoutsJob, FollowPayouts),
  handle(WritePaymentFileJob, WritePaymentFile),
];
