import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

const officers = ['membership-officer', 'administrator'] as const;

export const membershipPermissions = definePermissions({
  'cooperative.read': { to: ['anyone'] },
  'cooperative.found': { to: ['system'] },
  'cooperative.change': { to: ['administrator', 'system'], scope: 'membership:write' },
  'member-class.define': { to: ['administrator', 'system'], scope: 'membership:write' },
  'membership.apply': { to: ['account'], scope: 'membership:write' },
  'membership.read-own': { to: ['account'], scope: 'membership:read' },
  'application.read': { to: officers, scope: 'membership:read' },
  'application.read-own': { to: ['account'], scope: 'membership:read' },
  'application.withdraw': { to: ['applicant'], scope: 'membership:write' },
  'application.admit': { to: [...officers, 'system'], scope: 'membership:write' },
  'application.decline': { to: [...officers, 'system'], scope: 'membership:write' },
  'invitation.read': { to: officers, scope: 'membership:read' },
  'invitation.send': { to: [...officers, 'system'], scope: 'membership:write' },
  'invitation.revoke': { to: [...officers, 'system'], scope: 'membership:write' },
  'invitation.accept': { to: ['anyone'] },
  'invitation.sweep': { to: ['system'] },
  'note.seal': { to: ['system'] },
  'member.read': { to: ['anyone'] },
  // A treasurer has to find who is in arrears, who pauses, and who left with something open.
  'member.read-standing': { to: [...officers, 'treasurer'], scope: 'membership:read' },
  'member.read-standing-history': { to: officers, scope: 'membership:read' },
  'member.change-standing': { to: [...officers, 'system'], scope: 'membership:write' },
  'member.leave': { to: ['member', 'suspended-member'] },
  'member.rename': { to: ['applicant', 'member'], scope: 'membership:write' },
  'member.choose-visibility': { to: ['applicant', 'member'], scope: 'membership:write' },
  'member.choose-pseudonym': { to: ['member'], scope: 'membership:write' },
  'member.export': { to: ['account'] },
  'archive.make': { to: ['system'] },
  'archive.sweep': { to: ['system'] },
  'member.erase': { to: ['administrator', 'system'] },
  'member.erase-own': { to: ['account'] },
  'member.forget': { to: ['system'] },
  'personal-data.drop': { to: ['system'] },
  'group.read': { to: ['anyone'], scope: 'membership:read' },
  'group.read-members': {
    to: ['member', 'auditor', 'administrator'],
    scope: 'membership:read',
  },
  'group.join': { to: ['member'], scope: 'membership:write' },
  'group.leave': { to: ['member'], scope: 'membership:write' },
  'role.appoint': { to: ['administrator', 'system'], scope: 'membership:write' },
  'role.end': { to: ['administrator', 'system'], scope: 'membership:write' },
  'role.resign': { to: ['member'], scope: 'membership:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof membershipPermissions> {}
}
