import { defineFact } from '@rochdale/platform';
import { z } from 'zod';

const expense = { expenseId: z.uuid() };
const amount = { amountMinor: z.string(), currency: z.string() };

export const ExpenseSubmitted = defineFact(
  'expenses.ExpenseSubmitted',
  1,
  z.object({ ...expense, ...amount, decidedBy: z.enum(['role', 'vote']) }),
);

/** What it says changed so much that earlier approvals are void. */
export const ExpenseRevised = defineFact(
  'expenses.ExpenseRevised',
  1,
  z.object({ ...expense, ...amount, approvalsVoided: z.int() }),
);

export const InformationRequested = defineFact(
  'expenses.InformationRequested',
  1,
  z.object(expense),
);

/** One approval was given; others may still be missing. */
export const ApprovalGiven = defineFact(
  'expenses.ApprovalGiven',
  1,
  z.object({ ...expense, approvalId: z.uuid(), role: z.string() }),
);

export const ExpenseApproved = defineFact(
  'expenses.ExpenseApproved',
  1,
  z.object({
    ...expense,
    ...amount,
    payoutId: z.uuid(),
    transactionId: z.uuid(),
    proposalId: z.uuid().nullable(),
  }),
);

export const ExpenseRejected = defineFact(
  'expenses.ExpenseRejected',
  1,
  z.object({ ...expense, by: z.enum(['role', 'vote']) }),
);

export const ExpenseWithdrawn = defineFact('expenses.ExpenseWithdrawn', 1, z.object(expense));

export const ExpensePaid = defineFact(
  'expenses.ExpensePaid',
  1,
  z.object({ ...expense, ...amount, payoutId: z.uuid() }),
);

export const ExpensePayoutFailed = defineFact(
  'expenses.ExpensePayoutFailed',
  1,
  z.object({ ...expense, payoutId: z.uuid() }),
);
