import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { startFakeIssuer } from '../testing/fake-issuer.js';
import type { Claims, FakeIssuer } from '../testing/fake-issuer.js';
import { callAuth, createIdentityWorld, TestSettings } from '../testing/identity-world.js';
import type { AuthReply, IdentityWorld } from '../testing/identity-world.js';

let world: IdentityWorld;
let issuer: FakeIssuer;

beforeAll(async () => {
  issuer = await startFakeIssuer('rochdale');
  world = await createIdentityWorld(
    new TestSettings(false, {
      provider: 'union',
      name: 'The Union',
      issuer: issuer.url,
      clientId: 'rochdale',
      clientSecret: 'a-client-secret',
      scopes: ['openid', 'email', 'profile'],
    }),
  );
});

afterAll(async () => {
  await world.close();
  await issuer.close();
});

function claims(name: string, verified = true): Claims {
  return { sub: `sub-${name}`, email: `${name}@example.org`, email_verified: verified, name };
}

/** Goes to the provider, is approved there and comes back. */
async function signIn(person: Claims, tamper: (url: URL) => void = () => {}): Promise<AuthReply> {
  const body = { provider: 'union', callbackURL: '/' };
  const start = await callAuth(world.auth, '/sign-in/social', { body });
  const away = String(start.body['url']);
  const back = new URL('http://rochdale.test/auth/callback/union');
  back.searchParams.set('code', issuer.approve(away, person));
  back.searchParams.set('state', new URL(away).searchParams.get('state') ?? '');
  tamper(back);
  return callAuth(world.auth, back.href, { headers: { cookie: start.cookie } });
}

async function accounts(email: string): Promise<number> {
  const rows = await world.asOwner('select 1 from identity.accounts where email = $1', [email]);
  return rows.length;
}

describe('signing in by OpenID Connect', () => {
  it('makes an account the first time and finds it again', async () => {
    const first = await signIn(claims('ada'));
    expect(first.status).toBe(302);
    const { accountId, kind } = await world.authenticator.authenticate({ cookie: first.cookie });
    expect(kind).toBe('account');
    const second = await signIn(claims('ada'));
    expect(await world.authenticator.authenticate({ cookie: second.cookie })).toMatchObject({
      accountId,
    });
    expect(await accounts('ada@example.org')).toBe(1);
  });

  it('asks the provider with PKCE, a state and a nonce', async () => {
    const body = { provider: 'union', callbackURL: '/' };
    const { body: reply } = await callAuth(world.auth, '/sign-in/social', { body });
    const { searchParams } = new URL(String(reply['url']));
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('state')?.length).toBeGreaterThan(20);
    expect(searchParams.get('nonce')?.length).toBeGreaterThan(10);
  });

  it('is added to no account by a session', async () => {
    const { cookie } = await signIn(claims('lin'));
    for (const path of ['/link-social', '/oauth2/link']) {
      const body = { provider: 'union', providerId: 'union', callbackURL: '/' };
      const { status } = await callAuth(world.auth, path, { body, headers: { cookie } });
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it('refuses an answer to a question that this browser did not ask', async () => {
    const reply = await signIn(claims('mallory'), (url) => url.searchParams.set('state', 'other'));
    expect(reply.cookie).not.toContain('session_token');
    expect(reply.headers.get('location') ?? '').toContain('error');
    expect(await accounts('mallory@example.org')).toBe(0);
  });

  it('does not take over an account by an address that the provider did not verify', async () => {
    const seed = systemActor(null, 'seed');
    const password = 'correct horse battery';
    const person = { name: 'Grace', email: 'grace@example.org', password };
    await world.createAccount.execute(seed, person);
    const reply = await signIn(claims('grace', false));
    expect(reply.cookie).not.toContain('session_token');
  });

  it('keeps none of the provider’s tokens', async () => {
    await signIn(claims('hedy'));
    const rows = await world.asOwner<{ row: string }>(
      'select c::text as row from identity.credentials c',
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).toContain('sub-hedy');
    expect(issuer.handedOut.length).toBeGreaterThan(2);
    expect(issuer.handedOut.filter((token) => stored.includes(token))).toEqual([]);
  });

  it('refuses a token that the provider did not sign', async () => {
    issuer.forge();
    const reply = await signIn(claims('eve'));
    expect(reply.cookie).not.toContain('session_token');
    expect(await accounts('eve@example.org')).toBe(0);
  });
});
