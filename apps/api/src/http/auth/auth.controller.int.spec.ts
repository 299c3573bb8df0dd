import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Auth, IdentitySettings } from '@rochdale/identity';
import { Metrics, openLog, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentityWorld } from '../../../../../libs/identity/src/testing/identity-world.js';
import type { IdentityWorld } from '../../../../../libs/identity/src/testing/identity-world.js';
import { ProblemFilter } from '../kit/problem.filter.js';
import { AuthController } from './auth.controller.js';
import { LetterPagesController } from './letter-pages.controller.js';

const password = 'correct horse battery';
const email = 'ada@example.org';
let world: IdentityWorld;
let app: NestFastifyApplication;

@Module({})
class AuthOnlyModule {}

beforeAll(async () => {
  world = await createIdentityWorld();
  const providers = [
    { provide: Auth, useValue: world.auth },
    { provide: IdentitySettings, useValue: world.settings },
  ];
  app = await NestFactory.create<NestFastifyApplication>(
    { module: AuthOnlyModule, controllers: [AuthController, LetterPagesController], providers },
    new FastifyAdapter(),
    { logger: false },
  );
  app.useGlobalFilters(new ProblemFilter(openLog({ level: 'silent' }), new Metrics()));
  await app.init();
  const account = { name: 'Ada', email, password };
  await world.createAccount.execute(systemActor(null, 'seed'), account);
});

afterAll(async () => {
  await app.close();
  await world.close();
});

/** Everybody from an address of their own, but for whom it is about. */
let remoteAddress = '192.0.2.1';

function post(path: string, payload: object, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: `/auth${path}`, payload, headers, remoteAddress });
}

describe('/auth', () => {
  it('signs in with a cookie, a bearer token and no caching', async () => {
    const reply = await post('/sign-in/email', { email, password });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-store');
    const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
    expect(await world.authenticator.authenticate({ cookie })).toMatchObject({ kind: 'account' });
    const bearer = String(reply.headers['set-auth-token']);
    expect(await world.authenticator.authenticate({ bearer })).toMatchObject({ kind: 'account' });
    const session = await app.inject({ url: '/auth/get-session', headers: { cookie } });
    expect(session.json()).toMatchObject({ user: { email } });
  });

  it('keeps the cookie from scripts and other sites', async () => {
    const reply = await post('/sign-in/email', { email, password });
    expect(String(reply.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/i);
  });

  it('tells a refusal as problem+json with a code', async () => {
    const reply = await post('/sign-in/email', { email, password: 'not the password' });
    expect(reply.statusCode).toBe(401);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' });
  });

  it.each(['/list-sessions', '/delete-user', '/get-access-token', '/nowhere'])(
    'does not serve %s',
    async (path) => {
      const reply = await post(path, {});
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  it('believes no caller about its address', async () => {
    const attempts = [];
    for (let round = 0; round < 31; round += 1) {
      const headers = { 'x-rochdale-client-address': `192.0.2.${round}` };
      attempts.push((await post('/sign-in/email', { email }, headers)).statusCode);
    }
    expect(attempts.at(-1)).toBe(429);
    const reply = await post('/sign-in/email', { email });
    expect(reply.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('who signs in', () => {
  const bo = { name: 'Bo', email: 'bo@example.org', password };
  beforeAll(async () => {
    remoteAddress = '192.0.2.2';
    await world.createAccount.execute(systemActor(null, 'seed'), bo);
  });

  const nodeFetch = { accept: '*/*', 'sec-fetch-mode': 'cors', 'accept-language': '*' };
  const own = { origin: 'http://rochdale.test', 'sec-fetch-site': 'same-origin' };
  const jar = { cookie: 'other=1' };

  it.each([
    ['Node’s fetch', nodeFetch],
    ['curl', {}],
    ['a program with a jar of cookies', { ...nodeFetch, ...jar }],
    ['a browser on a page of ours', { ...own, ...jar }],
    ['a phone', { 'user-agent': 'okhttp/4.12', 'accept-encoding': 'gzip' }],
  ])('%s does', async (_who, headers) => {
    const reply = await post('/sign-in/email', bo, { ...headers });
    expect([reply.statusCode, reply.body.includes('"token"')]).toEqual([200, true]);
  });

  it.each([
    ['with an origin', { origin: 'https://evil.example' }],
    ['with none', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['with a page of ours for a referer', { 'sec-fetch-site': 'same-site', referer: own.origin }],
    ['in a box', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ])('somebody else’s page does not, %s', async (_how, headers) => {
    for (const cookie of [{}, jar]) {
      const given = { ...headers, ...cookie };
      const reply = await post('/sign-in/email', bo, given);
      expect(reply.statusCode).toBe(403);
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
  });
});

describe('the pages that letters lead to', () => {
  beforeAll(() => void (remoteAddress = '192.0.2.3'));

  const form = (page: string, fields: object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: `/pages/${page}`, payload: { ...fields }, headers });
  const linkOf = async (kind: string) => {
    await world.auth.onApplicationShutdown();
    const url = new URL(world.letterbox.link(kind));
    return { path: url.pathname + url.search, token: url.searchParams.get('token') ?? '' };
  };

  it('ask first, and sign in once', async () => {
    await post('/sign-in/magic-link', { email });
    const { path, token } = await linkOf('identity.magic-link');
    for (let reader = 0; reader < 2; reader += 1) {
      const page = await app.inject({ url: path });
      expect([page.statusCode, page.headers['content-type']]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(page.body).toContain(`value="${token}"`);
      expect(page.headers['set-cookie']).toBeUndefined();
    }
    const evil = await form('sign-in', { token }, { origin: 'https://evil.example' });
    expect(evil.statusCode).toBe(403);
    const done = await form('sign-in', { token });
    expect(done.body).toContain('You are signed in.');
    const cookie = String(done.headers['set-cookie']).split(';')[0] ?? '';
    expect(await world.authenticator.authenticate({ cookie })).toMatchObject({ kind: 'account' });
    const again = await form('sign-in', { token });
    expect([again.statusCode, again.headers['set-cookie']]).toEqual([400, undefined]);
  });

  it('confirm an address', async () => {
    const person = { name: 'Una', email: 'una@example.org', password };
    await post('/sign-up/email', person);
    const { path, token } = await linkOf('identity.email-verification');
    expect((await app.inject({ url: path })).statusCode).toBe(200);
    expect((await form('confirm', { token: 'none' })).statusCode).toBe(400);
    expect((await form('confirm', { token })).body).toContain('is confirmed');
    const rows = await world.asOwner(
      'select email_verified from identity.accounts where email = $1',
      [person.email],
    );
    expect(rows).toEqual([{ email_verified: true }]);
  });

  it('take a new password, and say what is wrong with it', async () => {
    const person = { name: 'Rosa', email: 'rosa@example.org', password };
    await post('/sign-up/email', person);
    await post('/request-password-reset', { email: person.email });
    const { path, token } = await linkOf('identity.password-reset');
    expect((await app.inject({ url: path })).body).toContain('name="newPassword"');
    const short = await form('reset-password', { token, newPassword: 'short' });
    expect([short.statusCode, short.body]).toEqual([400, expect.stringContaining('role="alert"')]);
    const newPassword = 'another correct horse';
    expect((await form('reset-password', { token, newPassword })).body).toContain('new password');
    const signedIn = await post('/sign-in/email', { email: person.email, password: newPassword });
    expect(signedIn.statusCode).toBe(200);
    const again = await form('reset-password', { token, newPassword });
    expect(again.body).toContain('was used already');
  });

  it('let a browser say that their forms are ours, and to no other site what it read', async () => {
    for (const page of ['confirm', 'sign-in', 'reset-password']) {
      const shown = await app.inject({ url: `/pages/${page}?token=x` });
      // By `no-referrer` a form is sent with the origin `null`, which is nobody’s.
      expect(shown.headers['referrer-policy']).toBe('same-origin');
    }
  });

  it('have nothing of a stranger’s in them but text', async () => {
    const page = await app.inject({ url: '/pages/confirm?token=%22%3E%3Cscript%3E' });
    expect(page.body).toContain('&quot;&gt;&lt;script&gt;');
    expect((await app.inject({ url: '/pages/nowhere?token=x' })).statusCode).toBe(404);
  });
});
