import { anonymousActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { headersOfHello } from './hello.js';
import { isStill } from './socket-watch.js';

const treasurer: Actor = {
  ...anonymousActor(null, 'one'),
  kind: 'account',
  accountId: 'ada',
  memberId: 'm1',
  cooperativeId: 'mill',
  standing: 'active',
  roles: new Set(['treasurer', 'secretary']),
  scopes: new Set(['payments:read']),
  via: 'session',
};

it.each<[string, Partial<Actor>]>([
  ['another request', { requestId: 'two' }],
  ['one role more', { roles: new Set(['treasurer', 'secretary', 'auditor']) }],
  ['all scopes', { scopes: 'all' }],
])('a socket goes on after %s', (_what, more) => {
  expect(isStill(treasurer, { ...treasurer, ...more })).toBe(true);
});

it.each<[string, Partial<Actor>]>([
  ['a role', { roles: new Set(['treasurer']) }],
  ['the standing', { standing: 'suspended' }],
  ['the membership', { memberId: null, standing: null, roles: new Set() }],
  ['the session', anonymousActor(null, 'two')],
  ['a scope', { scopes: new Set() }],
])('a socket ends with %s', (_what, more) => {
  expect(isStill(treasurer, { ...treasurer, ...more })).toBe(false);
});

it('reads of the first message what headers would say, and nothing else', () => {
  const hello = (payload: unknown) =>
    headersOfHello(JSON.stringify({ type: 'connection_init', payload }));
  expect(hello({ Authorization: 'Bearer a', cookie: 'b', 'x-cooperative': 1 })).toEqual({
    authorization: 'Bearer a',
  });
  expect(hello({ headers: { 'X-Api-Key': 'k' } })).toEqual({ 'x-api-key': 'k' });
  expect([hello(null), hello('x'), headersOfHello('{'), headersOfHello('{"type":"ping"}')]).toEqual(
    [{}, {}, {}, {}],
  );
});
