import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what here. Who may vote on a proposal is besides its electorate's question. */
export const votingPermissions = definePermissions({
  'ballot.cast': { to: ['member'], scope: 'governance:write' },
  'ballot.read': {
    to: ['member', 'auditor', 'administrator', 'system'],
    scope: 'governance:read',
  },
  'ballot.read-own': { to: ['anyone'], scope: 'governance:read' },
  'vote.recount': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof votingPermissions> {}
}
