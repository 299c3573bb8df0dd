import { may } from '@rochdale/platform';
import type { PermissionName } from '@rochdale/platform';
import { activeMembers, actorOf, whoMay } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import { payoutsPermissions } from './payouts.permissions.js';

const table: Readonly<Record<keyof typeof payoutsPermissions, readonly string[]>> = {
  'payee-details.set': ['applicant', ...activeMembers, 'system'],
  'payee-details.set-of-partner': ['treasurer', 'system'],
  'payee-details.read': ['applicant', ...activeMembers],
  'payout.read': [...activeMembers, 'system'],
  'payout.read-private': ['treasurer', 'auditor', 'administrator', 'system'],
  'payout.release': ['treasurer', 'administrator'],
  'payout.cancel': ['treasurer'],
  'payout.process': ['system'],
  'payout.take-report': ['treasurer', 'system'],
  'payment-file.download': ['treasurer'],
  'payment-file.withdraw': ['treasurer', 'administrator'],
};

describe('the permissions of payouts', () => {
  it('are all in this table', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(payoutsPermissions).toSorted());
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it('never let a token release, take back or fetch what leaves the account', () => {
    const scopes = new Set(['payments:read', 'payments:write'] as const);
    const token = { ...actorOf('active', 'treasurer'), scopes };
    expect(may(token, 'payout.take-report').allowed).toBe(true);
    for (const name of [
      'payout.release',
      'payout.cancel',
      'payment-file.download',
      'payment-file.withdraw',
    ] as const) {
      expect(may(token, name).allowed).toBe(false);
    }
  });

  it('end with the membership: who was treasurer and left releases nothing', () => {
    const former = actorOf('left', 'treasurer');
    for (const name of ['payout.release', 'payout.read', 'payment-file.download'] as const) {
      expect(may(former, name).allowed).toBe(false);
    }
  });

  const gone = ['left', 'expelled', 'applicant'];
  it.each(gone)('let who is %s say where they are paid, and no more', (standing) => {
    const former = actorOf(standing, 'treasurer');
    const names = Object.keys(payoutsPermissions) as (keyof typeof payoutsPermissions)[];
    expect(names.filter((name) => may(former, name).allowed)).toEqual([
      'payee-details.set',
      'payee-details.read',
    ]);
  });
});
