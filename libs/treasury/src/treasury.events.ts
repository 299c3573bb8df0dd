import { z } from 'zod';
import { defineFact, idOf } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    'accounting-period': true;
    fund: true;
  }
}

export const FundCreated = defineFact({
  type: 'treasury.FundCreated',
  version: 1,
  subject: 'fund',
  visibility: 'public',
  data: z.object({
    fundId: idOf('Fund'),
    key: z.string(),
    currency: z.string(),
    limitMinor: z.string().nullable(),
  }),
});

/** Money was set aside in a fund (positive) or given back (negative). */
export const FundAllocated = defineFact({
  type: 'treasury.FundAllocated',
  version: 1,
  subject: 'fund',
  visibility: 'public',
  data: z.object({
    fundId: idOf('Fund'),
    amountMinor: z.string(),
    transactionId: idOf('LedgerTransaction'),
  }),
});

export const FundClosed = defineFact({
  type: 'treasury.FundClosed',
  version: 1,
  subject: 'fund',
  visibility: 'public',
  data: z.object({ fundId: idOf('Fund'), returnedMinor: z.string() }),
});

export const PeriodClosed = defineFact({
  type: 'treasury.PeriodClosed',
  version: 1,
  subject: 'accounting-period',
  visibility: 'public',
  data: z.object({
    periodId: idOf('AccountingPeriod'),
    startsOn: z.iso.date().nullable(),
    endsOn: z.iso.date(),
    /** How many bank lines waited that were closed over; left out when there were none. */
    unbookedLines: z.number().optional(),
  }),
});

export const FloorChanged = defineFact({
  type: 'treasury.FloorChanged',
  version: 1,
  subject: 'ledger-account',
  visibility: 'members',
  data: z.object({ accountId: idOf('LedgerAccount'), floorMinor: z.string().nullable() }),
});
