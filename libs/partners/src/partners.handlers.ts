import { handle } from '@rochdale/platform';
import {
  CloseUsagePeriodsJob,
  ForgetUserJob,
  RecordStatementPayoutJob,
  TellErasuresJob,
} from './partners.jobs.js';
import { CloseUsagePeriods } from './closing/close-usage-periods.js';
import { TellErasures } from './erasure/tell-erasures.js';
import { RecordStatementPayout } from './statement/record-statement-payout.js';
import { ForgetUser } from './usage/forget-user.js';

export const partnersHandlers = [
  handle(CloseUsagePeriodsJob, CloseUsagePeriods),
  handle(ForgetUserJob, ForgetUser),
  handle(RecordStatementPayoutJob, RecordStatementPayout),
  handle(TellErasuresJob, TellErasures),
];
