import { registerEnumType } from '@nestjs/graphql';

export const ExpenseStatusEnum = {
  DRAFT: 'draft',
  SUBMITTED: 'submitted',
  NEEDS_INFORMATION: 'needs-information',
  APPROVED: 'approved',
  REJECTED: 'rejected',
  WITHDRAWN: 'withdrawn',
  PAYOUT_FAILED: 'payout-failed',
  PAID: 'paid',
  WAIVED: 'waived',
  VOIDED: 'voided',
} as const;

registerEnumType(ExpenseStatusEnum, {
  name: 'ExpenseStatus',
  description: 'Where an expense is on its way to be paid.',
  valuesMap: {
    DRAFT: { description: 'Being written; only its submitter sees it.' },
    SUBMITTED: { description: 'Waits for an office, or for the members’ vote.' },
    NEEDS_INFORMATION: { description: 'Waits for its submitter.' },
    APPROVED: { description: 'Owed; its payout was requested.' },
    REJECTED: { description: 'Refused.' },
    WITHDRAWN: { description: 'Taken back by its submitter, or decided by nobody within a year.' },
    PAYOUT_FAILED: { description: 'Owed; its payout failed or came back.' },
    PAID: { description: 'Paid.' },
    WAIVED: { description: 'Owed no more: its payee gave it to the co-operative.' },
    VOIDED: { description: 'Owed no more: a mistake, taken back before it was paid.' },
  },
});

export const ExpenseCategoryEnum = {
  HOSTING: 'hosting',
  SOFTWARE: 'software',
  HARDWARE: 'hardware',
  SERVICES: 'services',
  MATERIALS: 'materials',
  OFFICE: 'office',
  TRAVEL: 'travel',
  EVENTS: 'events',
  TRAINING: 'training',
  OUTREACH: 'outreach',
  FEES: 'fees',
  OTHER: 'other',
} as const;

registerEnumType(ExpenseCategoryEnum, {
  name: 'ExpenseCategory',
  description: 'What money was spent on; each has an account in the books.',
  valuesMap: {
    HOSTING: { description: 'Servers and domains.' },
    SOFTWARE: { description: 'Software and subscriptions.' },
    HARDWARE: { description: 'Machines.' },
    SERVICES: { description: 'Work of others.' },
    MATERIALS: { description: 'What is used up.' },
    OFFICE: { description: 'Rooms and what they need.' },
    TRAVEL: { description: 'Journeys and nights away.' },
    EVENTS: { description: 'Assemblies and gatherings.' },
    TRAINING: { description: 'Courses and books.' },
    OUTREACH: { description: 'Making the co-operative known.' },
    FEES: { description: 'Fees of banks, registers and authorities.' },
    OTHER: { description: 'Anything else.' },
  },
});
