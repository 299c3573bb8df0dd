import { handle } from '@rochdale/platform';
import { ExpireHolds } from './hold/expire-holds.js';
import { ExpireHoldsJob } from './ledger.jobs.js';

export const ledgerHandlers = [handle(ExpireHoldsJob, ExpireHolds)];
