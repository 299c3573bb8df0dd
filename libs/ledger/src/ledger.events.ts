import { z } from 'zod';
import { defineFact, idOf } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    hold: true;
    'ledger-account': true;
    transaction: true;
  }
}

const amount = z.string().regex(/^-?\d+$/);
/** What it is for. The books do not know what that is, nor how it is named. */
const source = z.object({ kind: z.string(), id: z.string().meta({ idOfKindIn: 'kind' }) });

/** A transaction was recorded. Amounts are minor units; positive is debit. */
export const TransactionPosted = defineFact({
  type: 'ledger.TransactionPosted',
  version: 1,
  subject: 'transaction',
  visibility: 'private',
  wholeFor: 'ledger.read-all',
  data: z.object({
    transactionId: idOf('LedgerTransaction'),
    effectiveAt: z.iso.datetime(),
    source,
    reversesId: idOf('LedgerTransaction').nullable(),
    postings: z.array(z.object({ accountId: idOf('LedgerAccount'), amountMinor: amount })),
  }),
});

/** Money was reserved on an account. */
export const HoldPlaced = defineFact({
  type: 'ledger.HoldPlaced',
  version: 1,
  subject: 'hold',
  visibility: 'private',
  wholeFor: 'ledger.read-all',
  data: z.object({
    holdId: idOf('Hold'),
    accountId: idOf('LedgerAccount'),
    amountMinor: amount,
    currency: z.string(),
    source,
  }),
});

/** A reservation ended: posted (in whole or in part), voided or expired. */
export const HoldResolved = defineFact({
  type: 'ledger.HoldResolved',
  version: 1,
  subject: 'hold',
  visibility: 'private',
  wholeFor: 'ledger.read-all',
  data: z.object({
    holdId: idOf('Hold'),
    outcome: z.enum(['posted', 'voided', 'expired']),
    postedMinor: amount.nullable(),
    transactionId: idOf('LedgerTransaction').nullable(),
  }),
});
