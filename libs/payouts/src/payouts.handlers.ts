import { handle } from '@rochdale/platform';
import { GiveUpPaymentFile } from './payment-file/give-up-payment-file.js';
import { SealFiles } from './seal-files.js';
import { WritePaymentFile } from './payment-file/write-payment-file.js';
import { LowerPayoutFacts } from './lower-payout-facts.js';
import {
  FollowPayoutsJob,
  LowerPayoutFactsJob,
  SealFilesJob,
  SubmitPayoutJob,
  TellLatePayoutsJob,
  WritePaymentFileJob,
} from './payouts.jobs.js';
import { FollowPayouts } from './settlement/follow-payouts.js';
import { GiveUpSubmission } from './settlement/give-up-submission.js';
import { SubmitPayout } from './settlement/submit-payout.js';
import { TellLatePayouts } from './settlement/tell-late-payouts.js';

export const payoutsHandlers = [
  handle(SubmitPayoutJob, SubmitPayout, { givenUp: GiveUpSubmission }),
  handle(FollowPayoutsJob, FollowPayouts),
  handle(LowerPayoutFactsJob, LowerPayoutFacts),
  handle(SealFilesJob, SealFiles),
  handle(TellLatePayoutsJob, TellLatePayouts),
  handle(WritePaymentFileJob, WritePaymentFile, { givenUp: GiveUpPaymentFile }),
];
