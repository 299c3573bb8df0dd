import { KeptLetters } from '@rochdale/letters';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restApiDescription } from '../../apps/api/src/http/description/rest-api.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { startFakeIssuer } from '../../libs/identity/src/testing/fake-issuer.js';
import type { FakeIssuer } from '../../libs/identity/src/testing/fake-issuer.js';
import { totpCode } from '../../libs/identity/src/testing/identity-world.js';
import { SoftwareAuthenticator } from '../../libs/identity/src/testing/software-authenticator.js';
import { DescribedAnswers } from './described-answers.js';

const password = 'correct horse battery';
const origin = 'http://rochdale.test';
let service: ServiceEnvironment;
let issuer: FakeIssuer;
let api: RunningApi;

beforeAll(async () => {
  service = await createServiceEnvironment();
  issuer = await startFakeIssuer('rochdale');
  const oidc = { OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: 'rochdale', OIDC_CLIENT_SECRET: 'x' };
  api = await startApi({ env: { ...service.env, ...oidc, PUBLIC_URL: origin } });
});
afterAll(async () => {
  await api.close();
  await issuer.close();
  await service.close();
});

const described = new DescribedAnswers(restApiDescription);
const stranger = () => new ApiClient(api.url);

interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly cookie: string;
  readonly location: string;
}

/** Asks as whoever, and compares the answer with the description. */
async function ask(
  method: 'get' | 'post',
  path: string,
  more: { client?: ApiClient; body?: object | string; query?: string; route?: string } = {},
): Promise<Told> {
  const { client = stranger(), body = {}, query = '', route = path } = more;
  let sent: string[] = [];
  let location = '';
  const answer = await described.take(method, `/auth${route}`, async () => {
    const request =
      method === 'get' ? client.get(`/auth${path}${query}`) : client.post(`/auth${path}`, body);
    const { status, text, headers } = await request.redirects(0);
    const told = headers as Readonly<Record<string, string>>;
    sent = (headers as unknown as Readonly<Record<string, string[]>>)['set-cookie'] ?? [];
    location = told['location'] ?? '';
    return { status, text, headers: told };
  });
  const pairs = sent.map((one) => one.split(';')[0] ?? '').filter((pair) => !pair.endsWith('='));
  return { ...answer, cookie: pairs.join('; '), location };
}

const code = ({ status, body }: Told) => [status, body?.['code'] ?? 'ok'];
/** An id that tells no time: a UUIDv4. */
const byChance = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/) as string;
const by = (cookie: string) => stranger().with({ cookie });

async function signUp(name: string): Promise<string> {
  const email = `${name}@example.org`;
  expect(code(await ask('post', '/sign-up/email', { body: { name, email, password } }))).toEqual([
    200,
    'ok',
  ]);
  return email;
}

const signIn = (email: string, given = password) =>
  ask('post', '/sign-in/email', { body: { email, password: given } });

/** What the link of the newest letter of that kind carries. */
async function tokenIn(kind: string, email: string): Promise<string> {
  const link = async () => {
    const letters = await api.app.get(KeptLetters).newest();
    const letter = letters.find((one) => one.kind === kind && one.to === email);
    return /http\S+/.exec(letter?.text ?? '')?.[0] ?? null;
  };
  await expect.poll(link).not.toBeNull();
  return new URL((await link()) ?? '').searchParams.get('token') ?? '';
}

describe('what OpenAPI says of signing up and in', () => {
  it('is answered with a password', async () => {
    const email = await signUp('ada');
    await signUp('ada');
    expect((await signIn(email, 'not the password')).status).toBe(401);
    expect((await ask('post', '/sign-in/email')).status).toBe(400);
    expect((await ask('post', '/sign-up/email')).status).toBe(400);
    const { cookie } = await signIn(email);
    const { body } = await ask('get', '/get-session', { client: by(cookie) });
    expect(body).toMatchObject({ user: { email, id: byChance }, session: { id: byChance } });
    expect((await ask('get', '/get-session')).body).toBeNull();
    expect((await ask('post', '/sign-out', { client: by(cookie) })).status).toBe(200);
    await ask('post', '/sign-out');
    expect((await ask('get', '/get-session', { client: by(cookie) })).body).toBeNull();
  });

  it('is answered with links in letters', async () => {
    const email = await signUp('bo');
    const confirmed = { query: `?token=${await tokenIn('identity.email-verification', email)}` };
    expect((await ask('get', '/verify-email', confirmed)).status).toBe(200);
    expect((await ask('get', '/verify-email', { query: '?token=none' })).status).toBe(401);
    expect((await ask('get', '/verify-email')).status).toBe(400);
    const away = `?token=none&callbackURL=${encodeURIComponent('/after')}`;
    expect((await ask('get', '/verify-email', { query: away })).status).toBe(302);
    expect((await ask('post', '/send-verification-email', { body: { email } })).status).toBe(200);
    expect((await ask('post', '/send-verification-email')).status).toBe(400);

    expect((await ask('post', '/sign-in/magic-link', { body: { email } })).status).toBe(200);
    expect((await ask('post', '/sign-in/magic-link')).status).toBe(400);
    const token = await tokenIn('identity.magic-link', email);
    expect((await ask('get', '/magic-link/verify', { query: `?token=${token}` })).status).toBe(200);
    const again = await ask('get', '/magic-link/verify', { query: `?token=${token}` });
    expect([again.status, again.location]).toEqual([302, expect.stringContaining('error=')]);
    expect((await ask('get', '/magic-link/verify')).status).toBe(400);

    expect((await ask('post', '/request-password-reset', { body: { email } })).status).toBe(200);
    expect((await ask('post', '/request-password-reset')).status).toBe(400);
    const body = { token: await tokenIn('identity.password-reset', email), newPassword: password };
    expect((await ask('post', '/reset-password', { body })).status).toBe(200);
    expect(code(await ask('post', '/reset-password', { body }))).toEqual([400, 'INVALID_TOKEN']);
  });

  it('is answered with a second factor', async () => {
    const email = await signUp('cleo');
    await ask('get', '/verify-email', {
      query: `?token=${await tokenIn('identity.email-verification', email)}`,
    });
    await ask('post', '/sign-in/magic-link', { body: { email } });
    const link = { query: `?token=${await tokenIn('identity.magic-link', email)}` };
    const session = by((await signIn(email)).cookie);
    const enabling = { client: session, body: { password } };
    const { body } = await ask('post', '/two-factor/enable', enabling);
    expect((await ask('post', '/two-factor/enable', { body: { password } })).status).toBe(401);
    const wrong = { client: session, body: { password: 'not the password' } };
    expect((await ask('post', '/two-factor/enable', wrong)).status).toBe(400);
    const uri = String(body?.['totpURI']);
    const [backup = '', other = ''] = (body?.['backupCodes'] ?? []) as string[];
    const shown = { client: session, body: { code: totpCode(uri) } };
    expect((await ask('post', '/two-factor/verify-totp', shown)).status).toBe(200);
    expect((await ask('get', '/magic-link/verify', link)).status).toBe(403);
    for (const [path, right] of [
      ['/two-factor/verify-totp', totpCode(uri, new Date(Date.now() + 30_000))],
      ['/two-factor/verify-backup-code', backup],
    ] as const) {
      const asked = await signIn(email);
      expect(asked.body).toMatchObject({ twoFactorRedirect: true });
      const client = by(asked.cookie);
      expect((await ask('post', path, { client, body: { code: '000000' } })).status).toBe(401);
      expect((await ask('post', path, { client })).status).toBe(400);
      expect((await ask('post', path, { client, body: { code: right } })).status).toBe(200);
    }
    const last = by((await signIn(email)).cookie);
    const { cookie } = await ask('post', '/two-factor/verify-backup-code', {
      client: last,
      body: { code: other },
    });
    expect((await ask('post', '/two-factor/disable', { body: { password } })).status).toBe(401);
    const adding = await ask('get', '/passkey/generate-register-options', { client: by(cookie) });
    expect(code(adding)).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    const ending = { ...wrong, client: by(cookie) };
    expect((await ask('post', '/two-factor/disable', ending)).status).toBe(400);
    const end = { client: by(cookie), body: { password } };
    expect((await ask('post', '/two-factor/disable', end)).status).toBe(200);
  });

  it('is answered with passkeys', async () => {
    const session = by((await signIn(await signUp('dee'))).cookie);
    const key = new SoftwareAuthenticator('rochdale.test');
    const { body } = await ask('get', '/passkey/generate-register-options', { client: session });
    const response = key.register({ origin, challenge: String(body?.['challenge']) });
    const adding = { client: session, body: { response, name: 'Phone' } };
    const added = await ask('post', '/passkey/verify-registration', adding);
    expect((await ask('post', '/passkey/verify-registration', adding)).status).toBe(400);
    const options = await ask('get', '/passkey/generate-authenticate-options');
    const signed = key.signIn({ origin, challenge: String(options.body?.['challenge']) });
    const proof = { body: { response: signed } };
    expect((await ask('post', '/passkey/verify-authentication', proof)).status).toBe(200);
    expect((await ask('post', '/passkey/verify-authentication', proof)).status).toBe(400);
    expect((await ask('get', '/passkey/list-user-passkeys', { client: session })).status).toBe(200);
    const removal = { client: session, body: { id: added.body?.['id'] } };
    expect((await ask('post', '/passkey/delete-passkey', removal)).status).toBe(200);
    expect((await ask('post', '/passkey/delete-passkey', removal)).status).toBe(404);
    expect((await ask('post', '/passkey/delete-passkey', { client: session })).status).toBe(400);
    for (const [method, path, body] of [
      ['get', '/passkey/generate-register-options', {}],
      ['post', '/passkey/verify-registration', adding.body],
      ['get', '/passkey/list-user-passkeys', {}],
      ['post', '/passkey/delete-passkey', removal.body],
    ] as const) {
      expect((await ask(method, path, { body })).status).toBe(401);
    }
    const forged = new SoftwareAuthenticator('rochdale.test');
    const more = await ask('get', '/passkey/generate-authenticate-options');
    const unknown = forged.signIn({ origin, challenge: String(more.body?.['challenge']) });
    const refused = { body: { response: unknown } };
    expect((await ask('post', '/passkey/verify-authentication', refused)).status).toBe(401);
  });

  it('is answered with another provider', async () => {
    const start = await ask('post', '/sign-in/social', {
      body: { provider: 'oidc', callbackURL: '/' },
    });
    expect((await ask('post', '/sign-in/social')).status).toBe(400);
    const unknown = { body: { provider: 'nobody', callbackURL: '/' } };
    expect((await ask('post', '/sign-in/social', unknown)).status).toBe(404);
    const away = String(start.body?.['url']);
    const person = { sub: '1', email: 'eve@example.org', email_verified: true, name: 'Eve' };
    const query = new URLSearchParams({
      code: issuer.approve(away, person),
      state: new URL(away).searchParams.get('state') ?? '',
    });
    const back = await ask('get', '/callback/oidc', {
      client: by(start.cookie),
      query: `?${query.toString()}`,
      route: '/callback/{provider}',
    });
    expect([back.status, back.cookie]).toEqual([302, expect.stringContaining('session_token')]);
  });
});

/** Six hundred a minute: to ask for more would take longer than everything else. */
const patient = ['/verify-email', '/get-session', '/sign-out', '/callback/{provider}'];

const routes = (): (readonly ['get' | 'post', string])[] =>
  Object.entries(restApiDescription.paths)
    .filter(([path]) => path.startsWith('/auth/'))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => [method as 'get' | 'post', path.slice('/auth'.length)] as const,
      ),
    );

describe('what OpenAPI says of every way in', () => {
  it('is answered to pages of somebody else, and to what is no JSON', async () => {
    for (const [method, path] of routes().filter(([way]) => way === 'post')) {
      const foreign = stranger().with({ origin: 'https://evil.example' });
      expect([path, ...code(await ask(method, path, { client: foreign }))]).toEqual([
        path,
        403,
        'FORBIDDEN',
      ]);
      const text = stranger().with({ 'content-type': 'text/csv' });
      expect([path, (await ask(method, path, { client: text, body: 'a,b' })).status]).toEqual([
        path,
        415,
      ]);
      const form = stranger().with({ 'content-type': 'application/x-www-form-urlencoded' });
      const asForm = await ask(method, path, { client: form, body: 'email=ada%40example.org' });
      expect([path, ...code(asForm)]).toEqual([path, 415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  it('names the field that is at fault', async () => {
    const whole = { name: 'Eli', email: 'eli@example.org', password };
    for (const [changes, named, path] of [
      [{ email: 7 }, 'VALIDATION_ERROR', ['email']],
      [{ email: 'eli' }, 'VALIDATION_ERROR', ['email']],
      [{ password: 'short' }, 'PASSWORD_TOO_SHORT', ['password']],
      [{ name: ' ' }, 'ACCOUNT_NAME_INVALID', ['name']],
      [{ name: 'a\u0000b' }, 'INVALID_INPUT', ['name']],
      [{ image: '\ud800' }, 'INVALID_INPUT', ['image']],
    ] as const) {
      const answer = await ask('post', '/sign-up/email', { body: { ...whole, ...changes } });
      expect([answer.status, answer.body]).toEqual([
        400,
        expect.objectContaining({ code: named, path }),
      ]);
    }
  });

  it('is answered where too much is asked', async () => {
    for (const [method, path] of routes().filter(([, path]) => !patient.includes(path))) {
      let status = 0;
      for (let turn = 0; turn < 62 && status !== 429; turn += 1) {
        ({ status } = await ask(method, path));
      }
      expect([path, status]).toEqual([path, 429]);
    }
  });
});

it('is compared with an answer in every status', () => {
  expect(described.unseen.filter((one) => one.includes(' /auth/')).toSorted()).toEqual(
    patient.map((path) => `${path === '/sign-out' ? 'post' : 'get'} /auth${path} 429`).toSorted(),
  );
});
