import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/**
 * The in-transaction service has no permissions of its own: the use case that calls it asked. What
 * the public may read is the treasury's business, which brings out figures. Members read what the
 * co-operative itself spends and sets aside; what is between it and a person, clerks alone.
 */
export const ledgerPermissions = definePermissions({
  'ledger.read': { to: ['member', 'treasurer', 'auditor', 'system'], scope: 'ledger:read' },
  'ledger.read-all': { to: ['treasurer', 'auditor', 'system'], scope: 'ledger:read' },
  'hold.expire': { to: ['system'] },
  'checkpoint.keep': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof ledgerPermissions> {}
}
