import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what here. Which office approves which amount is the approval rule's question. */
export const expensesPermissions = definePermissions({
  'expense.read': {
    to: ['member', 'auditor', 'treasurer', 'administrator', 'system'],
    scope: 'expenses:read',
  },
  /**
   * Who left or is suspended reads what is theirs. Who left takes back what is not decided, and
   * either waives what is owed to them: they may go then.
   */
  'expense.read-own': {
    to: ['member', 'suspended-member', 'former-member'],
    scope: 'expenses:read',
  },
  'expense.waive': {
    to: ['member', 'suspended-member', 'former-member'],
    scope: 'expenses:write',
  },
  /** Whom somebody else claims something for says that they do not want it: it is about them. */
  'expense.decline': {
    to: ['member', 'suspended-member', 'former-member'],
    scope: 'expenses:write',
  },
  'expense.withdraw': { to: ['member', 'former-member'], scope: 'expenses:write' },
  /**
   * No office waives what is another's. But who was erased is paid nothing, and what a back-up
   * brought back of what is owed to them nobody else could end.
   */
  'expense.waive-of-erased': { to: ['treasurer'], scope: 'expenses:write' },
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
  'mandate.read': {
    to: ['member', 'auditor', 'treasurer', 'administrator', 'system'],
    scope: 'expenses:read',
  },
  /** Who enters a bill neither releases nor voids it: where there is one treasurer, two offices. */
  'mandate.bill': { to: ['treasurer', 'administrator'], scope: 'expenses:write' },
  'approval-rule.read': { to: ['member', 'auditor', 'system'], scope: 'expenses:read' },
  'approval-rule.adopt': { to: ['administrator', 'system'], scope: 'expenses:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof expensesPermissions> {}
}
