import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAuth, createIdentityWorld, totpCode } from '../testing/identity-world.js';
import type { AuthReply, IdentityWorld } from '../testing/identity-world.js';
import type { MetLimit } from '../rate-limit/rate-limits.js';
import { clientAddressHeader } from './auth-options.js';

const password = 'correct horse battery';
let world: IdentityWorld;

beforeAll(async () => {
  world = await createIdentityWorld();
});

afterAll(async () => world.close());

async function person(email: string): Promise<string> {
  const account = await world.createAccount.execute(systemActor(null, 'seed'), {
    name: 'Ada',
    email,
    password,
  });
  return account.id;
}

/** What the link of the newest letter of that kind carries. */
const tokenIn = (kind: string): string =>
  new URL(world.letterbox.link(kind)).searchParams.get('token') ?? '';

/** The code that the authenticator shows next: the one before was used to set it up. */
const nextCode = (uri: string): string => totpCode(uri, new Date(Date.now() + 30_000));

function signIn(email: string, secret = password): Promise<AuthReply> {
  return callAuth(world.auth, '/sign-in/email', { body: { email, password: secret } });
}

async function sessionCount(accountId: string): Promise<number> {
  const rows = await world.asOwner<{ n: number }>(
    'select count(*)::int as n from identity.sessions where account_id = $1',
    [accountId],
  );
  return rows[0]?.n ?? -1;
}

describe('sign-in with a password', () => {
  it('opens a session whose token is a bearer token', async () => {
    const accountId = await person('bearer@example.org');
    const { status, body } = await signIn('bearer@example.org');
    expect(status).toBe(200);
    const principal = await world.authenticator.authenticate({ bearer: String(body['token']) });
    expect(principal).toMatchObject({ kind: 'account', accountId, via: 'session', scopes: 'all' });
  });

  it('opens a session that the cookie carries', async () => {
    const accountId = await person('cookie@example.org');
    const { cookie } = await signIn('cookie@example.org');
    const principal = await world.authenticator.authenticate({ cookie });
    expect(principal.accountId).toBe(accountId);
    const forged = cookie.replace(/\.[^.]{10}/, '.AAAAAAAAAA');
    expect(await world.authenticator.authenticate({ cookie: forged })).toMatchObject({
      kind: 'anonymous',
    });
  });

  it('gives the same answer for a wrong password and for an unknown address', async () => {
    await person('known@example.org');
    const wrong = await signIn('known@example.org', 'not the password');
    const unknown = await signIn('nobody@example.org', 'not the password');
    expect(wrong.status).toBe(401);
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: wrong.status,
      body: wrong.body,
    });
  });

  it('signs out: the session is gone', async () => {
    const accountId = await person('leaver@example.org');
    const { body } = await signIn('leaver@example.org');
    const bearer = String(body['token']);
    const headers = { authorization: `Bearer ${bearer}` };
    await callAuth(world.auth, '/sign-out', { body: {}, headers });
    expect(await sessionCount(accountId)).toBe(0);
    await expect(world.anotherProcess().authenticator.authenticate({ bearer })).rejects.toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }) as Error,
    );
  });

  it('refuses a disabled account, whose sessions end too', async () => {
    const accountId = await person('disabled@example.org');
    const { body } = await signIn('disabled@example.org');
    await world.asOwner('update identity.accounts set disabled_at = now() where id = $1', [
      accountId,
    ]);
    const again = await signIn('disabled@example.org');
    expect(again.status).toBe(403);
    expect(again.body['code']).toBe('ACCOUNT_DISABLED');
    const bearer = String(body['token']);
    await expect(world.authenticator.authenticate({ bearer })).rejects.toThrow('not valid');
  });
});

describe('sign-up', () => {
  it.each(['', '  ', 'x'.repeat(201)])('makes no account of the name “%s”', async (name) => {
    const body = { name, email: 'unnamed@example.org', password };
    const reply = await callAuth(world.auth, '/sign-up/email', { body });
    expect([reply.status, reply.body['code']]).toEqual([400, 'ACCOUNT_NAME_INVALID']);
    expect(
      await world.asOwner(`select 1 from identity.accounts where email = $1`, [body.email]),
    ).toEqual([]);
  });

  it('is not gone around by a change of the name afterwards', async () => {
    await person('renamed@example.org');
    const { body } = await signIn('renamed@example.org');
    const headers = { authorization: `Bearer ${String(body['token'])}` };
    const reply = await callAuth(world.auth, '/update-user', { body: { name: ' ' }, headers });
    expect([reply.status, reply.body['code']]).toEqual([400, 'ACCOUNT_NAME_INVALID']);
  });

  it('makes an account that can sign in', async () => {
    const body = { name: 'Grace', email: 'Grace@Example.org', password };
    const reply = await callAuth(world.auth, '/sign-up/email', { body });
    expect(reply.status).toBe(200);
    expect(reply.body['token']).toBeNull();
    expect((await signIn('grace@example.org')).status).toBe(200);
  });

  it('does not tell whether the address is taken', async () => {
    await person('taken@example.org');
    const body = { name: 'Eve', email: 'taken@example.org', password: 'another password' };
    const taken = await callAuth(world.auth, '/sign-up/email', { body });
    const free = await callAuth(world.auth, '/sign-up/email', {
      body: { ...body, email: 'free@example.org' },
    });
    expect(taken.status).toBe(free.status);
    expect(Object.keys(taken.body).sort()).toEqual(Object.keys(free.body).sort());
    expect((await signIn('taken@example.org', 'another password')).status).toBe(401);
    expect(world.letterbox.letters.at(-2)?.kind).toBe('identity.sign-up-again');
  });

  it('refuses a short password', async () => {
    const body = { name: 'Eve', email: 'short@example.org', password: 'short' };
    const reply = await callAuth(world.auth, '/sign-up/email', { body });
    expect(reply.status).toBe(400);
    expect(reply.body['code']).toBe('PASSWORD_TOO_SHORT');
  });
});

describe('a forgotten password', () => {
  it('is replaced by the link in the letter, once, and ends all sessions', async () => {
    const accountId = await person('forgetful@example.org');
    await signIn('forgetful@example.org');
    await callAuth(world.auth, '/request-password-reset', {
      body: { email: 'forgetful@example.org' },
    });
    const token = tokenIn('identity.password-reset');
    const change = { token, newPassword: 'a brand new password' };
    const first = await callAuth(world.auth, '/reset-password', { body: change });
    expect(first.status).toBe(200);
    expect(await sessionCount(accountId)).toBe(0);
    expect((await signIn('forgetful@example.org')).status).toBe(401);
    expect((await signIn('forgetful@example.org', 'a brand new password')).status).toBe(200);
    const second = await callAuth(world.auth, '/reset-password', { body: change });
    expect(second.body['code']).toBe('INVALID_TOKEN');
  });

  it('gives the same answer for an unknown address, and sends nothing', async () => {
    await person('reset@example.org');
    const ask = (email: string) =>
      callAuth(world.auth, '/request-password-reset', { body: { email } });
    const known = await ask('reset@example.org');
    const sent = world.letterbox.letters.length;
    const unknown = await ask('no-reset@example.org');
    expect(unknown.body).toEqual(known.body);
    expect(unknown.status).toBe(known.status);
    expect(world.letterbox.letters.length).toBe(sent);
  });
});

describe('a magic link', () => {
  it('signs in once', async () => {
    const accountId = await person('link@example.org');
    await callAuth(world.auth, '/sign-in/magic-link', { body: { email: 'link@example.org' } });
    const path = `/magic-link/verify?token=${tokenIn('identity.magic-link')}`;
    const first = await callAuth(world.auth, path);
    expect(first.status).toBe(200);
    const bearer = String(first.body['token']);
    expect(await world.authenticator.authenticate({ bearer })).toMatchObject({ accountId });
    const second = await callAuth(world.auth, path);
    expect(second.status).toBe(302);
    expect(second.headers.get('location')).toContain('INVALID_TOKEN');
  });

  it('lets in an address that was never confirmed, and confirms it', async () => {
    const email = 'unconfirmed@example.org';
    const body = { name: 'Una', email, password };
    await callAuth(world.auth, '/sign-up/email', { body });
    await callAuth(world.auth, '/sign-in/magic-link', { body: { email } });
    const path = `/magic-link/verify?token=${tokenIn('identity.magic-link')}`;
    const reply = await callAuth(world.auth, path);
    expect([reply.status, reply.body['user']]).toMatchObject([200, { emailVerified: true }]);
  });

  it('leads where whoever asked for it wants it', async () => {
    await person('client@example.org');
    const body = { email: 'client@example.org', callbackURL: 'http://rochdale.test/there' };
    await callAuth(world.auth, '/sign-in/magic-link', { body });
    const reply = await callAuth(world.auth, world.letterbox.link('identity.magic-link'));
    expect(reply.headers.get('location')).toBe('http://rochdale.test/there');
  });

  it('makes no account for an unknown address', async () => {
    await callAuth(world.auth, '/sign-in/magic-link', { body: { email: 'new@example.org' } });
    const reply = await callAuth(
      world.auth,
      `/magic-link/verify?token=${tokenIn('identity.magic-link')}`,
    );
    expect(reply.headers.get('location')).toContain('error=');
    expect(
      await world.asOwner('select 1 from identity.accounts where email = $1', ['new@example.org']),
    ).toEqual([]);
  });
});

async function withSecondFactor(email: string) {
  await person(email);
  const { body } = await signIn(email);
  const headers = { authorization: `Bearer ${String(body['token'])}` };
  const enabled = await callAuth(world.auth, '/two-factor/enable', { body: { password }, headers });
  const uri = String(enabled.body['totpURI']);
  const verified = await callAuth(world.auth, '/two-factor/verify-totp', {
    body: { code: totpCode(uri) },
    headers,
  });
  expect(verified.status).toBe(200);
  return { uri, backupCodes: enabled.body['backupCodes'] as string[] };
}

describe('too many attempts for one address of mail', () => {
  it('are told when to come again, and nobody is told how many are left', async () => {
    const met: MetLimit[] = [];
    const ask = (round: number) =>
      world.auth.handle(
        new Request('http://rochdale.test/auth/sign-in/magic-link', {
          method: 'POST',
          headers: {
            origin: 'http://rochdale.test',
            'content-type': 'application/json',
            [clientAddressHeader]: `192.0.2.${200 + round}`,
          },
          body: JSON.stringify({ email: 'watched@example.org' }),
        }),
        met,
      );
    for (let round = 0; round < 5; round += 1) expect((await ask(round)).status).toBe(200);
    const refused = await ask(5);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('x-retry-after'))).toBeGreaterThan(60);
    expect(new Set(met.map(({ rule }) => rule.name))).toEqual(new Set(['auth']));
    await world.auth.onApplicationShutdown();
  });
});

describe('a second factor', () => {
  it('is asked for after the password, and only the right code opens a session', async () => {
    const { uri } = await withSecondFactor('careful@example.org');
    const challenged = await signIn('careful@example.org');
    expect(challenged.body['twoFactorRedirect']).toBe(true);
    expect(challenged.body['token']).toBeUndefined();
    const headers = { cookie: challenged.cookie };
    const wrong = await callAuth(world.auth, '/two-factor/verify-totp', {
      body: { code: '000000' },
      headers,
    });
    expect(wrong.status).toBe(401);
    const right = await callAuth(world.auth, '/two-factor/verify-totp', {
      body: { code: nextCode(uri) },
      headers,
    });
    const bearer = String(right.body['token']);
    expect(await world.authenticator.authenticate({ bearer })).toMatchObject({ kind: 'account' });
  });

  it('takes a code once, also the one that it was set up with', async () => {
    const { uri } = await withSecondFactor('once@example.org');
    const verify = async (code: string) => {
      const { cookie } = await signIn('once@example.org');
      const headers = { cookie };
      const reply = await callAuth(world.auth, '/two-factor/verify-totp', {
        body: { code },
        headers,
      });
      return [reply.status, reply.body['code'] ?? null];
    };
    const code = nextCode(uri);
    expect(await verify(code)).toEqual([200, null]);
    expect(await verify(code)).toEqual([401, 'INVALID_CODE']);
    expect(await verify(totpCode(uri))).toEqual([401, 'INVALID_CODE']);
  });

  it('says of a used code to sign in again, and of a wrong one nothing of the kind', async () => {
    const { uri } = await withSecondFactor('again@example.org');
    const { cookie } = await signIn('again@example.org');
    const verify = async (code: string) => {
      const headers = { cookie };
      const { body } = await callAuth(world.auth, '/two-factor/verify-totp', {
        body: { code },
        headers,
      });
      return [body['code'], String(body['message']).includes('Sign in again')];
    };
    expect(await verify('none')).toEqual(['INVALID_CODE', false]);
    expect(await verify(totpCode(uri))).toEqual(['INVALID_CODE', true]);
    expect(await verify(nextCode(uri))).toEqual(['INVALID_TWO_FACTOR_COOKIE', false]);
  });

  it('can be replaced by a backup code, once', async () => {
    const { backupCodes } = await withSecondFactor('backup@example.org');
    const verify = async () => {
      const { cookie } = await signIn('backup@example.org');
      return callAuth(world.auth, '/two-factor/verify-backup-code', {
        body: { code: backupCodes[0] },
        headers: { cookie },
      });
    };
    expect((await verify()).status).toBe(200);
    expect((await verify()).status).toBe(401);
  });

  it('is not gone around by a magic link', async () => {
    const ask = () =>
      callAuth(world.auth, '/sign-in/magic-link', { body: { email: 'sly@example.org' } });
    await person('sly@example.org');
    await ask();
    const early = `/magic-link/verify?token=${tokenIn('identity.magic-link')}`;
    await world.asOwner(
      `update identity.accounts set two_factor_enabled = true where email = 'sly@example.org'`,
    );
    await ask();
    expect(world.letterbox.letters.at(-1)?.kind).toBe('identity.magic-link-refused');
    const reply = await callAuth(world.auth, early);
    expect(reply.status).toBe(403);
    expect(reply.body['code']).toBe('SECOND_FACTOR_REQUIRED');
    expect(reply.cookie).not.toContain('session_token');
  });
});

describe('the tables', () => {
  it('are what better-auth expects', async () => {
    await expect(world.auth.onModuleInit()).resolves.toBeUndefined();
  });

  it('are refused at start when a column is missing', async () => {
    await world.asOwner('alter table identity.sessions rename user_agent to agent');
    await expect(world.auth.onModuleInit()).rejects.toThrow('sessions.user_agent');
    await world.asOwner('alter table identity.sessions rename agent to user_agent');
  });
});
