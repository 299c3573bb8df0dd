import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Anyone reads the figures that are out, the treasurer keeps the books behind them. */
export const treasuryPermissions = definePermissions({
  'treasury.read': { to: ['anyone'] },
  // Between two trial balances stands what single persons paid. An administrator keeps no books
  // and reads the figures that are out, as everybody does.
  'treasury.read-reports': {
    to: ['auditor', 'treasurer', 'system'],
    scope: 'ledger:read',
  },
  // What the books say today; everybody reads what was released of it.
  'treasury.read-live': {
    to: ['treasurer', 'auditor', 'system'],
    scope: 'ledger:read',
  },
  'release.make': { to: ['system'] },
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
