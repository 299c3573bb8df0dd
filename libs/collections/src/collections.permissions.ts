import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Rows say who paid: they are for clerks alone, as bank lines are. */
export const collectionsPermissions = definePermissions({
  'money-source.read': {
    to: ['treasurer', 'auditor', 'administrator', 'system'],
    scope: 'payments:read',
  },
  'money-source.connect': { to: ['treasurer', 'system'] },
  'money-source.disconnect': { to: ['treasurer', 'system'] },
  'money-source.sweep': { to: ['treasurer', 'system'], scope: 'payments:write' },
  'money-source.process': { to: ['system'] },
  // Who sends a hint is told by its signature.
  'money-source.hint': { to: ['anyone'] },
  'source-row.close': { to: ['treasurer', 'system'], scope: 'payments:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof collectionsPermissions> {}
}
