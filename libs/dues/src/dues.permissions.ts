import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

/** Who may do what with dues. What a member owes is between them and the clerks. */
export const duesPermissions = definePermissions({
  'dues-plan.read': { to: ['anyone'], scope: 'dues:read' },
  'dues-plan.create': { to: ['treasurer', 'administrator', 'system'] },
  'dues-plan.retire': { to: ['treasurer', 'administrator', 'system'] },
  'dues-pledge.choose': { to: ['member', 'system'], scope: 'dues:write' },
  'dues-pledge.read-own': { to: ['member'], scope: 'dues:read' },
  // Who left or is suspended still sees what they owe, and have paid too much; also once they apply
  // again.
  'dues-invoice.read-own': {
    to: ['applicant', 'member', 'suspended-member', 'former-member'],
    scope: 'dues:read',
  },
  'dues-invoice.read-all': { to: ['treasurer', 'auditor', 'system'], scope: 'dues:read' },
  'dues-invoice.issue': { to: ['treasurer', 'system'] },
  'dues-invoice.credit': { to: ['treasurer', 'system'], scope: 'dues:write' },
  'dues-credit.refund': { to: ['treasurer', 'system'], scope: 'dues:write' },
  // Who left may give what they have, so that nothing of theirs is left.
  'dues-credit.waive-own': {
    to: ['applicant', 'member', 'former-member'],
    scope: 'dues:write',
  },
  // What a treasurer began and did not release keeps nobody here: it is credit again.
  'dues-refund.cancel-own': {
    to: ['applicant', 'member', 'former-member'],
    scope: 'dues:write',
  },
  'dues-credit.waive': { to: ['treasurer', 'system'], scope: 'dues:write' },
  'dues-credit.settle': { to: ['system'] },
  'dues-line.assign': { to: ['treasurer', 'system'], scope: 'dues:write' },
  'dues-payer.key': { to: ['system'] },
  'dues-waiver.ask': { to: ['member'], scope: 'dues:write' },
  'dues-waiver.withdraw': {
    to: ['applicant', 'member', 'suspended-member', 'former-member'],
    scope: 'dues:write',
  },
  'dues-waiver.decide': { to: ['treasurer'] },
  'dues-waiver.drop-reasons': { to: ['system'] },
  // Their own, in every standing: why somebody asked is theirs to read as long as it is kept.
  'dues-waiver.read': {
    to: ['applicant', 'member', 'suspended-member', 'former-member', 'treasurer'],
  },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof duesPermissions> {}
}
