import { handle } from '@rochdale/platform';
import {
  FollowPayoutsJob,
  MatchPayoutLinesJob,
  ReadStatementFileJob,
  SubmitPayoutJob,
  WritePaymentFileJob,
} from './payments.jobs.js';
import { FollowPayouts } from './payout/follow-payouts.js';
import { MatchPayoutLines } from './payout/match-payout-lines.js';
import { SubmitPayout } from './payout/submit-payout.js';
import { WritePaymentFile } from './rail/write-payment-file.js';
import { ReadStatementFile } from './statement/read-statement-file.js';

export const paymentsHandlers = [
  handle(ReadStatementFileJob, ReadStatementFile),
  handle(MatchPayoutLinesJob, MatchPayoutLines),
  handle(SubmitPayoutJob, SubmitPayout),
  handle(FollowPayoutsJob, FollowPayouts),
  handle(WritePaymentFileJob, WritePaymentFile),
];
