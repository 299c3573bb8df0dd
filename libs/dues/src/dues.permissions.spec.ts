import { may } from '@rochdale/platform';
import type { PermissionName } from '@rochdale/platform';
import { activeMembers, actorOf, everybody, whoMay } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import { duesPermissions } from './dues.permissions.js';

const table: Readonly<Record<keyof typeof duesPermissions, readonly string[]>> = {
  'dues-plan.read': everybody,
  'dues-plan.create': ['treasurer', 'administrator', 'system'],
  'dues-plan.retire': ['treasurer', 'administrator', 'system'],
  'dues-pledge.choose': [...activeMembers, 'system'],
  'dues-pledge.read-own': activeMembers,
  'dues-invoice.read-own': ['applicant', ...activeMembers],
  'dues-invoice.read-all': ['treasurer', 'auditor', 'system'],
  'dues-invoice.issue': ['treasurer', 'system'],
  'dues-invoice.credit': ['treasurer', 'system'],
  'dues-credit.refund': ['treasurer', 'system'],
  'dues-credit.waive-own': ['applicant', ...activeMembers],
  'dues-refund.cancel-own': ['applicant', ...activeMembers],
  'dues-credit.waive': ['treasurer', 'system'],
  'dues-credit.settle': ['system'],
  'dues-line.assign': ['treasurer', 'system'],
  'dues-waiver.ask': activeMembers,
  'dues-waiver.withdraw': ['applicant', ...activeMembers],
  'dues-waiver.decide': ['treasurer'],
  'dues-waiver.drop-reasons': ['system'],
  'dues-payer.key': ['system'],
  'dues-waiver.read': ['applicant', ...activeMembers],
};

describe('the permissions of dues', () => {
  it('are all in this table', () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(duesPermissions).toSorted());
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it.each(['left', 'expelled', 'applicant'])(
    'show who is %s what is theirs, and no more',
    (standing) => {
      const former = actorOf(standing, 'treasurer');
      const names = Object.keys(duesPermissions) as (keyof typeof duesPermissions)[];
      expect(names.filter((name) => may(former, name).allowed)).toEqual([
        'dues-plan.read',
        'dues-invoice.read-own',
        'dues-credit.waive-own',
        'dues-refund.cancel-own',
        'dues-waiver.withdraw',
        'dues-waiver.read',
      ]);
    },
  );

  it('show who is suspended what they owe, and no more', () => {
    const suspended = actorOf('suspended', 'treasurer');
    const names = Object.keys(duesPermissions) as (keyof typeof duesPermissions)[];
    expect(names.filter((name) => may(suspended, name).allowed)).toEqual([
      'dues-plan.read',
      'dues-invoice.read-own',
      'dues-waiver.withdraw',
      'dues-waiver.read',
    ]);
  });

  it('never let a token decide who pays less, nor offer a plan', () => {
    const token = { ...actorOf('active', 'treasurer'), scopes: new Set(['dues:write'] as const) };
    expect(may(token, 'dues-line.assign').allowed).toBe(true);
    for (const name of ['dues-waiver.decide', 'dues-plan.create', 'dues-invoice.issue'] as const) {
      expect(may(token, name).allowed).toBe(false);
    }
  });
});
