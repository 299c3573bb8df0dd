import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what here. */
export const governancePermissions = definePermissions({
  'decision.read': { to: ['anyone'], scope: 'governance:read' },
  'proposal.read': {
    to: ['member', 'auditor', 'administrator', 'system'],
    scope: 'governance:read',
  },
  // Who pauses or is in arrears is told by it, beside the list of members.
  'electorate.read': {
    to: ['auditor', 'administrator', 'membership-officer', 'treasurer', 'system'],
    scope: 'governance:read',
  },
  'topic.read': { to: ['anyone'], scope: 'governance:read' },
  'topic.keep': { to: ['administrator', 'secretary'], scope: 'governance:write' },
  'document.read': { to: ['anyone'], scope: 'governance:read' },
  'template.read': { to: ['member', 'auditor', 'administrator'], scope: 'governance:read' },
  'template.keep': { to: ['administrator', 'secretary'], scope: 'governance:write' },
  'policy.read': { to: ['anyone'], scope: 'governance:read' },
  'policy.adopt': { to: ['administrator', 'secretary', 'system'], scope: 'governance:write' },
  // Counts what members read of decided votes, and nothing else.
  'policy.simulate': {
    to: ['member', 'auditor', 'administrator'],
    scope: 'governance:read',
  },
  // In every standing: those are heard the most who are suspended, or not admitted yet.
  'hearing.read-own': {
    to: ['applicant', 'member', 'suspended-member', 'former-member'],
    scope: 'governance:read',
  },
  // Whoever is to be expelled, suspended as they are. Of whom it is, the use case asks.
  'appeal.file': { to: ['member', 'suspended-member'], scope: 'governance:write' },
  'hearing.seal': { to: ['system'] },
  'hearing.end-left': { to: ['system'] },
  'proposal.draft': { to: ['member', 'system'], scope: 'governance:write' },
  'proposal.edit': { to: ['member'], scope: 'governance:write' },
  'comment.write': { to: ['member'], scope: 'governance:write' },
  'comment.moderate': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  'outcome.moderate': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  'outcome.write': { to: ['member'], scope: 'governance:write' },
  // Of what others proposed.
  'outcome.write-any': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  'amendment.propose': { to: ['member'], scope: 'governance:write' },
  'amendment.decide': { to: ['member'], scope: 'governance:write' },
  'proposal.preview': { to: ['member', 'auditor', 'administrator'], scope: 'governance:read' },
  'proposal.second': { to: ['member'], scope: 'governance:write' },
  'nomination.make': { to: ['member'], scope: 'governance:write' },
  'nomination.answer': { to: ['member'], scope: 'governance:write' },
  // Who nominated whom, and who declined: for those who run elections.
  'nomination.read-all': { to: ['secretary', 'administrator'], scope: 'governance:read' },
  'proposal.open': { to: ['member', 'system'], scope: 'governance:write' },
  'proposal.withdraw': { to: ['member'], scope: 'governance:write' },
  'proposal.cancel': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  // From strangers, and never back: for who answers for what the co-operative says of persons.
  'proposal.withhold': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  'proposal.close': { to: ['system'] },
  /** Begins and ends an assembly, and opens and closes its votes. */
  'assembly.chair': { to: ['secretary', 'administrator'], scope: 'governance:write' },
  'assembly.check-in': {
    to: ['secretary', 'membership-officer', 'administrator'],
    scope: 'governance:write',
  },
  /** Who was there, and by whose word. */
  'assembly.read-attendances': {
    to: ['secretary', 'membership-officer', 'administrator', 'auditor'],
    scope: 'governance:read',
  },
  'assembly.attend': { to: ['member'], scope: 'governance:write' },
  'proposal.execute': { to: ['system'] },
  'execution.retry': { to: ['administrator', 'secretary', 'system'], scope: 'governance:write' },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof governancePermissions> {}
}
