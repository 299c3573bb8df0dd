import { anonymousActor, may, newId, roleNames, systemActor } from '@rochdale/platform';
import type { Actor, PermissionName, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { bankingPermissions } from './banking.permissions.js';

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
const clerks = ['treasurer', 'auditor', 'administrator'];
const table: Readonly<Record<keyof typeof bankingPermissions, readonly string[]>> = {
  'bank-account.register': ['treasurer', 'administrator', 'system'],
  'bank-account.read': [...clerks, 'system'],
  'receiving-account.read': [...members, 'system'],
  'payment-settings.change': ['administrator', 'system'],
  'statement.import': ['treasurer', 'system'],
  'statement.process': ['system'],
  'bank-line.read': [...clerks, 'system'],
  'bank-line.undo': ['treasurer', 'system'],
  'bank-line.assign': ['treasurer', 'system'],
  'csv-profile.change': ['treasurer', 'system'],
};

describe('the permissions of banking', () => {
  it('are all in this table', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(bankingPermissions).toSorted());
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it('never let a token register an account, nor change how careful payouts are', () => {
    const scopes = new Set(['payments:read', 'payments:write'] as const);
    const token = { ...member('active', 'treasurer', 'administrator'), scopes };
    expect(may(token, 'statement.import').allowed).toBe(true);
    for (const name of ['bank-account.register', 'payment-settings.change'] as const) {
      expect(may(token, name).allowed).toBe(false);
    }
  });
});
