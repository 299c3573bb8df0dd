import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

const amount = z.string().regex(/^-?\d+$/);

/** A transaction was recorded. Amounts are minor units; positive is debit. */
export const TransactionPosted = defineFact(
  'ledger.TransactionPosted',
  1,
  z.object({
    transactionId: z.uuid(),
    effectiveAt: z.iso.datetime(),
    source: z.object({ kind: z.string(), id: z.string() }),
    reversesId: z.uuid().nullable(),
    postings: z.array(z.object({ accountId: z.uuid(), amountMinor: amount })),
  }),
);

/** Money was reserved on an account. */
export const HoldPlaced = defineFact(
  'ledger.HoldPlaced',
  1,
  z.object({
    holdId: z.uuid(),
    accountId: z.uuid(),
    amountMinor: amount,
    currency: z.string(),
    source: z.object({ kind: z.string(), id: z.string() }),
  }),
);

/** A reservation ended: posted (in whole or in part), voided or expired. */
export const HoldResolved = defineFact(
  'ledger.HoldResolved',
  1,
  z.object({
    holdId: z.uuid(),
    outcome: z.enum(['posted', 'voided', 'expired']),
    postedMinor: amount.nullable(),
    transactionId: z.uuid().nullable(),
  }),
);
