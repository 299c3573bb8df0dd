import { may } from '@rochdale/platform';
import type { PermissionName } from '@rochdale/platform';
import { activeMembers, actorOf, whoMay } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import { bankingPermissions } from './banking.permissions.js';

const clerks = ['treasurer', 'auditor', 'administrator'];
const table: Readonly<Record<keyof typeof bankingPermissions, readonly string[]>> = {
  'bank-account.register': ['treasurer', 'administrator', 'system'],
  'bank-account.read': [...clerks, 'system'],
  'receiving-account.read': ['applicant', ...activeMembers, 'system'],
  'payment-settings.change': ['administrator', 'system'],
  'statement.import': ['treasurer', 'system'],
  'statement.process': ['system'],
  'bank-line.read': ['treasurer', 'auditor', 'system'],
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

  it.each(['left', 'expelled'])('show who %s where to pay, and no more', (standing) => {
    const former = actorOf(standing, 'treasurer');
    const names = Object.keys(bankingPermissions) as (keyof typeof bankingPermissions)[];
    expect(names.filter((name) => may(former, name).allowed)).toEqual(['receiving-account.read']);
  });

  it('never let a token register an account, nor change how careful payouts are', () => {
    const scopes = new Set(['payments:read', 'payments:write'] as const);
    const token = { ...actorOf('active', 'treasurer', 'administrator'), scopes };
    expect(may(token, 'statement.import').allowed).toBe(true);
    for (const name of ['bank-account.register', 'payment-settings.change'] as const) {
      expect(may(token, name).allowed).toBe(false);
    }
  });
});
