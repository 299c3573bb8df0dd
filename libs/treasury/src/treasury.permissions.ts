import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** The books are open: anyone reads balances, the treasurer keeps them. */
export const treasuryPermissions = definePermissions({
  'treasury.read': { to: ['anyone'] },
  'treasury.read-reports': {
    to: ['member', 'auditor', 'treasurer', 'administrator', 'system'],
    scope: 'ledger:read',
  },
  'fund.create': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'fund.allocate': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'fund.close': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'period.close': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'journal.record': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'journal.reverse': { to: ['treasurer', 'system'], scope: 'treasury:write' },
  'chart.set-floor': { to: ['treasurer', 'system'], scope: 'treasury:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof treasuryPermissions> {}
}
