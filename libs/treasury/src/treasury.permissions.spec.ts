import { anonymousActor, may, newId, roleNames, systemActor } from '@rochdale/platform';
import type { Actor, PermissionName, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { treasuryPermissions } from './treasury.permissions.js';

const cooperativeId = newId();
const member = (...roles: Role[]): Actor => ({
  ...anonymousActor(cooperativeId),
  kind: 'account',
  via: 'session',
  accountId: newId(),
  memberId: newId(),
  standing: 'active',
  roles: new Set(roles),
});

const people: Readonly<Record<string, Actor>> = {
  stranger: anonymousActor(cooperativeId),
  member: member(),
  ...Object.fromEntries(roleNames.map((role) => [role, member(role)])),
  system: systemActor(cooperativeId, 'job'),
};
const whoMay = (name: PermissionName): string[] =>
  Object.entries(people).flatMap(([who, actor]) => (may(actor, name).allowed ? [who] : []));

const everyone = Object.keys(people);
const keepers = ['treasurer', 'system'];
const table: Readonly<Record<keyof typeof treasuryPermissions, readonly string[]>> = {
  'treasury.read': everyone,
  'treasury.read-reports': everyone.filter((who) => who !== 'stranger'),
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
    const reader: Actor = { ...member('treasurer'), scopes: new Set(['ledger:read'] as const) };
    const allowed = Object.keys(table).filter(
      (name) => may(reader, name as PermissionName).allowed,
    );
    expect(allowed).toEqual(['treasury.read', 'treasury.read-reports']);
  });
});
