import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

const clerks = ['treasurer', 'auditor', 'administrator'] as const;

/** Who may do what with money that goes out. */
export const payoutsPermissions = definePermissions({
  // Who left is still paid what they have with the co-operative, and says where; also once they
  // apply again.
  'payee-details.set': {
    to: ['applicant', 'member', 'former-member', 'partner', 'treasurer', 'system'],
    scope: 'payments:write',
  },
  'payee-details.set-of-partner': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'payee-details.read': {
    to: ['applicant', 'member', 'former-member', 'partner', ...clerks],
    scope: 'payments:read',
  },
  'payout.read': { to: ['member', ...clerks, 'system'], scope: 'payments:read' },
  // What is between a member and the treasurers: refunds of dues. One's own needs no office.
  'payout.read-private': { to: [...clerks, 'system'], scope: 'payments:read' },
  // An administrator releases only what pays the one treasurer that there is.
  'payout.release': { to: ['treasurer', 'administrator'] },
  'payout.cancel': { to: ['treasurer'] },
  'payout.process': { to: ['system'] },
  'payout.take-report': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'payment-file.download': { to: ['treasurer'] },
  // Two persons withdraw a file: where there is one treasurer, an administrator is the other.
  'payment-file.withdraw': { to: ['treasurer', 'administrator'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof payoutsPermissions> {}
}
