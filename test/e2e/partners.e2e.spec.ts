import { SimulatedRail } from '@rochdale/house';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerApiDescription } from '../../apps/api/src/http/partner/partner-api.js';
import { DescribedAnswers, refusedInEveryWay } from './described-answers.js';
import { codesOf, coopIban, countQueries, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed } from './money-world.js';
import { choosing, closing, paidByStatement, usageEvent } from './partners-at-work.js';
import type { Payment, Statement } from './partners-at-work.js';

let world: MoneyWorld;
let administrator: string;
let tess: string;
let theo: string;
let ada: string;
let ben: string;
/** With ada they are six, whose dues a partner may be told together. */
const mates: string[] = [];
let bankAccountId: string;
const partners: Record<'alpha' | 'beta', { id: string; key: string }> = {
  alpha: { id: '', key: '' },
  beta: { id: '', key: '' },
};

const drain = () => world.worker.loop.drain();
const today = (): string => world.clock.now().toISOString().slice(0, 10);

const listing = `query ($first: Int!) { usageStatements(first: $first) { edges { node { id state
  amount { decimal } quantity events lateEvents partner { name } period { startsOn }
  payout { id state } viewerCan { approve { allowed reason } } } } } }`;

async function statements(token: string): Promise<Statement[]> {
  type Page = { usageStatements: { edges: { node: Statement }[] } };
  const { usageStatements } = await world.ask<Page>(token, listing, { first: 20 });
  return usageStatements.edges.map(({ node }) => node);
}

const statementOf = async (name: string): Promise<Statement> => {
  const found = (await statements(tess)).find(({ partner }) => partner.name === name);
  if (found === undefined) throw new Error(`${name} has no statement`);
  return found;
};

async function registered(name: string): Promise<{ id: string; key: string }> {
  const { payload } = await world.ask<Changed<{ partner: { id: string } }>>(
    tess,
    `mutation ($name: String!) { payload: partnerRegister(input: { name: $name,
       website: "https://hosting.example" }) { userErrors { code } partner { id } } }`,
    { name },
  );
  const issued = await world.ask<Changed<{ secret: string }>>(
    administrator,
    `mutation ($id: ID!) { payload: apiKeyIssue(input: { partnerId: $id, name: "Machine",
       scopes: ["partners:read", "partners:write"] }) { userErrors { code } secret } }`,
    { id: payload.partner.id },
  );
  return { id: payload.partner.id, key: issued.payload.secret };
}

const event = (id: string, member: string, quantity: string, more: object = {}) =>
  usageEvent(world, { id, member, quantity }, more);
const payDues = (...payments: readonly Payment[]) => paidByStatement(world, tess, payments);

const described = new DescribedAnswers(partnerApiDescription);

const report = async (
  key: string | null,
  body: object | string,
  contentType = 'application/json',
) => {
  const client = new ApiClient(world.api.url).with({
    'content-type': contentType,
    ...(key === null ? {} : { 'x-api-key': key }),
  });
  return described.take('post', '/partner/v1/usage-events', () =>
    client.post('/partner/v1/usage-events', body),
  );
};
const own = async (key: string, query = '', more: Record<string, string> = {}) => {
  const client = new ApiClient(world.api.url).with({ 'x-api-key': key, ...more });
  return described.take('get', '/partner/v1/statements', () =>
    client.get(`/partner/v1/statements${query}`),
  );
};

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  theo = await world.member('mill', 'theo', 'TREASURER');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  const registering = `mutation ($number: String!) { payload: bankAccountRegister(input: {
    label: "Main", holderName: "The Mill eG", accountNumber: $number, currency: "EUR",
    rail: SIMULATED }) { userErrors { code } bankAccount { id } } }`;
  const account = await world.ask<Changed<{ bankAccount: { id: string } }>>(tess, registering, {
    number: coopIban,
  });
  bankAccountId = account.payload.bankAccount.id;
  const plan = await world.ask<Changed<{ duesPlan: { id: string } }>>(
    tess,
    `mutation { payload: duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
       minimumMinor: "0", suggestedMinor: "1200", months: 1 }) { userErrors { code }
       duesPlan { id } } }`,
  );
  const planId = plan.payload.duesPlan.id;
  await world.ask(ada, choosing, { planId, minor: '200' });
  for (const name of ['amy', 'bea', 'cid', 'dan', 'eva']) {
    const mate = await world.member('mill', name);
    await world.ask(mate, choosing, { planId, minor: '400' });
    mates.push(mate);
  }
  await world.ask(ben, choosing, { planId, minor: '1000' });
  await world.ask(tess, 'mutation { duesInvoicesIssue { issued } }');
  await payDues(...[ada, ...mates].map((one) => [one, 200n] as const));
});

afterAll(() => world.close());

describe('partners, meters and the pool’s policy', () => {
  const defining = `mutation ($key: String!) { payload: meterDefine(input: { key: $key,
    name: "Storage", unit: "GB-hours", aggregation: SUM }) { userErrors { code } meter { key } } }`;
  const adopting = `mutation ($share: String!, $meter: String!) { payload: poolPolicyAdopt(input: {
    rule: USER_CENTRIC, coopShare: $share, meterKey: $meter, currency: "EUR",
    unusedGoesTo: SOLIDARITY, minimumPayoutMinor: "0", graceDays: 5 }) { userErrors { code path }
    poolPolicy { version rule coopShare minimumPayout { decimal } } } }`;

  it('are set up by offices, and read by everybody', async () => {
    expect(codesOf(await world.ask(ada, defining, { key: 'storage' }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await world.ask(tess, defining, { key: 'Not a key' }))).toEqual([
      'INVALID_METER',
    ]);
    expect(codesOf(await world.ask(tess, defining, { key: 'storage' }))).toEqual([]);
    expect(codesOf(await world.ask(tess, defining, { key: 'storage' }))).toEqual([
      'METER_KEY_TAKEN',
    ]);
    const adopt = (share: string, meter: string, token = administrator) =>
      world.ask<Changed>(token, adopting, { share, meter });
    expect(codesOf(await adopt('3/10', 'storage', tess))).toEqual(['FORBIDDEN']);
    expect((await adopt('3/10', 'none')).payload.userErrors).toEqual([
      { code: 'INVALID_POOL_POLICY', path: ['meterKey'] },
    ]);
    expect((await adopt('13/10', 'storage')).payload.userErrors).toEqual([
      { code: 'INVALID_POOL_POLICY', path: ['coopShare'] },
    ]);
    expect(codesOf(await adopt('1/0', 'storage'))).toEqual(['INVALID_INPUT']);
    expect((await adopt('0.3', 'storage')).payload).toEqual({
      userErrors: [],
      poolPolicy: {
        version: 1,
        rule: 'USER_CENTRIC',
        coopShare: '3/10',
        minimumPayout: { decimal: '0.00' },
      },
    });
    partners.alpha = await registered('Alpha');
    partners.beta = await registered('Beta');
    const open = '{ partners { id name } meters { key } poolPolicy { rule } }';
    expect(await world.ask(null, open)).toEqual({
      partners: [
        { id: partners.alpha.id, name: 'Alpha' },
        { id: partners.beta.id, name: 'Beta' },
      ],
      meters: [{ key: 'storage' }],
      poolPolicy: { rule: 'USER_CENTRIC' },
    });
  });
});

describe('a report of usage', () => {
  it('gets a verdict for each event, and the same again changes nothing', async () => {
    const member = await world.memberIdAt(partners.alpha.id, ada);
    const elsewhere = await world.memberIdAt(partners.beta.id, ada);
    const unknown = world.nobodyAt(partners.alpha.id);
    const [good, single] = [event('e1', member, '3'), 'application/cloudevents+json'];
    const batch = [
      good,
      good,
      event('e1', member, '4', { time: good.time }),
      event('e2', unknown, '1'),
      event('e3', member, '1', { data: { meter: 'nothing', quantity: '1' } }),
      event('e4', member, '1e3'),
      event('e5', member, '1', { time: '2999-01-01T00:00:00Z' }),
      'no event',
      event('e6', elsewhere, '1'),
    ];
    const { status, body } = await report(
      partners.alpha.key,
      batch,
      'application/cloudevents-batch+json; charset=utf-8',
    );
    expect([status, body['accepted'], body['duplicates']]).toEqual([207, 1, 1]);
    expect([body['conflicts'], body['rejected']]).toEqual([1, 6]);
    expect(body['verdicts']).toMatchObject([
      { index: 0, id: 'e1', status: 'accepted', code: null },
      { index: 1, id: 'e1', status: 'duplicate', code: null },
      { index: 2, id: 'e1', status: 'conflict', code: 'EVENT_CONFLICT' },
      { index: 3, id: 'e2', status: 'rejected', code: 'MEMBER_UNKNOWN' },
      { index: 4, id: 'e3', status: 'rejected', code: 'METER_UNKNOWN' },
      { index: 5, id: 'e4', status: 'rejected', code: 'EVENT_INVALID' },
      { index: 6, id: 'e5', status: 'rejected', code: 'TIME_IMPLAUSIBLE' },
      { index: 7, id: null, status: 'rejected', code: 'EVENT_INVALID' },
      { index: 8, id: 'e6', status: 'rejected', code: 'EVENT_INVALID' },
    ]);
    const again = await report(partners.alpha.key, good, single);
    expect(again).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 1 } });
    // The same id of another partner is another event.
    const other = await report(partners.beta.key, event('e1', elsewhere, '1'), single);
    expect(other).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 0 } });
    expect(await world.rows('select 1 from partners.usage_events')).toHaveLength(2);
  });

  it('of several members is one batch', async () => {
    for (const { id, key } of Object.values(partners)) {
      const quantity = id === partners.alpha.id ? '3' : '1';
      const ids = await Promise.all(mates.map((mate) => world.memberIdAt(id, mate)));
      const batch = ids.map((mate, nth) => event(`mate-${nth}`, mate, quantity));
      expect((await report(key, batch)).body).toMatchObject({ accepted: 5, rejected: 0 });
    }
  });

  it('of one event that is not in is a problem, with its verdict', async () => {
    const good = event('alone', await world.memberIdAt(partners.beta.id, ada), '0');
    const key = partners.beta.key;
    expect((await report(key, good)).status).toBe(200);
    const wrong = { ...good, id: 'alone-2', time: '2026-02-30T00:00:00Z' };
    const other = { ...good, data: { meter: 'storage', quantity: '5' } };
    const answers = [await report(key, wrong), await report(key, other)];
    expect(answers.map(({ status, body }) => [status, body['code'], body['path']])).toEqual([
      [400, 'EVENT_INVALID', ['time']],
      [409, 'EVENT_CONFLICT', ['id']],
    ]);
    expect(answers[1]?.body).toMatchObject({ conflicts: 1, verdicts: [{ id: 'alone' }] });
    expect((await report(key, [wrong])).status).toBe(207);
  });

  it('is corrected below zero, and retracted in either mode', async () => {
    const member = await world.memberIdAt(partners.beta.id, ada);
    const [one, less] = [event('wrong', member, '8'), event('less', member, '-2')];
    const { subject: _, ...off } = event('off', member, '0', {
      data: { retracts: { id: 'wrong' } },
    });
    const sent = await report(partners.beta.key, [one, less, off]);
    expect([sent.status, sent.body['accepted']]).toEqual([200, 3]);
    const back = await report(partners.beta.key, event('back', member, '2'));
    expect(back.status).toBe(200);
    const { data, ...attributes } = off;
    const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
    const again = await world.post('/partner/v1/usage-events', data, {
      'x-api-key': partners.beta.key,
      'content-type': 'application/json',
      ...(Object.fromEntries(named) as Record<string, string>),
    });
    expect([again.status, again.body['duplicates']]).toEqual([200, 1]);
  });

  it('may put attributes into headers', async () => {
    const memberId = await world.memberIdAt(partners.beta.id, ada);
    const { data, ...attributes } = event('binary', memberId, '0');
    const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
    const headers = Object.fromEntries(named) as Record<string, string>;
    const key = { 'x-api-key': partners.beta.key, 'content-type': 'application/json' };
    const sent = await world.post('/partner/v1/usage-events', data, { ...key, ...headers });
    expect([sent.status, sent.body['accepted']]).toEqual([200, 1]);
    const again = await report(partners.beta.key, {
      ...attributes,
      data: { ...data, quantity: '0.00' },
    });
    expect([again.status, again.body['duplicates']]).toEqual([200, 1]);
  });

  it('counts once when it is sent by several machines at the same time', async () => {
    const member = await world.memberIdAt(partners.beta.id, ada);
    const batch = Array.from({ length: 100 }, (_, n) => event(`many-${n}`, member, '0'));
    const answers = await Promise.all([1, 2, 3].map(() => report(partners.beta.key, batch)));
    const accepted = answers.map(({ body }) => Number(body['accepted']));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(100);
  });

  it('that cannot be read is refused as a whole, with a code', async () => {
    const member = await world.memberIdAt(partners.alpha.id, ada);
    const one = event('x1', member, '1');
    const key = partners.alpha.key;
    const many = Array.from({ length: 1001 }, () => one);
    const refusals = [
      [await report(null, one), 401, 'UNAUTHENTICATED'],
      [await report('rdk_nothing-that-opens-anything', one), 401, 'UNAUTHENTICATED'],
      [await report(key, [one], 'application/cloudevents+json'), 400, 'INVALID_INPUT'],
      [await report(key, one, 'application/cloudevents-batch+json'), 400, 'INVALID_INPUT'],
      [await report(key, []), 400, 'INVALID_INPUT'],
      [await report(key, '"text"'), 400, 'INVALID_INPUT'],
      [await report(key, '{"id": ', 'application/cloudevents+json'), 400, 'INVALID_INPUT'],
      [await report(key, '{"id": '), 400, 'INVALID_INPUT'],
      [await report(key, '{"__proto__": {}}'), 400, 'INVALID_INPUT'],
      [await report(key, 'a,b', 'text/csv'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [await report(key, many), 413, 'USAGE_BATCH_TOO_LARGE'],
      [await report(key, [{ ...one, more: 'x'.repeat(1_100_000) }]), 413, 'TOO_LARGE'],
    ] as const;
    expect(refusals.map(([{ status, body }]) => [status, body['code']])).toEqual(
      refusals.map(([, status, code]) => [status, code]),
    );
  });

  it('is described in OpenAPI, route by route', async () => {
    const stranger = new ApiClient(world.api.url);
    const route = '/partner/v1/openapi.json';
    const { body } = await described.take('get', route, () => stranger.get(route));
    const { paths } = body as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path]),
    );
    expect(routes).toHaveLength(4);
    for (const [method, path] of routes) {
      const { status } = await stranger.request(method ?? '', path ?? '');
      expect([path, status]).not.toEqual([path, 404]);
    }
  });
});

describe('a month of usage', () => {
  it('is closed once, when it and its grace are over', async () => {
    expect(codesOf(await world.ask(ada, closing))).toEqual(['FORBIDDEN']);
    expect((await world.ask<Changed>(tess, closing)).payload).toEqual({
      userErrors: [],
      usagePeriod: null,
    });
    const member = await world.memberIdAt(partners.alpha.id, ada);
    const startsOn = `${today().slice(0, 7)}-01`;
    world.clock.advance({ days: 36 });
    type Closed = Changed<{ usagePeriod: object | null }>;
    const both = await Promise.all([tess, theo].map((who) => world.ask<Closed>(who, closing)));
    const periods = both.map(({ payload }) => payload.usagePeriod);
    const closed = periods.filter((period) => period !== null);
    expect(closed).toEqual([
      {
        startsOn,
        paid: { decimal: '12.00' },
        coop: { decimal: '3.60' },
        unused: { decimal: '0.00' },
      },
    ]);
    // What comes late counts in the next month.
    const late = event('late', member, '1', { time: `${startsOn}T12:00:00Z` });
    expect((await report(partners.alpha.key, late)).body).toMatchObject({ accepted: 1 });
    const drawnUp = await statements(tess);
    expect(drawnUp.toSorted((a, b) => a.partner.name.localeCompare(b.partner.name))).toMatchObject([
      { amount: { decimal: '6.30' }, partner: { name: 'Alpha' }, quantity: '18', events: '6' },
      { amount: { decimal: '2.10' }, partner: { name: 'Beta' }, period: { startsOn } },
    ]);
  });

  it('gives statements to clerks, to a partner its own, and to other members none', async () => {
    const asked = await Promise.all(
      [null, ada].map((who) => world.answer(who, listing, { first: 1 })),
    );
    expect(asked.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
    ]);
    const { status, body } = await own(partners.alpha.key);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [{ state: 'draft', amount: { minor: '630', currency: 'EUR', decimal: '6.30' } }],
      nextCursor: null,
    });
    expect((await own(partners.alpha.key, '?after=x')).body['code']).toBe('INVALID_CURSOR');
    expect((await own(partners.alpha.key, '?first=101')).body['code']).toBe('INVALID_INPUT');
    expect((await own(partners.alpha.key, '?first=-1')).body['code']).toBe('INVALID_INPUT');
    expect((await own('rdk_none')).status).toBe(401);
    const page = (first: number) => world.ask(tess, listing, { first });
    await page(1);
    const one = await countQueries(() => page(1));
    expect(await countQueries(() => page(2))).toBe(one);
  });
});

describe('a statement', () => {
  const approving = `mutation ($id: ID!) { payload: usageStatementApprove(id: $id) {
    userErrors { code } usageStatement { state payout { id state } } } }`;
  const retrying = `mutation ($id: ID!) { payload: usageStatementRetryPayout(id: $id) {
    userErrors { code } usageStatement { state } } }`;
  const releasing = `mutation ($ids: [ID!]!, $account: ID!) { payload: payoutsRelease(input: {
    payoutIds: $ids, bankAccountId: $account }) { userErrors { code } } }`;
  const release = async (name: string): Promise<string[]> => {
    const { payout } = await statementOf(name);
    const input = { ids: [payout?.id], account: bankAccountId };
    return codesOf(await world.ask(tess, releasing, input));
  };

  beforeAll(async () => {
    const setting = `mutation ($id: ID!, $number: String!) { payload: payeeDetailsSet(input: {
      payee: { kind: PARTNER, id: $id }, holderName: "Hosting", accountNumber: $number })
      { userErrors { code } } }`;
    for (const { id } of Object.values(partners)) {
      await world.ask(tess, setting, { id, number: payeeIban });
    }
    world.clock.advance({ days: 2 });
  });

  it('is approved once and paid once', async () => {
    const { id } = await statementOf('Alpha');
    expect(codesOf(await world.ask(ada, approving, { id }))).toEqual(['FORBIDDEN']);
    const both = await Promise.all(
      [tess, theo].map((who) => world.ask<Changed>(who, approving, { id })),
    );
    expect(both.flatMap(codesOf)).toEqual(['STATEMENT_STATE']);
    expect(await statementOf('Alpha')).toMatchObject({
      state: 'APPROVED',
      payout: { state: 'APPROVED' },
      viewerCan: { approve: { allowed: false, reason: 'STATEMENT_STATE' } },
    });
    expect(await release('Alpha')).toEqual([]);
    await drain();
    expect(await statementOf('Alpha')).toMatchObject({
      state: 'PAID',
      payout: { state: 'SETTLED' },
    });
    expect(codesOf(await world.ask(tess, retrying, { id }))).toEqual(['STATEMENT_STATE']);
  });

  it('whose payout failed is asked for again', async () => {
    const { id } = await statementOf('Beta');
    await world.ask(tess, approving, { id });
    world.worker.app.get(SimulatedRail).failNext('reject');
    expect(await release('Beta')).toEqual([]);
    await drain();
    expect((await statementOf('Beta')).state).toBe('PAYOUT_FAILED');
    expect(codesOf(await world.ask(tess, retrying, { id }))).toEqual([]);
    expect(await release('Beta')).toEqual([]);
    await drain();
    expect((await statementOf('Beta')).state).toBe('PAID');
    const [sum] = await world.rows<{ paid: string }>(
      `select sum(amount_minor)::text as paid from payments.simulated_transfers
       where state = 'executed'`,
    );
    expect(sum?.paid).toBe('840');
  });

  it('is paged through by its partner, late events included', async () => {
    const member = await world.memberIdAt(partners.alpha.id, ben);
    await report(partners.alpha.key, event('ben-1', member, '7'));
    for (const [nth, mate] of mates.entries()) {
      const known = await world.memberIdAt(partners.alpha.id, mate);
      await report(partners.alpha.key, event(`mates-${nth}`, known, '1'));
    }
    await payDues([ben, 500n], ...mates.map((one, nth) => [one, 80n + 10n * BigInt(nth)] as const));
    world.clock.advance({ days: 33 });
    await drain();
    const first = await own(partners.alpha.key, '?first=1');
    expect(first.body['items']).toMatchObject([
      // Of dues that differ from the month before one member's would be told nearly: half of what
      // the partner was told then is paid on account.
      { amount: { decimal: '3.15' }, events: '7', lateEvents: '1', state: 'draft' },
    ]);
    const cursor = String(first.body['nextCursor']);
    const second = await own(partners.alpha.key, `?first=1&after=${cursor}`);
    expect(second.body).toMatchObject({ items: [{ state: 'paid' }], nextCursor: null });
  });
});

describe('another co-operative', () => {
  it('sees nothing of it, and its keys open nothing here', async () => {
    await world.found('forge');
    const smith = await world.member('forge', 'smith', 'TREASURER');
    const { id } = await statementOf('Alpha');
    const all =
      '{ usageStatements(first: 5) { edges { node { id } } } partners { id } meters { key } }';
    expect(await world.ask(smith, all, {}, 'forge')).toEqual({
      usageStatements: { edges: [] },
      partners: [],
      meters: [],
    });
    const nodes = 'query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } }';
    expect(await world.ask(smith, nodes, { a: id, b: partners.alpha.id }, 'forge')).toEqual({
      a: null,
      b: null,
    });
    const approving = `mutation ($id: ID!) { payload: usageStatementApprove(id: $id) {
      userErrors { code } } }`;
    expect(codesOf(await world.ask(smith, approving, { id }, 'forge'))).toEqual([
      'STATEMENT_NOT_FOUND',
    ]);
    const elsewhere = await new ApiClient(world.api.url)
      .withKey(partners.alpha.key)
      .in('forge')
      .get('/partner/v1/statements');
    expect([401, 403, 404]).toContain(elsewhere.status);
  });
});

it('is answered what OpenAPI says, in every status', async () => {
  const path = '/partner/v1/erased-members';
  const client = new ApiClient(world.api.url).withKey(partners.alpha.key);
  for (const query of ['', '?after=x', '?first=101']) {
    await described.take('get', path, () => client.get(`${path}${query}`));
  }
  await refusedInEveryWay(described, world.client(tess), partners.alpha.key);
  expect(described.unseen).toEqual([]);
});
