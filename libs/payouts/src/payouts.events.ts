import { z } from 'zod';
import { defineFact, idOf, idOfKindIn } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    payout: true;
    'payment-file': true;
  }
}

const obligation = { obligationKind: z.string(), obligationId: idOfKindIn('obligationKind') };
const amount = { amountMinor: z.string(), currency: z.string() };

/** The co-operative's own name of its account; facts of before do not have it. */
const onAccount = { accountLabel: z.string().optional() };

/** What a fact tells of a payout, and what more of it, between its id and what it pays. */
const ofPayout = <More extends z.ZodRawShape>(more: More) =>
  z.object({ payoutId: idOf('Payout'), ...more, ...obligation, ...amount });
const booked = { transactionId: idOf('LedgerTransaction') };

// Facts keep the names under which they were first written: logs and webhooks know them so.

/** A payee said where to pay. Ids alone: the details stay sealed. */
export const PayeeDetailsChanged = defineFact({
  type: 'payments.PayeeDetailsChanged',
  version: 1,
  subject: ['member', 'partner'],
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({
    payeeKind: z.string(),
    payeeId: idOfKindIn('payeeKind'),
    usableFrom: z.string(),
  }),
});

export const PayoutRequested = defineFact({
  type: 'payments.PayoutRequested',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout({}),
});

/** A treasurer let the money go: it is reserved in the books. */
export const PayoutReleased = defineFact({
  type: 'payments.PayoutReleased',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout({}),
});

export const PayoutSubmitted = defineFact({
  type: 'payments.PayoutSubmitted',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout({}),
});

/** The money arrived, as far as the rail can know. */
export const PayoutSettled = defineFact({
  type: 'payments.PayoutSettled',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout(booked),
});

/** What had settled it was undone, as it was of something else: it is on its way again. */
export const PayoutReopened = defineFact({
  type: 'payments.PayoutReopened',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout({}),
});

/**
 * Its bank debited it though it had refused it, or it was withdrawn, and what it paid is asked for
 * otherwise by now: the money that left is claimed back.
 */
export const PayoutClaimed = defineFact({
  type: 'payments.PayoutClaimed',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout(booked),
});

/** The rail refused it: nothing moved. */
export const PayoutRejected = defineFact({
  type: 'payments.PayoutRejected',
  version: 2,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  // Version 1 said why, which may be a bank's word on a person: blocked, or dead.
  withheld: ['failureCode'],
  data: ofPayout({}),
});

/** Why the rail refused it, for those who answer for it. */
export const PayoutRefusalExplained = defineFact({
  type: 'payments.PayoutRefusalExplained',
  version: 1,
  subject: 'payout',
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({ payoutId: idOf('Payout'), failureCode: z.string() }),
});

/** It had been settled and came back. */
export const PayoutReturned = defineFact({
  type: 'payments.PayoutReturned',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout(booked),
});

/** The same for those whom it concerns: who is paid, where it is a member, and treasurers. */
export const PayoutCameBack = defineFact({
  type: 'payments.PayoutCameBack',
  version: 1,
  subject: 'payout',
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({
    payoutId: idOf('Payout'),
    payeeMemberId: idOf('Member').nullable(),
    memo: z.string(),
    treasurerMemberIds: z.array(idOf('Member')),
    ...onAccount,
    ...amount,
  }),
});

export const PayoutCancelled = defineFact({
  type: 'payments.PayoutCancelled',
  version: 1,
  subject: 'payout',
  visibility: 'members',
  privatelyFor: 'payout.read-private',
  data: ofPayout({}),
});

const file = { paymentFileId: idOf('PaymentFile') };

/** Released long ago, and not debited: payouts of one file, or a single one. Told once of each. */
export const PayoutsLate = defineFact({
  type: 'payments.PayoutsLate',
  version: 1,
  subject: ['payout', 'payment-file'],
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({
    payoutIds: z.array(idOf('Payout')),
    paymentFileId: idOf('PaymentFile').nullable(),
    releasedOn: z.string(),
    ...amount,
    treasurerMemberIds: z.array(idOf('Member')),
  }),
});

/** A bank answered to a payment file. How many of its payouts that ended, and how many wonder. */
export const StatusReportTaken = defineFact({
  type: 'payments.StatusReportTaken',
  version: 1,
  subject: 'payment-file',
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({
    ...file,
    statusReportId: idOf('PaymentStatusReport'),
    refused: z.int(),
    /** Refused by the bank, and debited by it before. */
    debited: z.int(),
    /** On which the report contradicts itself or the file. */
    doubtful: z.int(),
    reasons: z.array(z.string()),
    treasurerMemberIds: z.array(idOf('Member')),
  }),
});

/** Somebody says that a payment file never went to the bank; another person has to say so too. */
export const PaymentFileWithdrawalAsked = defineFact({
  type: 'payments.PaymentFileWithdrawalAsked',
  version: 1,
  subject: 'payment-file',
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({ ...file, officerMemberIds: z.array(idOf('Member')) }),
});

/** Two persons said that it never went to the bank: what it carried is owed again. */
export const PaymentFileWithdrawn = defineFact({
  type: 'payments.PaymentFileWithdrawn',
  version: 1,
  subject: 'payment-file',
  visibility: 'private',
  wholeFor: 'payout.read-private',
  data: z.object({ ...file, payouts: z.int() }),
});
