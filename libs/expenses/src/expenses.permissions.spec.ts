import { may } from '@rochdale/platform';
import type { PermissionName, Scope } from '@rochdale/platform';
import { activeMembers, actorOf, whoMay } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import { expensesPermissions } from './expenses.permissions.js';

const approvers = ['treasurer', 'secretary', 'administrator', 'coordinator'];
const table: Readonly<Record<keyof typeof expensesPermissions, readonly string[]>> = {
  'expense.read': [...activeMembers, 'system'],
  'expense.read-own': activeMembers,
  'expense.waive': activeMembers,
  'expense.decline': activeMembers,
  'expense.withdraw': activeMembers,
  'expense.waive-of-erased': ['treasurer'],
  'expense.read-receipts': ['treasurer', 'auditor', 'system'],
  'expense.submit': activeMembers,
  'expense.approve': approvers,
  'expense.reject': approvers,
  'expense.retry-payout': ['treasurer'],
  'expense.settle': ['system'],
  'mandate.read': [...activeMembers, 'system'],
  'mandate.bill': ['administrator', 'treasurer'],
  'approval-rule.read': [...activeMembers, 'system'],
  'approval-rule.adopt': ['administrator', 'system'],
};

describe('the permissions of expenses', () => {
  it('are all in this table', () => {
    expect(Object.keys(table)).toEqual(Object.keys(expensesPermissions));
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it.each<[PermissionName, Scope | null]>([
    ['expense.read', 'expenses:read'],
    ['expense.read-own', 'expenses:read'],
    ['expense.submit', 'expenses:write'],
    ['expense.withdraw', 'expenses:write'],
    ['expense.waive', 'expenses:write'],
    ['approval-rule.read', 'expenses:read'],
  ])('%s asks of a token for the scope %s', (name, scope) => {
    const scopes: Scope[] = ['expenses:read', 'expenses:write', 'ledger:read', 'payments:write'];
    const enough = scopes.filter(
      (one) => may({ ...actorOf('active'), scopes: new Set([one]) }, name).allowed,
    );
    expect(enough).toEqual([scope]);
  });

  it('end with the membership: who was treasurer and left approves nothing', () => {
    const former = actorOf('left', 'treasurer');
    expect(may(former, 'expense.approve').allowed).toBe(false);
    expect(may(former, 'expense.read').allowed).toBe(false);
    expect(may(former, 'expense.submit').allowed).toBe(false);
    // What is theirs stays theirs to read, to take back and to give.
    expect(may(former, 'expense.read-own').allowed).toBe(true);
    expect(may(former, 'expense.withdraw').allowed).toBe(true);
    expect(may(former, 'expense.waive').allowed).toBe(true);
  });

  it('let who is suspended read what is theirs, and give it, and nothing else', () => {
    const suspended = actorOf('suspended');
    const theirs = Object.keys(expensesPermissions).filter(
      (name) => may(suspended, name as PermissionName).allowed,
    );
    expect(theirs).toEqual(['expense.read-own', 'expense.waive', 'expense.decline']);
  });
});
