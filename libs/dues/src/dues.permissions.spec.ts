import { anonymousActor, may, newId, roleNames, systemActor } from '@rochdale/platform';
import type { Actor, PermissionName, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { duesPermissions } from './dues.permissions.js';

const cooperativeId = newId();
const member = (standing: string, ...roles: Role[]): Actor => ({
  ...anonymousActor(cooperativeId),
  kind: 'account',
  via: 'session',
  accountId: newId(),
  memberId: newId(),
  standing,
  roles: new Set(roles),
});

const people: Readonly<Record<string, Actor>> = {
  stranger: anonymousActor(cooperativeId),
  applicant: { ...member('applicant'), memberId: null },
  member: member('active'),
  ...Object.fromEntries(roleNames.map((role) => [role, member('active', role)])),
  system: systemActor(cooperativeId, 'job'),
};
const whoMay = (name: PermissionName): string[] =>
  Object.entries(people).flatMap(([who, actor]) => (may(actor, name).allowed ? [who] : []));

const members = ['member', ...roleNames];
const table: Readonly<Record<keyof typeof duesPermissions, readonly string[]>> = {
  'dues-plan.read': Object.keys(people),
  'dues-plan.create': ['treasurer', 'administrator', 'system'],
  'dues-plan.retire': ['treasurer', 'administrator', 'system'],
  'dues-pledge.choose': [...members, 'system'],
  'dues-invoice.read-own': members,
  'dues-invoice.read-all': ['treasurer', 'auditor', 'system'],
  'dues-invoice.issue': ['treasurer', 'system'],
  'dues-invoice.credit': ['treasurer', 'system'],
  'dues-credit.refund': ['treasurer', 'system'],
  'dues-credit.settle': ['system'],
  'dues-line.assign': ['treasurer', 'system'],
  'dues-waiver.ask': members,
  'dues-waiver.decide': ['treasurer'],
  'dues-waiver.read': members,
};

describe('the permissions of dues', () => {
  it('are all in this table', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(duesPermissions).toSorted());
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it('never let a token decide who pays less, nor offer a plan', () => {
    const token = { ...member('active', 'treasurer'), scopes: new Set(['dues:write'] as const) };
    expect(may(token, 'dues-line.assign').allowed).toBe(true);
    for (const name of ['dues-waiver.decide', 'dues-plan.create', 'dues-invoice.issue'] as const) {
      expect(may(token, name).allowed).toBe(false);
    }
  });
});
