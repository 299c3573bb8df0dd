import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what with partners. What one member used is theirs to know, and their partner's. */
export const partnersPermissions = definePermissions({
  'partner.read': { to: ['anyone'], scope: 'partners:read' },
  'partner.register': { to: ['treasurer', 'administrator', 'system'] },
  'meter.define': { to: ['treasurer', 'administrator', 'system'] },
  'pool-policy.adopt': { to: ['administrator', 'system'] },
  'usage.report': { to: ['partner'], scope: 'partners:write' },
  'usage-event.read': { to: ['partner'], scope: 'partners:read' },
  'erased-user.tell': { to: ['system'] },
  'usage-period.close': { to: ['treasurer', 'system'] },
  'usage-statement.read': {
    to: ['partner', 'treasurer', 'auditor', 'administrator', 'system'],
    scope: 'partners:read',
  },
  // What a month brought in is a sum of dues, and often of few.
  'usage-period.read': {
    to: ['treasurer', 'auditor', 'administrator', 'system'],
    scope: 'partners:read',
  },
  'usage-statement.approve': { to: ['treasurer'] },
  'usage-statement.settle': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof partnersPermissions> {}
}
