import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what here. Which office approves which amount is the approval rule's question. */
export const expensesPermissions = definePermissions({
  'expense.read': {
    to: ['member', 'auditor', 'treasurer', 'administrator', 'system'],
    scope: 'expenses:read',
  },
  /** Who left reads what is theirs, and takes back what is not decided: they may go then. */
  'expense.read-own': { to: ['member', 'former-member'], scope: 'expenses:read' },
  'expense.withdraw': { to: ['member', 'former-member'], scope: 'expenses:write' },
  'expense.read-receipts': { to: ['treasurer', 'auditor', 'system'], scope: 'expenses:read' },
  'expense.submit': { to: ['member'], scope: 'expenses:write' },
  'expense.approve': {
    to: ['treasurer', 'secretary', 'coordinator', 'administrator'],
    scope: 'expenses:write',
  },
  'expense.reject': {
    to: ['treasurer', 'secretary', 'coordinator', 'administrator'],
    scope: 'expenses:write',
  },
  'expense.retry-payout': { to: ['treasurer'], scope: 'expenses:write' },
  'expense.settle': { to: ['system'] },
  'approval-rule.read': { to: ['member', 'auditor', 'system'], scope: 'expenses:read' },
  'approval-rule.adopt': { to: ['administrator', 'system'], scope: 'expenses:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof expensesPermissions> {}
}
