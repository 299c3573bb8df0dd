import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

const amount = { amountMinor: z.string(), currency: z.string() };

export const PlanCreated = defineFact('dues.PlanCreated', 1, z.object({ planId: z.uuid() }));

export const PledgeChosen = defineFact(
  'dues.PledgeChosen',
  1,
  z.object({ memberId: z.uuid(), planId: z.uuid(), ...amount }),
);

export const InvoiceIssued = defineFact(
  'dues.InvoiceIssued',
  1,
  z.object({ invoiceId: z.uuid(), memberId: z.uuid(), periodStart: z.string(), ...amount }),
);

/** Money arrived for an invoice; `isWhole` when nothing of it is open any more. */
export const InvoicePaid = defineFact(
  'dues.InvoicePaid',
  1,
  z.object({
    invoiceId: z.uuid(),
    memberId: z.uuid(),
    isWhole: z.boolean(),
    transactionId: z.uuid(),
    ...amount,
  }),
);

/** Says that a waiver was asked for or decided; never why, and private. */
export const WaiverChanged = defineFact(
  'dues.WaiverChanged',
  1,
  z.object({ waiverId: z.uuid(), memberId: z.uuid(), state: z.string() }),
);
