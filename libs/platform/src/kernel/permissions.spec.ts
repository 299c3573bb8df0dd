import { describe, expect, it } from 'vitest';
import { anonymousActor, roleNames, systemActor } from './actor.js';
import type { Actor } from './actor.js';
import { allPermissions, definePermissions, may, permit } from './permissions.js';
import type { Grantee, PermissionName } from './permissions.js';

const grantees: readonly Grantee[] = [
  ...([
    'anyone',
    'account',
    'applicant',
    'member',
    'former-member',
    'suspended-member',
    'voter',
    'partner',
    'system',
  ] as const),
  ...roleNames,
];
const nameOf = (grantee: Grantee) => `permissions-test.to-${grantee}` as PermissionName;
for (const grantee of grantees) {
  definePermissions({ [nameOf(grantee)]: { to: [grantee], scope: 'test:read' } });
}
const named = (name: string) => name as PermissionName;
definePermissions({
  'permissions-test.unscoped': { to: ['member'] },
  'permissions-test.open': { to: ['anyone'] },
  'permissions-test.several': { to: ['treasurer', 'partner'], scope: 'test:write' },
});

const person: Actor = {
  ...anonymousActor(),
  kind: 'account',
  accountId: 'account',
  via: 'session',
};
const member = (
  standing: string,
  ...roles: Actor['roles'] extends ReadonlySet<infer R> ? R[] : []
) => ({ ...person, memberId: 'member', standing, roles: new Set(roles) }) satisfies Actor;
const partner: Actor = {
  ...anonymousActor(),
  kind: 'partner',
  partnerId: 'partner',
  via: 'api-key',
  scopes: new Set(['test:read']),
};

const asked = (actor: Actor) => grantees.filter((grantee) => may(actor, nameOf(grantee)).allowed);

describe('what is given to somebody', () => {
  it.each<[string, Actor, Grantee[]]>([
    ['a stranger', anonymousActor(), ['anyone']],
    ['somebody who signed in', person, ['anyone', 'account']],
    ['an applicant', member('applicant'), ['anyone', 'account', 'applicant']],
    ['an active member', member('active'), ['anyone', 'account', 'member', 'voter']],
    ['a member who pauses', member('paused'), ['anyone', 'account', 'member']],
    ['a member in arrears', member('in-arrears'), ['anyone', 'account', 'member']],
    ['a member who left', member('left'), ['anyone', 'account', 'former-member']],
    ['a member who was expelled', member('expelled'), ['anyone', 'account', 'former-member']],
    ['a member who is suspended', member('suspended'), ['anyone', 'account', 'suspended-member']],
    ['a partner', partner, ['anyone', 'partner']],
    ['the service', systemActor(null, 'job'), ['anyone', 'system']],
  ])('is given to %s', (_, actor, expected) => {
    expect(asked(actor)).toEqual(expected);
  });

  it.each(roleNames)('is given to the %s by office, and to no other office', (role) => {
    const held = asked(member('active', role)).filter((one) =>
      roleNames.includes(one as 'auditor'),
    );
    expect(held).toEqual([role]);
  });

  it('is kept by an officer who pauses, and lost with the membership', () => {
    expect(asked(member('paused', 'treasurer'))).toContain('treasurer');
    expect(asked(member('left', 'treasurer'))).not.toContain('treasurer');
    expect(asked(member('applicant', 'treasurer'))).not.toContain('treasurer');
  });

  it('needs the membership itself, not only its standing', () => {
    expect(asked({ ...member('active'), memberId: null })).not.toContain('voter');
    expect(asked({ ...member('active'), memberId: null })).not.toContain('member');
  });
});

describe('a token or a key', () => {
  const token = (...scopes: `${string}:${'read' | 'write'}`[]): Actor => ({
    ...member('active'),
    via: 'personal-token',
    scopes: new Set(scopes),
  });

  it('may what it was issued for', () => {
    expect(may(token('test:read'), nameOf('member'))).toEqual({ allowed: true, reason: null });
    expect(may(token('test:read', 'other:write'), nameOf('voter')).allowed).toBe(true);
  });

  it.each([[[]], [['test:write']], [['other:read']], [['test:read '.trim().toUpperCase()]]])(
    'issued for %j may not',
    (scopes) => {
      const actor = token(...(scopes as 'test:write'[]));
      expect(may(actor, nameOf('member'))).toEqual({ allowed: false, reason: 'SCOPE_REQUIRED' });
    },
  );

  it('may not at all what has no scope, but for what everyone may', () => {
    const everything = token('test:read', 'test:write');
    expect(may(everything, named('permissions-test.unscoped')).reason).toBe('SCOPE_REQUIRED');
    expect(may(token(), named('permissions-test.open')).allowed).toBe(true);
  });

  it('may no more than its person', () => {
    expect(may({ ...token('test:read'), standing: 'left' }, nameOf('member'))).toEqual({
      allowed: false,
      reason: 'NOT_A_MEMBER',
    });
  });
});

describe('a refusal', () => {
  it.each<[string, Actor, Grantee, string]>([
    ['a stranger, to sign in', anonymousActor(), 'member', 'UNAUTHENTICATED'],
    ['a stranger, to sign in', anonymousActor(), 'treasurer', 'UNAUTHENTICATED'],
    ['somebody from elsewhere, to join', person, 'treasurer', 'NOT_A_MEMBER'],
    ['somebody from elsewhere, to join', person, 'member', 'NOT_A_MEMBER'],
    ['a member, that an office is needed', member('active'), 'treasurer', 'ROLE_REQUIRED'],
    ['a member who pauses, that others vote', member('paused'), 'voter', 'NOT_A_MEMBER'],
    ['a partner, that members may', partner, 'voter', 'NOT_A_MEMBER'],
  ])('tells %s', (_, actor, grantee, reason) => {
    expect(may(actor, nameOf(grantee))).toEqual({ allowed: false, reason });
  });

  it('is coded: a stranger signs in, anybody else may not', () => {
    expect(() => permit(anonymousActor(), nameOf('voter'))).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }) as Error,
    );
    expect(() => permit(person, nameOf('voter'))).toThrow(
      expect.objectContaining({
        code: 'FORBIDDEN',
        details: { data: { permission: nameOf('voter'), reason: 'NOT_A_MEMBER' } },
      }) as Error,
    );
    expect(() => permit(member('active'), nameOf('voter'))).not.toThrow();
  });

  it('is none where one of several is enough', () => {
    const writing: Actor = { ...partner, scopes: new Set(['test:write']) };
    expect(may(writing, named('permissions-test.several')).allowed).toBe(true);
    expect(may(member('active', 'treasurer'), named('permissions-test.several')).allowed).toBe(
      true,
    );
    expect(may(member('active'), named('permissions-test.several')).allowed).toBe(false);
  });
});

describe('the table of permissions', () => {
  it.each(['Member.read', 'member', 'member.read.all', 'member read', ''])(
    'has no permission %j',
    (name) => {
      expect(() => definePermissions({ [name]: { to: ['member'] } })).toThrow(/not noun.verb/);
    },
  );

  it('has each once, and for somebody', () => {
    expect(() => definePermissions({ 'permissions-test.open': { to: ['anyone'] } })).toThrow(
      /declared twice/,
    );
    expect(() => definePermissions({ 'permissions-test.nobody': { to: [] } })).toThrow(
      /given to nobody/,
    );
    expect(allPermissions().has(named('permissions-test.nobody'))).toBe(false);
  });

  it('is asked for what is in it', () => {
    expect(() => may(systemActor(null, 'cli'), named('permissions-test.unknown'))).toThrow(
      /unknown is declared/,
    );
  });
});
