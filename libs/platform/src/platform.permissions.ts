import { definePermissions } from './kernel/permissions.js';
import type { Names } from './kernel/permissions.js';

/** Who looks at the machinery of a co-operative. */
export const jobPermissions = definePermissions({
  'job.read': { to: ['administrator', 'system'], scope: 'platform:read' },
  'job.retry': { to: ['administrator', 'system'], scope: 'platform:write' },
  'fact.drop': { to: ['system'] },
  'fact.follow': { to: ['system'] },
  'file.compare': { to: ['system'] },
  'file.remove': { to: ['system'] },
  'invariant.check': { to: ['system'] },
  'table.vacuum': { to: ['system'] },
  // In every standing: it was at what is theirs, and those are looked at the most who are suspended
  // or were expelled.
  'look.read-own': {
    to: ['applicant', 'member', 'suspended-member', 'former-member'],
    scope: 'platform:read',
  },
  'audit.read': { to: ['administrator', 'auditor', 'system'], scope: 'platform:read' },
});

declare module './kernel/permissions.js' {
  interface Permissions extends Names<typeof jobPermissions> {}
}
