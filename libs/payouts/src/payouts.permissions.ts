import { definePermissions } from '@rochdale/platform';

const clerks = ['treasurer', 'auditor', 'administrator'] as const;

/** Who may do what with money that moves. */
export const paymentsPermissions = definePermissions({
  'bank-account.register': { to: ['treasurer', 'administrator', 'system'] },
  'bank-account.read': { to: [...clerks, 'system'], scope: 'payments:read' },
  // Who owes dues has to know where to pay them.
  'receiving-account.read': { to: ['member', ...clerks, 'system'], scope: 'payments:read' },
  'payment-settings.change': { to: ['administrator', 'system'] },
  'statement.import': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'statement.process': { to: ['system'] },
  'bank-line.read': { to: [...clerks, 'system'], scope: 'payments:read' },
  'bank-line.assign': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'payee-details.set': {
    to: ['member', 'partner', 'treasurer', 'system'],
    scope: 'payments:write',
  },
  'payee-details.read': { to: ['member', 'partner', ...clerks], scope: 'payments:read' },
  'payout.read': { to: ['member', ...clerks, 'system'], scope: 'payments:read' },
  'payout.release': { to: ['treasurer'] },
  'payout.cancel': { to: ['treasurer'] },
  'payout.process': { to: ['system'] },
  'payment-file.download': { to: ['treasurer'] },
});
