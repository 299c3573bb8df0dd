import { handle } from '@rochdale/platform';
import { KeepCheckpoints } from './account/keep-checkpoints.js';
import { ExpireHolds } from './hold/expire-holds.js';
import { ExpireHoldsJob, KeepCheckpointsJob } from './ledger.jobs.js';

export const ledgerHandlers = [
  handle(ExpireHoldsJob, ExpireHolds),
  handle(KeepCheckpointsJob, KeepCheckpoints),
];
