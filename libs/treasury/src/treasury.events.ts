import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

export const FundCreated = defineFact(
  'treasury.FundCreated',
  1,
  z.object({
    fundId: z.uuid(),
    key: z.string(),
    currency: z.string(),
    limitMinor: z.string().nullable(),
  }),
);

/** Money was set aside in a fund (positive) or given back (negative). */
export const FundAllocated = defineFact(
  'treasury.FundAllocated',
  1,
  z.object({ fundId: z.uuid(), amountMinor: z.string(), transactionId: z.uuid() }),
);

export const FundClosed = defineFact(
  'treasury.FundClosed',
  1,
  z.object({ fundId: z.uuid(), returnedMinor: z.string() }),
);

export const PeriodClosed = defineFact(
  'treasury.PeriodClosed',
  1,
  z.object({ periodId: z.uuid(), startsOn: z.iso.date().nullable(), endsOn: z.iso.date() }),
);

export const FloorChanged = defineFact(
  'treasury.FloorChanged',
  1,
  z.object({ accountId: z.uuid(), floorMinor: z.string().nullable() }),
);
