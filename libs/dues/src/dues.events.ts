import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    'dues-plan': true;
    invoice: true;
    waiver: true;
  }
}

const amount = { amountMinor: z.string(), currency: z.string() };

export const PlanCreated = defineFact({
  type: 'dues.PlanCreated',
  version: 1,
  subject: 'dues-plan',
  visibility: 'public',
  data: z.object({ planId: z.uuid() }),
});

export const PledgeChosen = defineFact({
  type: 'dues.PledgeChosen',
  version: 1,
  subject: 'member',
  visibility: 'private',
  data: z.object({ memberId: z.uuid(), planId: z.uuid(), ...amount }),
});

export const InvoiceIssued = defineFact({
  type: 'dues.InvoiceIssued',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  data: z.object({ invoiceId: z.uuid(), memberId: z.uuid(), periodStart: z.string(), ...amount }),
});

/** Money arrived for an invoice; `isWhole` when nothing of it is open any more. */
export const InvoicePaid = defineFact({
  type: 'dues.InvoicePaid',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  data: z.object({
    invoiceId: z.uuid(),
    memberId: z.uuid(),
    isWhole: z.boolean(),
    transactionId: z.uuid(),
    ...amount,
  }),
});

/** Says that a waiver was asked for or decided; never why, and private. */
export const WaiverChanged = defineFact({
  type: 'dues.WaiverChanged',
  version: 1,
  subject: 'waiver',
  visibility: 'private',
  data: z.object({ waiverId: z.uuid(), memberId: z.uuid(), state: z.string() }),
});
