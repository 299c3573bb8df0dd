import { z } from 'zod';
import { defineFact, idOf } from '@rochdale/platform';

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
  data: z.object({ planId: idOf('DuesPlan') }),
});

export const PledgeChosen = defineFact({
  type: 'dues.PledgeChosen',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({ memberId: idOf('Member'), planId: idOf('DuesPlan'), ...amount }),
});

export const InvoiceIssued = defineFact({
  type: 'dues.InvoiceIssued',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    invoiceId: idOf('Invoice'),
    memberId: idOf('Member'),
    periodStart: z.string(),
    ...amount,
  }),
});

/** A member is asked to pay an invoice: once, when something of it is open as it is issued. */
export const PaymentAsked = defineFact({
  type: 'dues.PaymentAsked',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    invoiceId: idOf('Invoice'),
    memberId: idOf('Member'),
    reference: z.string(),
    periodStart: z.string(),
    periodEnd: z.string(),
    dueOn: z.string(),
    ...amount,
  }),
});

/** Money arrived for an invoice; `isWhole` when nothing of it is open any more. */
export const InvoicePaid = defineFact({
  type: 'dues.InvoicePaid',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    invoiceId: idOf('Invoice'),
    memberId: idOf('Member'),
    isWhole: z.boolean(),
    transactionId: idOf('LedgerTransaction'),
    ...amount,
  }),
});

/** What had settled an invoice was taken back: the bank returned it, or a match was undone. */
export const InvoiceReopened = defineFact({
  type: 'dues.InvoiceReopened',
  version: 2,
  subject: 'invoice',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  // Version 1 said why in a treasurer's words, which may tell of the member what nobody is to know.
  withheld: ['because'],
  data: z.object({
    invoiceId: idOf('Invoice'),
    memberId: idOf('Member'),
    transactionId: idOf('LedgerTransaction'),
    ...amount,
  }),
});

/**
 * The bank took back what a member had paid, and how much of it was for which invoices. The fee
 * that it kept is the co-operative's; of a line of several members it is told once.
 */
export const PaymentReturned = defineFact({
  type: 'dues.PaymentReturned',
  version: 2,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    memberId: idOf('Member'),
    lineId: idOf('BankLine'),
    returnsLineId: idOf('BankLine'),
    references: z.array(z.string()),
    /**
     * The bank's code, such as AC04, where the account bears the member's own name: of another
     * who paid for them it is not theirs to know. Version 1 had it of whoever paid.
     */
    reason: z.string().nullable(),
    /** The same, whoever paid, for treasurers; in no archive. Version 1 does not have it. */
    officeReason: z.string().nullable().optional(),
    feeMinor: z.string(),
    transactionId: idOf('LedgerTransaction'),
    treasurerMemberIds: z.array(idOf('Member')),
    /** The co-operative's own name of its account; facts of before do not have it. */
    accountLabel: z.string().optional(),
    ...amount,
  }),
});

/**
 * Credit became the co-operative's: its member gave it, a treasurer said so, or its member was
 * erased before it came back. Below zero where that came to nothing.
 */
export const CreditForgone = defineFact({
  type: 'dues.CreditForgone',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    memberId: idOf('Member'),
    by: z.enum(['member', 'treasurer', 'nobody']),
    transactionId: idOf('LedgerTransaction'),
    treasurerMemberIds: z.array(idOf('Member')),
    ...amount,
  }),
});

/**
 * The bank took back what a line had brought accounts of the books, beside members or for them
 * alone: nobody's dues, so that treasurers alone are told.
 */
export const AccountPartReturned = defineFact({
  type: 'dues.AccountPartReturned',
  version: 1,
  subject: 'bank-line',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    lineId: idOf('BankLine'),
    returnsLineId: idOf('BankLine'),
    ledgerAccountIds: z.array(idOf('LedgerAccount')),
    /** The bank's code, such as AC04; null when it gave none. */
    reason: z.string().nullable(),
    /** What the bank kept, unless a member's part of the line tells it. */
    feeMinor: z.string(),
    transactionId: idOf('LedgerTransaction'),
    treasurerMemberIds: z.array(idOf('Member')),
    /** The co-operative's own name of its account. */
    accountLabel: z.string(),
    ...amount,
  }),
});

/** Something of an invoice is not asked for any more; what is left of it, and never the reason. */
export const InvoiceCredited = defineFact({
  type: 'dues.InvoiceCredited',
  version: 1,
  subject: 'invoice',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    invoiceId: idOf('Invoice'),
    memberId: idOf('Member'),
    kind: z.string(),
    transactionId: idOf('LedgerTransaction'),
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
  wholeFor: 'dues-invoice.read-all',
  data: z.object({ memberId: idOf('Member'), kind: z.string(), ...amount }),
});

/** A treasurer asked for a member's credit to be paid out, and what became of it. */
export const RefundChanged = defineFact({
  type: 'dues.RefundChanged',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({
    refundId: idOf('DuesRefund'),
    memberId: idOf('Member'),
    payoutId: idOf('Payout'),
    state: z.string(),
    ...amount,
  }),
});

/** A waiver was asked for, decided, taken back or lapsed, or lapses soon; never why. Private. */
export const WaiverChanged = defineFact({
  type: 'dues.WaiverChanged',
  version: 1,
  subject: 'waiver',
  visibility: 'private',
  wholeFor: 'dues-invoice.read-all',
  data: z.object({ waiverId: idOf('Waiver'), memberId: idOf('Member'), state: z.string() }),
});
