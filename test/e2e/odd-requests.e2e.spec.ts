import { connect } from 'node:net';
import { openLog } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

/** Errors that the service says are its own. An odd request is nobody's fault but the client's. */
const lines: string[] = [];
let service: ServiceEnvironment;
let api: RunningApi | undefined;
let stranger: ApiClient;
beforeAll(async () => {
  service = await createServiceEnvironment();
  const log = openLog({ level: 'error', destination: { write: (line) => void lines.push(line) } });
  api = await startApi({ env: service.env, log });
  stranger = new ApiClient(api.url);
});
beforeEach(() => void lines.splice(0));
afterAll(async () => {
  await api?.close();
  await service.close();
});

const nested = (open: string, close: string, times: number): string =>
  open.repeat(times) + close.repeat(times);
const get = (query: string, more = '') => `/graphql?query=${encodeURIComponent(query)}${more}`;

describe('a request of GraphQL that is none', () => {
  it.each([
    ['a number for a document', { query: 5 }, 'GRAPHQL_PARSE_FAILED'],
    ['a syntax tree', { query: '{"kind":"Document","definitions":[]}' }, 'GRAPHQL_PARSE_FAILED'],
    ['fields nested deeply', { query: `{${nested('viewer{', '}', 5_000)}}` }, 'TOO_DEEP'],
    ['a list nested deeply', { query: `{node(id:${nested('[', ']', 20_000)}){id}}` }, 'TOO_DEEP'],
    [
      'a subscription',
      { query: 'subscription { payoutChanged { id } }' },
      'SUBSCRIPTION_NEEDS_SOCKET',
    ],
    ['an operation that is not there', { query: '{ __typename }', operationName: 'X' }, null],
  ])('%s', async (_what, body, code) => {
    const { status, text } = await stranger.post('/graphql', body);
    expect({ status, text: text.slice(0, 300) }).toMatchObject({ status: 400 });
    if (code !== null) expect(text).toContain(`"${code}"`);
    expect(text).not.toContain('INTERNAL');
    expect(lines).toEqual([]);
  });

  it.each([
    ['a mutation by GET', get('mutation { __typename }'), 405, 'METHOD_NOT_ALLOWED'],
    ['a fragment alone by GET', get('fragment a on Query { __typename }'), 400, null],
    ['no such operation by GET', get('{ __typename }', '&operationName=X'), 400, null],
    ['no document by GET', '/graphql', 400, null],
  ])('%s', async (_what, path, status, code) => {
    const answer = await stranger.get(path);
    expect({ status: answer.status, text: answer.text.slice(0, 300) }).toMatchObject({ status });
    if (code !== null) expect(answer.text).toContain(`"${code}"`);
    expect(answer.text).not.toContain('INTERNAL');
    expect(lines).toEqual([]);
  });

  it.each([
    ['an id that is none', '{ placed: node(id: "none") { id } }', 'INVALID_ID', ['placed']],
    ['what is for others', '{ mine: ownData }', null, ['mine']],
  ])('is told at which field, the first time as later: %s', async (_what, query, code, path) => {
    const told: unknown[] = [];
    for (let time = 0; time < 3; time += 1) {
      const { status, text } = await stranger.post('/graphql', { query });
      const { errors } = JSON.parse(text) as { errors: { path?: unknown; extensions: object }[] };
      expect(errors).toHaveLength(1);
      if (code !== null) expect(errors[0]?.extensions).toMatchObject({ code });
      told.push([status, errors[0]?.path]);
    }
    expect(told).toEqual([1, 2, 3].map(() => [200, path]));
    expect(lines).toEqual([]);
  });

  it('but brackets in a text open nothing', async () => {
    const { text } = await stranger.post('/graphql', {
      query: `{ node(id: "${'['.repeat(300)}") { id } } # ${'{'.repeat(300)}`,
    });
    expect(text).toContain('INVALID_ID');
  });
});

describe('a document that is odd in itself', () => {
  const chain = (length: number, spreads: number) =>
    Array.from(
      { length },
      (_, n) => `fragment f${n} on Query { ${`...f${n + 1} `.repeat(spreads)}}`,
    );
  const last = (n: number) => `fragment f${n} on Query { __typename }`;
  const deepInput = (depth: number): unknown =>
    depth === 0 ? 'x' : { input: [deepInput(depth - 1)] };

  it.each<[string, unknown, number]>([
    ['several at once', [{ query: '{ __typename }' }], 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a text', '"{ __typename }"', 400],
    ['two operations of one name', { query: 'query A { __typename } query A { __typename }' }, 400],
    ['two without a name', { query: '{ __typename } { __typename }' }, 400],
    ['a fragment that nobody uses', { query: `{ __typename } ${last(0)}` }, 400],
    ['fragments that meet themselves', { query: `{ ...f0 } fragment f0 on Query { ...f0 }` }, 400],
    ['a long chain', { query: `{ ...f0 } ${[...chain(9_000, 1), last(9_000)].join(' ')}` }, 400],
    ['a tree of spreads', { query: `{ ...f0 } ${[...chain(25, 2), last(25)].join(' ')}` }, 400],
    ['a variable of no type', { query: 'query ($a: Nothing) { __typename }' }, 400],
    ['a variable twice', { query: 'query ($a: Int, $a: Int) { __typename }' }, 400],
    [
      'variables that are deep',
      {
        query: 'mutation ($i: MembershipApplyInput!) { membershipApply(input: $i) { __typename } }',
        variables: { i: deepInput(2_000) },
      },
      400,
    ],
    ['variables that are a list', { query: '{ __typename }', variables: [1] }, 400],
    ['variables that are a number', { query: '{ __typename }', variables: 0 }, 400],
    ['a name that is a number', { query: '{ __typename }', operationName: 0 }, 400],
  ])('%s is refused with a code', async (_what, body, status) => {
    const since = performance.now();
    const answer = await stranger.post('/graphql', body as object);
    expect({ status: answer.status, text: answer.text.slice(0, 300) }).toMatchObject({ status });
    expect(answer.text).toMatch(/"code":"(?!INTERNAL)[A-Z_]+"/);
    expect(performance.now() - since).toBeLessThan(3_000);
    expect(lines).toEqual([]);
  });
});

describe('a document that nobody would write', () => {
  const include = '@include(if:true)';
  const applying =
    'mutation ($i: [MembershipApplyInput!]!) { membershipApply(input: $i) { __typename } }';

  it.each<[string, object, string]>([
    ['a word many times', { query: `{viewer{kind${include.repeat(3_000)}}}` }, 'TOO_COMPLEX'],
    ['a long comment', { query: `{ __typename } # ${'x'.repeat(30_000)}` }, 'TOO_COMPLEX'],
    ['many short words', { query: `{ ${'a '.repeat(9_000)}}` }, 'GRAPHQL_PARSE_FAILED'],
    ['many fields', { query: `{viewer{${'kind '.repeat(1_500)}}}` }, 'TOO_MANY_FIELDS'],
    ['a fault again and again', { query: `{viewer{kind${include.repeat(400)}}}` }, 'VALIDATION'],
    ['a field that is not there', { query: `{viewer{${'nope '.repeat(900)}}}` }, 'VALIDATION'],
    ['a value again and again', { query: applying, variables: { i: Array(5_000) } }, 'VALIDATION'],
  ])('is refused before it costs anything: %s', async (_what, body, code) => {
    const { status, text } = await stranger.post('/graphql', body);
    const { errors } = JSON.parse(text) as { errors: object[] };
    expect({ status, text: text.slice(0, 300) }).toMatchObject({ status: 400 });
    expect(text).toContain(code);
    // Each fault is looked up in the text: of thousands that took minutes.
    expect(errors.length).toBeLessThanOrEqual(21);
    expect(lines).toEqual([]);
  });
});

describe('a value that does not fit is refused by its field', () => {
  const plan = (minimumMinor: string) => ({
    key: 'x',
    name: 'x',
    currency: 'EUR',
    minimumMinor,
    suggestedMinor: '1',
    months: 1,
  });
  const planned = `mutation ($p: DuesPlanCreateInput!) {
    duesPlanCreate(input: $p) { userErrors { code } } }`;
  const entered = `mutation ($lines: [JournalLineInput!]!) { journalEntryRecord(input: {
    currency: "EUR", description: "x", idempotencyKey: "x", lines: $lines
  }) { userErrors { code } } }`;
  const opened = (from: string) => `{ proposals(filter: {from: "${from}"}) { edges { cursor } } }`;
  const narrowed = `query ($at: DateTime) { proposals(filter: {from: $at}) { edges { cursor } } }`;
  const fund = `mutation { journalEntryRecord(input: {currency: "EUR", description: "x",
    idempotencyKey: "x", lines: [{accountKey: "bank-fees", amountMinor: "x"}]
  }) { userErrors { code } } }`;

  it.each<[string, object, string, readonly string[]]>([
    [planned, { p: plan('x') }, 'INVALID_AMOUNT', ['minimumMinor']],
    [planned, { p: { ...plan('1'), key: 7 } }, 'GRAPHQL_VALIDATION_FAILED', ['key']],
    [planned, { p: null }, 'GRAPHQL_VALIDATION_FAILED', []],
    [
      entered,
      { lines: [{ accountKey: 'a', amountMinor: 'x' }] },
      'INVALID_AMOUNT',
      ['lines', '0', 'amountMinor'],
    ],
    [narrowed, { at: '2026-02-30' }, 'INVALID_DATE', ['filter', 'from']],
    [narrowed, { at: 7 }, 'INVALID_DATE', ['filter', 'from']],
    [
      'query ($n: Int!) { proposals(first: $n) { edges { cursor } } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
      ['first'],
    ],
    [opened('2026-02-30'), {}, 'INVALID_DATE', ['filter', 'from']],
    [fund, {}, 'INVALID_AMOUNT', ['lines', '0', 'amountMinor']],
    ['{ proposals(first: "x") { edges { cursor } } }', {}, 'GRAPHQL_VALIDATION_FAILED', ['first']],
    [
      '{ members(standings: [ACTIVE, NONE]) { edges { cursor } } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
      ['standings', '1'],
    ],
  ])('%s with %j', async (query, variables, code, path) => {
    const told: unknown[] = [];
    // The second and third time the operation is compiled, which finds errors in its own way.
    for (const _time of [1, 2, 3]) {
      const { status, body } = await stranger.post('/graphql', { query, variables });
      const [first] = (body as { errors: { extensions: object }[] }).errors;
      told.push([status, { inputPath: [], ...first?.extensions }]);
    }
    const refused = [400, { code, inputPath: path }];
    expect(told).toEqual([refused, refused, refused]);
    expect(lines).toEqual([]);
  });
});

describe('GraphQL over HTTP', () => {
  it('is spoken as its audit wants it, its recommendations included', async () => {
    const results = await auditServer({ url: `${api?.url}/graphql` });
    expect(results.length).toBeGreaterThan(50);
    const missed = results.filter(({ status }) => status !== 'ok');
    expect(missed.map((one) => `${one.name}: ${'reason' in one ? one.reason : ''}`)).toEqual([]);
    expect(lines).toEqual([]);
  });
});

it.each(['/auth/sign-in/email', '/auth/sign-up/email', '/auth/sign-in/social'])(
  'a body of %s that nests deeply is the client’s fault',
  async (path) => {
    for (const body of [`{"email":${nested('[', ']', 5_000)}}`, nested('[', ']', 50)]) {
      const asked = stranger.request('POST', path).set('content-type', 'application/json');
      const { status, text } = await asked.send(body);
      expect([status, text.slice(0, 300)]).toEqual([400, expect.stringContaining('INVALID_INPUT')]);
    }
    expect(lines).toEqual([]);
  },
);

describe('an address that leads nowhere by its form', () => {
  it.each([
    ['one that is too long', `/files/${'a'.repeat(5_000)}`, 414, 'TOO_LARGE'],
    ['one that is badly escaped', '/files/%zz', 400, 'INVALID_INPUT'],
  ])('%s', async (_what, path, status, code) => {
    const answer = await stranger.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(answer.text)).toMatchObject({ status, code });
    expect(lines).toEqual([]);
  });
});

/** What is answered to bytes that no client of HTTP would send. */
const answerTo = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(api?.url ?? '').port), '127.0.0.1');
    socket.on('data', (chunk) => (text += String(chunk))).on('error', reject);
    socket.on('close', () => resolve(text)).write(bytes);
  });

describe('what is no HTTP', () => {
  it.each([
    ['a word', 'HELLO\r\n\r\n', 400, 'INVALID_INPUT'],
    ['no length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n', 400, 'INVALID_INPUT'],
    ['NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n', 400, 'INVALID_INPUT'],
    ['too many headers', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'TOO_LARGE'],
  ])('%s is a problem all the same', async (_what, bytes, status, code) => {
    const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });
});

describe('a document of several operations', () => {
  const rename = 'mutation M { memberRename(displayName: "x") { userErrors { code } } }';
  const query = `query Q { __typename } ${rename}`;

  it('means the one that is asked for, whichever was asked for before', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const { text } = await stranger.post('/graphql', { query, operationName: 'M' });
      expect(text).toContain('UNAUTHENTICATED');
    }
    const asked = await stranger.get(get(query, '&operationName=Q'));
    expect(JSON.parse(asked.text)).toEqual({ data: { __typename: 'Query' } });
    const { text } = await stranger.post('/graphql', { query, operationName: 'Q' });
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
  });

  it('has the defaults of its variables from that one', async () => {
    const text = `query A($on: Boolean! = true) { a: __typename @include(if: $on) }
      query B($on: Boolean! = false) { a: __typename @include(if: $on) b: __typename }`;
    for (const operationName of ['A', 'A', 'B', 'B', 'A']) {
      const { body } = await stranger.post('/graphql', { query: text, operationName });
      const one = operationName === 'A' ? { a: 'Query' } : { b: 'Query' };
      expect(body).toEqual({ data: one });
    }
  });
});
