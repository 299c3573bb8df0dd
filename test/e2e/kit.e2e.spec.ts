import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { firstQuery } from '../../apps/api/src/http/graphiql/graphiql-files.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

let service: ServiceEnvironment;
let api: RunningApi | undefined;
let stranger: ApiClient;
beforeAll(async () => {
  service = await createServiceEnvironment();
  api = await startApi({ env: service.env });
  stranger = new ApiClient(api.url);
});
afterAll(async () => {
  await api?.close();
  await service.close();
});

interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: { message: string; extensions: { code: string } }[];
}

async function post(body: string, headers: Record<string, string> = {}) {
  const { status, text } = await stranger.with(headers).post('/graphql', body);
  return { status, text, json: JSON.parse(text) as Answer & { code?: string } };
}

const query = (text: string, headers?: Record<string, string>) =>
  post(JSON.stringify({ query: text }), headers);

describe('bad requests get a clear coded error', () => {
  it.each([
    ['a document that is no GraphQL', '{ node(', 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an id that is none', '{ node(id: "x") { id } }', 'INVALID_ID'],
  ])('%s', async (_, text, code) => {
    const { status, json } = await query(text);
    expect(json.errors?.[0]?.extensions.code).toBe(code);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(json)).not.toMatch(/node_modules|\.ts:/);
  });

  it('a body that is no JSON', async () => {
    const { status, json } = await post('{"query": ');
    expect(status).toBe(400);
    expect(json.errors?.[0]?.extensions.code ?? json.code).toMatch(/^[A-Z_]+$/);
  });

  it('a body that is too large', async () => {
    const { status, text } = await post(JSON.stringify({ query: 'x'.repeat(1_100_000) }));
    expect(status).toBe(413);
    expect(text).toMatch(/TOO_LARGE/);
  });

  it('a token that opens nothing', async () => {
    const { json, status } = await query('{ node(id: "x") { id } }', {
      authorization: 'Bearer nothing-that-opens-anything-here',
    });
    expect(JSON.stringify(json)).toMatch(/UNAUTHENTICATED/);
    expect(status).toBeLessThan(500);
  });
});

describe('an operation that asks for too much is refused with a code', () => {
  const deep = `{ node(id: "x") { ${'... on Node { '.repeat(1)} id ${'}'.repeat(1)} } }`;
  it('too many aliases', async () => {
    const aliases = Array.from({ length: 40 }, (_, n) => `a${n}: node(id: "x") { id }`).join(' ');
    const { json } = await query(`{ ${aliases} }`);
    expect(json.errors?.[0]?.extensions.code).toBe('TOO_MANY_ALIASES');
  });

  it('but not an ordinary one', async () => {
    const { json } = await query(deep);
    expect(json.errors?.[0]?.extensions.code).toBe('INVALID_ID');
  });
});

describe('the same request again', () => {
  it.each([
    ['membershipApply', 'MembershipApplyInput', { classKey: 'user', displayName: 'Eve' }],
    ['memberClassDefine', 'MemberClassDefineInput', { key: 'user', name: 'Users', mayVote: true }],
    ['personalTokenCreate', 'PersonalTokenCreateInput', { name: 'mine', scopes: [] }],
  ])('to %s has its defaults, however often it was compiled', async (field, type, input) => {
    const text = `mutation M($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`;
    const body = JSON.stringify({ query: text, variables: { input } });
    const answers = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { json } = await post(body);
      answers.push(json.errors?.[0]?.extensions.code ?? json.data);
    }
    expect(answers[0]).not.toBe('GRAPHQL_VALIDATION_FAILED');
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  });
});

describe('a page of somebody else’s', () => {
  const person = { name: 'Ada', email: 'ada@page.example', password: 'correct horse battery' };
  const viewer = '{ viewer { account { email } } }';
  const evil = 'https://evil.example';
  let cookie: string;
  let token: string;
  beforeAll(async () => {
    token = String((await stranger.signUp(person)).headers['authorization']);
    const { headers } = await stranger.post('/auth/sign-in/email', person);
    cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  });

  it('may not use a member’s cookie, whatever it sends', async () => {
    const form = new URLSearchParams({ query: viewer }).toString();
    const formType = 'application/x-www-form-urlencoded';
    const attempts = [
      query(viewer, { cookie, origin: evil }),
      query(viewer, { cookie, origin: 'null' }),
      query(viewer, { cookie, 'sec-fetch-site': 'cross-site' }),
      post(form, { cookie, origin: evil, 'content-type': formType }),
    ];
    for (const { json } of await Promise.all(attempts)) {
      expect(json.data?.['viewer'] ?? null).toBeNull();
      expect(JSON.stringify(json)).toMatch(/FORBIDDEN|UNSUPPORTED|INVALID/);
    }
    const file = { name: 'a.xml', bytes: '<a/>' };
    const upload = await stranger.with({ cookie, origin: evil }).upload('/bank/statements', file);
    expect(upload.status).toBe(403);
  });

  it('hears nothing over a socket with it', async () => {
    const page = stranger.with({ cookie, origin: evil });
    await expect(page.subscribe('subscription { payoutChanged { id } }')).rejects.toThrow(
      'FORBIDDEN',
    );
  });

  it('may use what only the member can have given it', async () => {
    const { json } = await query(viewer, { authorization: token, origin: evil });
    expect(json.data).toMatchObject({ viewer: { account: { email: person.email } } });
  });

  it('is not the one of the service itself, nor a program', async () => {
    for (const headers of [{ cookie }, { cookie, origin: api?.url ?? '' }]) {
      const { json } = await query(viewer, headers);
      expect(json.data).toMatchObject({ viewer: { account: { email: person.email } } });
    }
  });
});

describe('a socket', () => {
  const watching = 'subscription { payoutChanged { id } }';
  const person = { name: 'Bo', email: 'bo@socket.example', password: 'correct horse battery' };
  let member: ApiClient;
  beforeAll(async () => {
    member = await stranger.signUp(person);
  });

  it('speaks for whom its first message names, as browsers have to', async () => {
    const asked = await stranger.subscribe(watching);
    expect(JSON.stringify(await asked.next())).toContain('UNAUTHENTICATED');
    asked.close();
    for (const hello of [
      member.headers,
      { headers: { Authorization: `Bearer ${member.token}` } },
    ]) {
      const named = await stranger.subscribe(watching, {}, hello);
      expect(JSON.stringify(await named.next())).toMatch(/"code":"(?!UNAUTHENTICATED)[A-Z_]+"/);
      named.close();
    }
    const wrong = { authorization: 'Bearer nothing-that-opens-anything-here' };
    await expect(stranger.subscribe(watching, {}, wrong)).rejects.toThrow('UNAUTHENTICATED');
  });

  it.each([
    ['what is no document', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['what is not in the schema', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a query', '{ __typename }', 'GRAPHQL_REQUEST_INVALID'],
    ['a fragment', 'fragment a on Query { __typename }', 'GRAPHQL_REQUEST_INVALID'],
    [
      'fields that go round in a circle',
      'subscription { payoutChanged { ...a } } fragment a on Payout { id ...a }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('answers %s with a code', async (_what, document, code) => {
    const asked = await member.subscribe(document);
    const { type, payload } = await asked.next();
    asked.close();
    expect({ type, payload }).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    expect(JSON.stringify(payload)).not.toContain('undefined');
  });

  it('ends within five seconds of its session', async () => {
    const open = await stranger.subscribe(watching, {}, member.headers);
    const since = performance.now();
    await member.post('/auth/sign-out');
    expect(await open.ended).toEqual({ code: 4401, reason: 'UNAUTHENTICATED' });
    expect(performance.now() - since).toBeLessThan(5_000);
  });
});

describe('a limit', () => {
  const wrong = { authorization: 'Bearer nothing-that-opens-anything-here' };
  const headersOf = ({ headers, status }: { headers: object; status: number }) => {
    const { ratelimit, 'ratelimit-policy': policy } = headers as Record<string, string>;
    return { status, ratelimit, policy, wait: (headers as Record<string, string>)['retry-after'] };
  };

  it('is told with every answer that met it, and with none that did not', async () => {
    const person = { email: 'nobody@limit.example', password: 'a long enough password' };
    const [first, second] = [
      headersOf(await stranger.post('/auth/sign-in/email', person)),
      headersOf(await stranger.post('/auth/sign-in/email', person)),
    ];
    // Not how often somebody tried that address of mail, which is nobody's to know.
    expect(first.policy).toBe('"auth";q=30;w=60');
    expect(first.ratelimit).toMatch(/^"auth";r=\d+;t=\d+$/);
    expect(second.ratelimit).toMatch(/^"auth";r=\d+;t=\d+$/);
    const none = headersOf(await stranger.get('/health/live'));
    expect([none.policy, none.ratelimit]).toEqual([undefined, undefined]);
  });

  it('says when to come again, over REST, GraphQL and /auth', async () => {
    const letter = { email: 'nobody@limit.example' };
    for (let turn = 0; turn < 5; turn += 1) await stranger.post('/auth/sign-in/magic-link', letter);
    const link = headersOf(await stranger.post('/auth/sign-in/magic-link', letter));
    expect(link).toMatchObject({ status: 429, wait: expect.stringMatching(/^3(600|5\d\d)$/) });
    const client = stranger.with(wrong);
    for (let turn = 0; turn < 31; turn += 1) await client.get('/partner/v1/statements');
    const rest = headersOf(await client.get('/partner/v1/statements'));
    const graphql = headersOf(await client.post('/graphql', { query: '{ __typename }' }));
    for (const answer of [rest, graphql]) {
      expect(answer).toMatchObject({ status: 429, policy: '"token-check";q=30;w=60' });
      expect(answer.ratelimit).toBe(`"token-check";r=0;t=${answer.wait}`);
    }
  });

  it('is told with its wait on pages too', async () => {
    const guess = () => stranger.post('/pages/invitation', { token: 'rci_none' });
    for (let turn = 0; turn < 30; turn += 1) await guess();
    const page = headersOf(await guess());
    expect(page).toMatchObject({ status: 429, policy: '"invitation-accept";q=30;w=60' });
    expect(page.ratelimit).toBe(`"invitation-accept";r=0;t=${page.wait}`);
  });
});

describe('the page to explore GraphQL', () => {
  it('comes from the installation, all of it, and is named at the start', async () => {
    expect(api?.graphiqlUrl).toBe(`${api?.url}/graphiql`);
    const { text, headers } = await stranger.get('/graphiql');
    expect(headers['content-security-policy']).toContain(`default-src 'none'; script-src 'self';`);
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    const files = loaded.filter((path) => !path.startsWith('data:'));
    expect(files.every((path) => path.startsWith('/graphiql/'))).toBe(true);
    expect(text).not.toMatch(/<script>|<style>|https?:/);
    const workers = ['editorWorkerService', 'graphql', 'json'].map(
      (name) => `/graphiql/${name}.worker.js`,
    );
    for (const path of [...files, ...workers]) {
      const file = await stranger.get(path).buffer(true);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/);
    }
    expect((await stranger.get('/graphiql/constructor')).status).toBe(404);
  });

  it('begins with a query that is answered', async () => {
    const { text } = await stranger.get('/graphiql/page.js').buffer(true);
    expect(text).toContain(JSON.stringify(firstQuery));
    const { status, body } = await stranger.post('/graphql', { query: firstQuery });
    expect([status, (body as { errors?: unknown }).errors]).toEqual([200, undefined]);
  });
});

describe('health', () => {
  it('says alive and ready', async () => {
    expect((await stranger.get('/health/live')).status).toBe(200);
    expect((await stranger.get('/health/ready')).status).toBe(200);
  });

  it('tells Prometheus about HTTP, the pool and the jobs', async () => {
    const { text } = await stranger.get('/metrics');
    for (const name of ['rochdale_http_request_seconds', 'rochdale_pool_connections']) {
      expect(text).toContain(name);
    }
  });

  it('answers an unknown path with a problem', async () => {
    const { status, text } = await stranger.get('/nowhere');
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ code: 'NOT_FOUND' });
  });
});
