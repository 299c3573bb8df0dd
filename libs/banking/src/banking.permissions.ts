import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

const clerks = ['treasurer', 'auditor', 'administrator'] as const;

/** Who may do what with the co-operative's own accounts and what their banks say. */
export const bankingPermissions = definePermissions({
  'bank-account.register': { to: ['treasurer', 'administrator', 'system'] },
  'bank-account.read': { to: [...clerks, 'system'], scope: 'payments:read' },
  // Who owes dues has to know where to pay them, also who left, and who then applies again.
  'receiving-account.read': {
    to: ['applicant', 'member', 'former-member', ...clerks, 'system'],
    scope: 'payments:read',
  },
  'payment-settings.change': { to: ['administrator', 'system'] },
  'statement.import': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'csv-profile.change': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'statement.process': { to: ['system'] },
  // Lines of dues say who pays how much, and from where: who keeps the books reads them, or checks.
  'bank-line.read': { to: ['treasurer', 'auditor', 'system'], scope: 'payments:read' },
  'bank-line.undo': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'bank-line.assign': { to: ['treasurer', 'system'], scope: 'payments:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof bankingPermissions> {}
}
