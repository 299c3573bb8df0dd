import { handle } from '@rochdale/platform';
import {
  CloseUsagePeriodsJob,
  RecordStatementPayoutJob,
  TellErasuresJob,
} from './partners.jobs.js';
import { CloseUsagePeriods } from './closing/close-usage-periods.js';
import { TellErasures } from './erasure/tell-erasures.js';
import { RecordStatementPayout } from './statement/record-statement-payout.js';

export const partnersHandlers = [
  handle(CloseUsagePeriodsJob, CloseUsagePeriods),
  handle(RecordStatementPayoutJob, RecordStatementPayout),
  handle(TellErasuresJob, TellErasures),
];
