import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { CreateAccount } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import { ConfigError, openLog, systemActor } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

const email = 'founder@example.org';
const password = 'a long enough password';
const secret = 'a secret for tests only, long enough';
const ours = 'https://members.example.coop';

let service: ServiceEnvironment;
let api: RunningApi;
let stranger: ApiClient;
let lines: string[];

beforeAll(async () => {
  service = await createServiceEnvironment({
    ROCHDALE_ENV: 'production',
    ROCHDALE_SECRET: secret,
    CORS_ORIGINS: ours,
  });
  lines = [];
  const log = openLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  api = await startApi({ env: service.env, log });
  stranger = new ApiClient(api.url);
  const account = await api.app
    .get(CreateAccount)
    .execute(systemActor(null, 'cli'), { name: 'Founder Person', email, password });
  await api.app.get(FoundCooperative).execute(systemActor(null, 'cli'), {
    slug: 'mill',
    name: 'The Mill',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId: account.id, displayName: 'Founder Person', classKey: 'worker' },
  });
});

afterAll(async () => {
  await api.close();
  await service.close();
});

async function codesOf(query: string, client: ApiClient = stranger): Promise<string[]> {
  const { errors = [] } = await client.answer(query);
  return errors.map(({ extensions }) => extensions.code);
}

const signIn = (): Promise<ApiClient> => stranger.signIn(email, password);

describe('in production, the schema', () => {
  it.each([
    ['asked for plainly', '{ __schema { types { name } } }'],
    ['asked for by type', '{ __type(name: "Member") { fields { name } } }'],
    ['behind a fragment', '{ ...F } fragment F on Query { __schema { types { name } } }'],
    ['behind an inline fragment', '{ ... { __schema { types { name } } } }'],
    ['beside something else', '{ cooperatives { edges { cursor } } __schema { types { name } } }'],
  ])('is not shown to strangers: %s', async (_how, query) => {
    expect(await codesOf(query)).toEqual(['INTROSPECTION_DISABLED']);
  });

  it('is not guessed at by strangers either', async () => {
    const guess = { query: '{ viewr { accont } }' };
    expect((await stranger.post('/graphql', guess)).text).not.toContain('Did you mean');
    const { text } = await (await signIn()).post('/graphql', guess);
    expect(text).toContain('Did you mean');
  });

  it('is shown to those who signed in', async () => {
    expect(await codesOf('{ __schema { types { name } } }', await signIn())).toEqual([]);
  });

  it('does not let an operation past the limits', async () => {
    const fields = Array.from({ length: 40 }, (_, n) => `a${n}: tokenScopes`).join(' ');
    const query = `{ __schema { types { name } } ${fields} }`;
    expect(await codesOf(query, await signIn())).toEqual(['TOO_MANY_ALIASES']);
  });

  it('has no page to explore it, and letters are not read from outside', async () => {
    expect((await stranger.get('/graphiql')).status).toBe(404);
    expect((await stranger.get('/development/outbox')).status).toBe(404);
  });
});

describe('a browser is told', () => {
  it('to load nothing, frame nothing, guess nothing and stay encrypted', async () => {
    const { headers } = await stranger.get('/health/live');
    expect(headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toMatch(/max-age=\d{7}/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-frame-options']).toMatch(/SAMEORIGIN|DENY/);
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it.each([
    ['the origin that was configured', ours, ours],
    ['another origin', 'https://elsewhere.example', undefined],
    ['one that begins the same', `${ours}.elsewhere.example`, undefined],
    ['no origin at all', 'null', undefined],
  ])('whether pages of %s may read answers', async (_what, origin, allowed) => {
    const asked = await stranger
      .with({ origin, 'access-control-request-method': 'POST' })
      .request('OPTIONS', '/graphql');
    expect(asked.headers['access-control-allow-origin']).toBe(allowed);
    const { headers } = await stranger.with({ origin }).get('/health/live');
    expect(headers['access-control-allow-origin']).toBe(allowed);
  });
});

describe('metrics without a token', () => {
  it.each<[Record<string, string>, number]>([
    [{}, 200],
    [{ 'x-forwarded-for': '203.0.113.5' }, 403],
    [{ forwarded: 'for=203.0.113.5' }, 403],
  ])('are for this machine only, and a proxy on it is none of it: %o', async (headers, status) => {
    expect((await stranger.with(headers).get('/metrics')).status).toBe(status);
  });
});

describe('the log', () => {
  it('has neither secrets nor addresses, whatever signing in comes to', async () => {
    const wrong = 'not the password at all';
    await stranger.post('/auth/sign-in/email', { email, password: wrong });
    await stranger.post('/auth/sign-in/email', { email: 'nobody@example.org', password: wrong });
    const founder = await signIn();
    await stranger.post('/auth/sign-up/email', {
      name: 'New Person',
      email: 'new@example.org',
      password,
    });
    await stranger.post('/auth/sign-up/email', {
      name: 'New Person',
      email: 'broken',
      password: 'x',
    });
    await stranger.post('/auth/request-password-reset', { email, redirectTo: '/reset' });
    await stranger.post('/auth/sign-in/magic-link', { email });
    await codesOf('{ viewer { account { email } member { displayName } } ownData }', founder);
    await codesOf('{ viewer { via } }', stranger.as('stolen-token-of-somebody'));
    const bearer = founder.headers['authorization']?.slice('Bearer '.length) ?? '';
    const forbidden = [email, 'nobody@example.org', 'new@example.org', password, wrong, secret];
    const text = lines.join('');
    expect(lines.length).toBeGreaterThan(0);
    for (const word of [...forbidden, bearer, 'stolen-token', 'Founder Person', 'New Person']) {
      expect(text.includes(word), `the log says ${word.slice(0, 12)}`).toBe(false);
    }
    expect(text).not.toMatch(/postgres(ql)?:\/\/[^\s"]*:[^\s"]*@/);
  });

  it('is one JSON object a line', () => {
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('a configuration that cannot be used', () => {
  it('is refused before anything starts, with every problem at once', async () => {
    const env = { DATABASE_URL: 'mysql://x', ROCHDALE_SECRET: 'short', PORT: 'x', SMTP_URL: 'x' };
    const refused = await startApi({ env }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(ConfigError);
    const { message } = refused as ConfigError;
    for (const name of Object.keys(env)) expect(message).toContain(name);
    expect(message).not.toContain('short');
  });
});

/** A way to the database that can be cut and mended. */
async function startCable(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const ends = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const end of [near, far]) {
      ends.add(end.on('error', () => undefined));
      end.on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(databaseUrl);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isCut = true;
    for (const end of ends) end.destroy();
  };
  return {
    url: through.href,
    cut,
    mend: () => void (isCut = false),
    close: () => {
      cut();
      server.close();
    },
  };
}

describe('a service whose database is gone', () => {
  it('is alive, not ready, answers with a code, and recovers by itself', async () => {
    const own = await createServiceEnvironment();
    const cable = await startCable(own.env['DATABASE_APP_URL'] ?? '');
    const cut = await startApi({ env: { ...own.env, DATABASE_APP_URL: cable.url } });
    const client = new ApiClient(cut.url);
    const status = async (path: string) => (await client.get(path)).status;
    try {
      expect(await status('/health/ready')).toBe(200);
      cable.cut();
      expect(await status('/health/ready')).toBe(503);
      expect(await status('/health/live')).toBe(200);
      const query = '{ cooperatives { edges { cursor } } }';
      expect((await client.post('/graphql', { query })).text).toContain('"UNAVAILABLE"');
      cable.mend();
      await vi.waitFor(async () => expect(await status('/health/ready')).toBe(200), 20_000);
    } finally {
      await cut.close();
      cable.close();
      await own.close();
    }
  });
});

describe('a service that is asked to stop', () => {
  it('finishes what is under way, and takes nothing new', async () => {
    const own = await createServiceEnvironment();
    const stopping = await startApi({ env: own.env });
    const blocker = new pg.Client({ connectionString: own.database.adminUrl });
    await blocker.connect();
    await blocker.query('begin; lock table membership.cooperatives in access exclusive mode');
    const client = new ApiClient(stopping.url);
    const underWay = client.answer('{ cooperatives { edges { cursor } } }');
    await vi.waitFor(async () => {
      const { rows } = await blocker.query(`select 1 from pg_locks where not granted`);
      expect(rows).not.toEqual([]);
    }, 20_000);
    const closed = stopping.close();
    await vi.waitFor(async () => {
      await expect(client.get('/health/live')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    }, 20_000);
    await blocker.query('rollback');
    expect(await underWay).toMatchObject({ data: { cooperatives: { edges: [] } } });
    await closed;
    await blocker.end();
    await own.close();
  });
});
