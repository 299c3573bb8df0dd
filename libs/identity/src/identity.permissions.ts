import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

export const identityPermissions = definePermissions({
  'account.read-own': { to: ['account'], scope: 'identity:read' },
  'account.disable': { to: ['system'] },
  'account.erase': { to: ['system'] },
  'account.erase-own': { to: ['account'] },
  'account.forget': { to: ['system'] },
  'account.create': { to: ['system'] },
  'session.read-own': { to: ['account'] },
  'session.revoke': { to: ['account'] },
  'personal-token.read-own': { to: ['account'], scope: 'identity:read' },
  'personal-token.create': { to: ['member', 'applicant'] },
  'personal-token.revoke': { to: ['account'], scope: 'identity:write' },
  'api-key.read': { to: ['administrator', 'treasurer', 'auditor'], scope: 'identity:read' },
  'api-key.issue': { to: ['administrator', 'treasurer', 'system'] },
  'api-key.rotate': { to: ['administrator', 'treasurer', 'system'] },
  'api-key.revoke': { to: ['administrator', 'treasurer', 'system'], scope: 'identity:write' },
  'identity.sweep': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof identityPermissions> {}
}
