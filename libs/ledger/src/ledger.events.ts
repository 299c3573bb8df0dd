import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    hold: true;
    'ledger-account': true;
    transaction: true;
  }
}

const amount = z.string().regex(/^-?\d+$/);

/** A transaction was recorded. Amounts are minor units; positive is debit. */
export const TransactionPosted = defineFact({
  type: 'ledger.TransactionPosted',
  version: 1,
  subject: 'transaction',
  visibility: 'members',
  data: z.object({
    transactionId: z.uuid(),
    effectiveAt: z.iso.datetime(),
    source: z.object({ kind: z.string(), id: z.string() }),
    reversesId: z.uuid().nullable(),
    postings: z.array(z.object({ accountId: z.uuid(), amountMinor: amount })),
  }),
});

/** Money was reserved on an account. */
export const HoldPlaced = defineFact({
  type: 'ledger.HoldPlaced',
  version: 1,
  subject: 'hold',
  visibility: 'members',
  data: z.object({
    holdId: z.uuid(),
    accountId: z.uuid(),
    amountMinor: amount,
    currency: z.string(),
    source: z.object({ kind: z.string(), id: z.string() }),
  }),
});

/** A reservation ended: posted (in whole or in part), voided or expired. */
export const HoldResolved = defineFact({
  type: 'ledger.HoldResolved',
  version: 1,
  subject: 'hold',
  visibility: 'members',
  data: z.object({
    holdId: z.uuid(),
    outcome: z.enum(['posted', 'voided', 'expired']),
    postedMinor: amount.nullable(),
    transactionId: z.uuid().nullable(),
  }),
});
