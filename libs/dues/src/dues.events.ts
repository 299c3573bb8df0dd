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

/** What had settled an invoice was taken back: the bank returned it, or a match was undone. */
export const InvoiceReopened = defineFact({
  type: 'dues.InvoiceReopened',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  data: z.object({
    invoiceId: z.uuid(),
    memberId: z.uuid(),
    because: z.string(),
    transactionId: z.uuid(),
    ...amount,
  }),
});

/**
 * The bank took back what a member had paid, and how much of it was for which invoices. The fee
 * that it kept is the co-operative's; of a line of several members it is told once.
 */
export const PaymentReturned = defineFact({
  type: 'dues.PaymentReturned',
  version: 1,
  subject: 'member',
  visibility: 'private',
  data: z.object({
    memberId: z.uuid(),
    lineId: z.uuid(),
    returnsLineId: z.uuid(),
    references: z.array(z.string()),
    /** The bank's code, such as AC04; null when it gave none. */
    reason: z.string().nullable(),
    feeMinor: z.string(),
    transactionId: z.uuid(),
    treasurerMemberIds: z.array(z.uuid()),
    ...amount,
  }),
});

/** Something of an invoice is not asked for any more; what is left of it, and never the reason. */
export const InvoiceCredited = defineFact({
  type: 'dues.InvoiceCredited',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  data: z.object({
    invoiceId: z.uuid(),
    memberId: z.uuid(),
    kind: z.string(),
    transactionId: z.uuid(),
    state: z.string(),
    ...amount,
  }),
});

/** A member's credit grew, or was used; negative is what went. */
export const CreditChanged = defineFact({
  type: 'dues.CreditChanged',
  version: 1,
  subject: 'member',
  visibility: 'private',
  data: z.object({ memberId: z.uuid(), kind: z.string(), ...amount }),
});

/** A treasurer asked for a member's credit to be paid out, and what became of it. */
export const RefundChanged = defineFact({
  type: 'dues.RefundChanged',
  version: 1,
  subject: 'member',
  visibility: 'private',
  data: z.object({
    refundId: z.uuid(),
    memberId: z.uuid(),
    payoutId: z.uuid(),
    state: z.string(),
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
