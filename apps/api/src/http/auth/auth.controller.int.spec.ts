import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Auth, IdentitySettings } from '@rochdale/identity';
import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentityWorld } from '../../../../../libs/identity/src/testing/identity-world.js';
import type { IdentityWorld } from '../../../../../libs/identity/src/testing/identity-world.js';
import { AuthController } from './auth.controller.js';

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
    { module: AuthOnlyModule, controllers: [AuthController], providers },
    new FastifyAdapter(),
    { logger: false },
  );
  await app.init();
  const account = { name: 'Ada', email, password };
  await world.createAccount.execute(systemActor(null, 'seed'), account);
});

afterAll(async () => {
  await app.close();
  await world.close();
});

function post(path: string, payload: object, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: `/auth${path}`, payload, headers });
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
