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
  'delegation.give': { to: ['member'], scope: 'governance:write' },
  /** On paper, for who gave it. */
  'proxy.record': { to: ['secretary'], scope: 'governance:write' },
  'delegation.revoke': { to: ['member'], scope: 'governance:write' },
  'delegation.read-own': { to: ['member'], scope: 'governance:read' },
  /** Whose ballot follows whose, by label, and how many were left out. */
  'delegation.audit': { to: ['auditor'], scope: 'governance:read' },
  'delegation.end': { to: ['system'] },
  'representative.name': { to: ['member'], scope: 'governance:write' },
  'representative.end': { to: ['member'], scope: 'governance:write' },
  'representative.read-own': { to: ['member'], scope: 'governance:read' },
  /** Who could cast whose vote, and since when. */
  'representative.audit': { to: ['auditor'], scope: 'governance:read' },
  // Whoever hands out a paper learns who may vote, and who has: as those who read electorates do.
  'paper.record': { to: ['membership-officer', 'administrator'], scope: 'governance:write' },
  // Whoever has papers before them writes down what they say: no one office keeps them from it.
  'paper.enter': {
    to: ['membership-officer', 'secretary', 'administrator'],
    scope: 'governance:write',
  },
  'paper.ask': { to: ['system'] },
  // One officer alone neither decides a vote by papers nor stops it: more than those who count may.
  'paper.confirm': {
    to: ['membership-officer', 'secretary', 'auditor', 'administrator'],
    scope: 'governance:write',
  },
  /** Who was handed one, and what became of it: whoever confirms that it came back asks whose. */
  'paper.read': {
    to: ['membership-officer', 'secretary', 'auditor', 'administrator'],
    scope: 'governance:read',
  },
  /** Of oneself: that one holds none. */
  'paper.disown': { to: ['member'], scope: 'governance:write' },
  'vote.recount': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof votingPermissions> {}
}
