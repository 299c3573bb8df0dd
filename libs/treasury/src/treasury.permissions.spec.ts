import { may } from '@rochdale/platform';
import type { Actor, PermissionName } from '@rochdale/platform';
import { actorOf, everybody, whoMay } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import { treasuryPermissions } from './treasury.permissions.js';

const keepers = ['treasurer', 'system'];
const table: Readonly<Record<keyof typeof treasuryPermissions, readonly string[]>> = {
  'treasury.read': everybody,
  'treasury.read-reports': ['treasurer', 'auditor', 'system'],
  'treasury.read-live': ['treasurer', 'auditor', 'system'],
  'release.make': ['system'],
  'fund.create': keepers,
  'fund.allocate': keepers,
  'fund.close': keepers,
  'period.close': keepers,
  'journal.record': keepers,
  'journal.reverse': keepers,
  'chart.set-floor': keepers,
};

describe('the permissions of the treasury', () => {
  it('are all in this table', () => {
    expect(Object.keys(table)).toEqual(Object.keys(treasuryPermissions));
  });

  it.each(Object.entries(table))('%s is for %j and nobody else', (name, who) => {
    expect(whoMay(name as PermissionName).toSorted()).toEqual(who.toSorted());
  });

  it('let a token that may read the books record nothing in them', () => {
    const reader: Actor = {
      ...actorOf('active', 'treasurer'),
      scopes: new Set(['ledger:read'] as const),
    };
    const allowed = Object.keys(table).filter(
      (name) => may(reader, name as PermissionName).allowed,
    );
    expect(allowed).toEqual(['treasury.read', 'treasury.read-reports', 'treasury.read-live']);
  });
});
