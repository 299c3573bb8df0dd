import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { mandatePeriods } from './mandate/mandate.js';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    expense: true;
  }
}

const expense = { expenseId: idOf('Expense') };
const amount = { amountMinor: z.string(), currency: z.string() };

export const ExpenseSubmitted = defineFact({
  type: 'expenses.ExpenseSubmitted',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, ...amount, decidedBy: z.enum(['role', 'vote']) }),
});

/** A partner's recurring bill is paid without a vote on each, up to a cap. */
export const MandateGranted = defineFact({
  type: 'expenses.MandateGranted',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({
    key: z.string(),
    title: z.string(),
    partnerId: idOf('Partner'),
    currency: z.string(),
    period: z.enum(mandatePeriods),
    capMinor: z.string(),
  }),
});

/** Before its last day. */
export const MandateEnded = defineFact({
  type: 'expenses.MandateEnded',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ key: z.string(), title: z.string() }),
});

/** A bill is owed by its mandate: who may release it, and did not enter it, is told. */
export const BillAwaitsRelease = defineFact({
  type: 'expenses.BillAwaitsRelease',
  version: 1,
  subject: 'expense',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...expense, ...amount, officerMemberIds: z.array(idOf('Member')) }),
});

/** What was owed to a partner was a mistake, found before it was paid: the debt is reversed. */
export const ExpenseVoided = defineFact({
  type: 'expenses.ExpenseVoided',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, ...amount, reversalId: idOf('LedgerTransaction') }),
});

/** A debt was voided: who handed it in, and who would have released it, are told. */
export const DebtVoided = defineFact({
  type: 'expenses.DebtVoided',
  version: 1,
  subject: 'expense',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...expense, ...amount, memberIds: z.array(idOf('Member')) }),
});

/** Members let the bill of what is over be handed in again. */
export const BillFreed = defineFact({
  type: 'expenses.BillFreed',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object(expense),
});

/** Something was handed in that is to be paid to somebody else: they are told of it. */
export const ClaimedForMember = defineFact({
  type: 'expenses.ClaimedForMember',
  version: 1,
  subject: 'expense',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...expense, ...amount, memberId: idOf('Member') }),
});

/** What it says changed so much that earlier approvals are void. */
export const ExpenseRevised = defineFact({
  type: 'expenses.ExpenseRevised',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, ...amount, approvalsVoided: z.int() }),
});

export const InformationRequested = defineFact({
  type: 'expenses.InformationRequested',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object(expense),
});

/** One approval was given; others may still be missing. */
export const ApprovalGiven = defineFact({
  type: 'expenses.ApprovalGiven',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, approvalId: idOf('ExpenseApproval'), role: z.string() }),
});

export const ExpenseApproved = defineFact({
  type: 'expenses.ExpenseApproved',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({
    ...expense,
    ...amount,
    payoutId: idOf('Payout'),
    transactionId: idOf('LedgerTransaction'),
    proposalId: idOf('Proposal').nullable(),
  }),
});

/** By an office or a vote; by whom it was to pay, or because they are not there any more. */
export const ExpenseRejected = defineFact({
  type: 'expenses.ExpenseRejected',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, by: z.enum(['role', 'vote', 'payee', 'payee-gone']) }),
});

/** By who handed it in, or because nobody decided it within a year. */
export const ExpenseWithdrawn = defineFact({
  type: 'expenses.ExpenseWithdrawn',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object(expense),
});

/** Who is paid by it gave what was owed to the co-operative: the debt is reversed in the books. */
export const ExpenseWaived = defineFact({
  type: 'expenses.ExpenseWaived',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, ...amount, reversalId: idOf('LedgerTransaction') }),
});

/** Nobody decided a claim: it lapses in thirty days, or has. Who waited for each other is told. */
export const ClaimUndecided = defineFact({
  type: 'expenses.ClaimUndecided',
  version: 1,
  subject: 'expense',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    ...expense,
    /** Who handed it in, or who would be paid; null when they were erased since. */
    memberId: idOf('Member').nullable(),
    /** Whether it is told to who would be paid, and did not hand it in. */
    isPayee: z.boolean().optional(),
    state: z.enum(['lapses-soon', 'lapsed']),
    /** How many approved it, of how many who have to. */
    approvals: z.strictObject({ given: z.int(), needed: z.int() }).optional(),
    /** Who holds the office that decides it, but for who handed it in. */
    officerMemberIds: z.array(idOf('Member')),
  }),
});

/** A claim was put away before it was handed in. */
export const ExpenseDiscarded = defineFact({
  type: 'expenses.ExpenseDiscarded',
  version: 1,
  subject: 'expense',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object(expense),
});

export const ExpensePaid = defineFact({
  type: 'expenses.ExpensePaid',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, ...amount, payoutId: idOf('Payout') }),
});

export const ExpensePayoutFailed = defineFact({
  type: 'expenses.ExpensePayoutFailed',
  version: 1,
  subject: 'expense',
  visibility: 'members',
  data: z.object({ ...expense, payoutId: idOf('Payout') }),
});
