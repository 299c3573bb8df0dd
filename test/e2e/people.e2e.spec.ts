import { CreateAccount } from '@rochdale/identity';
import { KeptLetters } from '@rochdale/letters';
import { FoundCooperative } from '@rochdale/membership';
import { fromMemberId, systemActor, toMemberId } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

const password = 'a long enough password';
let service: ServiceEnvironment;
let api: RunningApi;
let administrator: string;

beforeAll(async () => {
  service = await createServiceEnvironment();
  api = await startApi({ env: service.env });
  const operator = systemActor(null, 'cli');
  const person = { name: 'Founder', email: 'founder@example.org', password };
  const account = await api.app.get(CreateAccount).execute(operator, person);
  await api.app.get(FoundCooperative).execute(operator, {
    slug: 'mill',
    name: 'The Mill',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId: account.id, displayName: 'Founder', classKey: 'worker' },
  });
  administrator = await signIn(person.email);
});

afterAll(async () => {
  await api.close();
  await service.close();
});

const client = (token: string | null = null): ApiClient =>
  new ApiClient(api.url).in('mill').as(token);

const signIn = (email: string): Promise<string> => client().tokenOf(email, password);

type Data = Readonly<Record<string, never>>;

const ask = <Found = Data>(
  token: string | null,
  query: string,
  variables: object = {},
): Promise<Found> => client(token).query<Found>(query, variables);

interface Changed {
  readonly payload: {
    readonly userErrors: { readonly code: string; readonly path: string[] }[];
    readonly application: { readonly id: string; readonly state: string } | null;
    readonly member: { readonly id: string; readonly displayName: string | null } | null;
  };
}

async function signUp(name: string): Promise<string> {
  const email = `${name}@example.org`;
  return (await client().signUp({ name, email, password })).token;
}

const applying = `mutation ($name: String!) {
  payload: membershipApply(input: { classKey: "worker", displayName: $name, note: "Hello" }) {
    userErrors { code path } application { id state } member { id displayName } } }`;
const admitting = `mutation ($id: ID!) {
  payload: membershipAdmit(applicationId: $id) {
    userErrors { code path } application { id state } member { id displayName } } }`;

async function admitted(name: string): Promise<string> {
  const token = await signUp(name);
  const { payload } = await ask<Changed>(token, applying, { name });
  expect(payload.userErrors).toEqual([]);
  await ask(administrator, admitting, { id: payload.application?.id });
  return token;
}

describe('joining', () => {
  it('goes from sign-up over an application to membership', async () => {
    const token = await signUp('ada');
    const applied = await ask<Changed>(token, applying, { name: 'Ada' });
    expect(applied.payload.member?.displayName).toBe('Ada');
    const { payload } = await ask<Changed>(administrator, admitting, {
      id: applied.payload.application?.id,
    });
    expect(payload).toMatchObject({ userErrors: [], application: { state: 'ADMITTED' } });
    const me = await ask(
      token,
      '{ viewer { kind via standing roles member { displayName standingHistory { to reason } } } }',
    );
    expect(me['viewer']).toEqual({
      kind: 'account',
      via: 'session',
      standing: 'ACTIVE',
      roles: [],
      member: {
        displayName: 'Ada',
        standingHistory: [
          { to: 'APPLICANT', reason: 'APPLIED' },
          { to: 'ACTIVE', reason: 'ADMITTED' },
        ],
      },
    });
  });

  it('is between the applicant and those who list applications, also by an id', async () => {
    const member = await admitted('nia');
    const applicant = await signUp('nat');
    const { payload } = await ask<Changed>(applicant, applying, { name: 'Nat' });
    const asStranger = payload.member?.id ?? '';
    const inside = toMemberId(fromMemberId(asStranger, 'stranger'), 'inside');
    const node = (token: string | null, id: string) =>
      ask(token, 'query ($id: ID!) { node(id: $id) { ... on Member { displayName classKey } } }', {
        id,
      });
    const shown = { node: { displayName: 'Nat', classKey: 'worker' } };
    expect(await node(member, inside)).toEqual({ node: null });
    expect(await node(null, asStranger)).toEqual({ node: null });
    expect(await node(applicant, asStranger)).toEqual(shown);
    expect(await node(administrator, inside)).toEqual(shown);
    await expect(node(administrator, asStranger)).rejects.toThrow('INVALID_ID');
    await expect(node(applicant, inside)).rejects.toThrow('INVALID_ID');
    await ask(administrator, admitting, { id: payload.application?.id });
    expect(await node(member, inside)).toEqual(shown);
    expect(await node(applicant, inside)).toEqual(shown);
  });

  it('answers what may not be done with a code, and changes nothing', async () => {
    const token = await signUp('eve');
    const { payload } = await ask<Changed>(token, applying, { name: 'Eve' });
    const own = await ask<Changed>(token, admitting, { id: payload.application?.id });
    expect(own.payload.userErrors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    const twice = await ask<Changed>(token, applying, { name: 'Eve' });
    expect(twice.payload.userErrors.map(({ code }) => code)).toEqual(['APPLICATION_OPEN']);
    const wrong = await ask<Changed>(administrator, admitting, { id: payload.member?.id });
    expect(wrong.payload.userErrors).toEqual([{ code: 'INVALID_ID', path: ['applicationId'] }]);
  });
});

const inviting = `mutation ($email: String!, $name: String) { payload: invitationSend(input: {
  email: $email, name: $name, classKey: "worker" }) {
    userErrors { code path } invitation { id state email invitedBy { displayName } } } }`;
const accepting = `mutation ($token: String!) {
  payload: invitationAccept(input: { token: $token }) {
    userErrors { code path } cooperative { slug } } }`;

interface Invited {
  readonly payload: {
    readonly userErrors: readonly { readonly code: string }[];
    readonly invitation: { readonly id: string };
  };
}

async function linkTo(email: string): Promise<URL> {
  const letters = await api.app.get(KeptLetters).newest();
  const letter = letters.find(({ kind, to }) => kind === 'membership.invitation' && to === email);
  return new URL(/http\S+/.exec(letter?.text ?? '')?.[0] ?? '');
}

describe('an invitation', () => {
  it('is accepted on the page that its letter leads to, and opens the account', async () => {
    const email = 'ida@example.org';
    const sent = await ask<Invited>(administrator, inviting, { email, name: 'Ida' });
    expect(sent.payload).toMatchObject({
      userErrors: [],
      invitation: { state: 'OPEN', email, invitedBy: { displayName: 'Founder' } },
    });
    const link = await linkTo(email);
    const asked = await client().get(`${link.pathname}${link.search}`);
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('"displayName"')]);
    expect(asked.text).toContain('<h1>Become a member of The Mill</h1>');
    const token = link.searchParams.get('token');
    const accepted = await client().post('/pages/invitation', { token });
    expect([accepted.status, accepted.text]).toEqual([
      200,
      expect.stringContaining('You are a member now'),
    ]);
    expect((await client().post('/pages/invitation', { token })).status).toBe(400);
    const list =
      '{ invitations(state: ACCEPTED, first: 5) { edges { node { member { displayName ' +
      'standing } } } } }';
    expect(await ask(administrator, list)).toMatchObject({
      invitations: { edges: [{ node: { member: { displayName: 'Ida', standing: 'ACTIVE' } } }] },
    });
    await client().post('/auth/sign-in/magic-link', { email });
    const letters = api.app.get(KeptLetters);
    await expect
      .poll(async () => (await letters.newest()).map(({ kind, to }) => `${kind} ${to}`))
      .toContain(`identity.magic-link ${email}`);
  });

  it('is accepted over GraphQL without a word of the co-operative, while it stands', async () => {
    const email = 'joan@example.org';
    const { payload } = await ask<Invited>(administrator, inviting, { email, name: 'Joan' });
    const stranger = new ApiClient(api.url);
    const accept = (token: string | null) =>
      stranger.query<{ payload: object }>(accepting, { token });
    const first = (await linkTo(email)).searchParams.get('token');
    const { id } = payload.invitation;
    const resending = `mutation ($id: ID!) { payload: invitationResend(invitationId: $id) {
      userErrors { code } } }`;
    expect(await ask(administrator, resending, { id })).toEqual({ payload: { userErrors: [] } });
    const over = { payload: { userErrors: [{ code: 'INVITATION_OVER' }], cooperative: null } };
    expect(await accept(first)).toMatchObject(over);
    const newest = (await linkTo(email)).searchParams.get('token');
    expect(await accept(newest)).toMatchObject({
      payload: { userErrors: [], cooperative: { slug: 'mill' } },
    });
    expect(await accept(newest)).toMatchObject(over);
  });
});

describe('the list of members', () => {
  const query = '{ members(first: 50) { edges { node { displayName standing roles { role } } } } }';
  type Members = {
    members: { edges: { node: { displayName: string | null; standing: string | null } }[] };
  };

  it('has no names for strangers but those that members gave', async () => {
    const token = await admitted('grace');
    const names = async (viewer: string | null) => {
      const { members } = await ask<Members>(viewer, query);
      return members.edges.map(({ node }) => node.displayName);
    };
    expect((await names(null)).filter((name) => name !== null)).toEqual([]);
    expect(await names(token)).toContain('Founder');
    await ask(
      token,
      'mutation { memberVisibilityChoose(input: { name: PUBLIC }) { userErrors { code } } }',
    );
    expect((await names(null)).filter((name) => name !== null)).toEqual(['grace']);
  });

  it('does not tell strangers who it is that hides, by the id that had her name', async () => {
    const token = await admitted('rosalind');
    type Node = { id: string; displayName: string | null };
    const listed = async (viewer: string | null) => {
      const { members } = await ask<{ members: { edges: { node: Node }[] } }>(
        viewer,
        '{ members(first: 50) { edges { node { id displayName } } } }',
      );
      return members.edges.map(({ node }) => node);
    };
    const show = (choice: string) =>
      ask(
        token,
        `mutation { memberVisibilityChoose(input: { name: ${choice} }) {
        userErrors { code } } }`,
      );
    const callBy = (choice: string) =>
      ask(
        token,
        `mutation { memberPseudonymChoose(input: { ${choice} }) {
        userErrors { code } member { id } } }`,
      );
    const found = (id: string) => ask(null, 'query ($id: ID!) { node(id: $id) { id } }', { id });
    const idCalled = async (name: string) =>
      (await listed(null)).find(({ displayName }) => displayName === name)?.id ?? '';
    const before = new Set((await listed(null)).map(({ id }) => id));
    await show('PUBLIC');
    const named = await idCalled('rosalind');
    expect(before).not.toContain(named);
    expect(await found(named)).toEqual({ node: { id: named } });
    await show('MEMBERS');
    await callBy('pseudonym: "Kestrel", visibleTo: PUBLIC');
    const pseudonymous = await idCalled('Kestrel');
    expect(before).not.toContain(pseudonymous);
    expect(pseudonymous).not.toBe(named);
    expect(await found(pseudonymous)).toEqual({ node: { id: pseudonymous } });
    expect(await found(named)).toEqual({ node: null });
    await callBy('visibleTo: OFFICERS');
    expect(new Set((await listed(null)).map(({ id }) => id))).toEqual(before);
    expect(await found(named)).toEqual({ node: null });
    expect(await found(pseudonymous)).toEqual({ node: null });
    const inside = async () => new Set((await listed(token)).map(({ id }) => id));
    const known = await inside();
    await show('PUBLIC');
    expect(await inside()).toEqual(known);
    expect(await idCalled('rosalind')).toBe(named);
    await show('MEMBERS');
  });

  it('tells standing to officers only', async () => {
    const token = await admitted('hedy');
    const standings = async (viewer: string) => {
      const { members } = await ask<Members>(viewer, query);
      return members.edges.map(({ node }) => node.standing).filter((one) => one !== null);
    };
    expect(await standings(token)).toEqual(['ACTIVE']);
    expect((await standings(administrator)).length).toBeGreaterThan(2);
  });
});

describe('a personal token', () => {
  it('shows its secret once, works within its scopes, and ends when it is revoked', async () => {
    const token = await admitted('katherine');
    const made = await ask<{
      payload: { secret: string; personalToken: { id: string; hint: string } };
    }>(
      token,
      `mutation { payload: personalTokenCreate(input: {
         name: "backup", scopes: ["identity:read"], lifetimeDays: 1 }) {
           secret personalToken { id hint } userErrors { code } } }`,
    );
    const { secret, personalToken } = made.payload;
    const seen = await ask(secret, '{ viewer { via account { email } personalTokens { name } } }');
    expect(seen['viewer']).toEqual({
      via: 'personal-token',
      account: { email: 'katherine@example.org' },
      personalTokens: [{ name: 'backup' }],
    });
    const refused = await ask<Changed>(
      secret,
      'mutation { payload: memberRename(displayName: "K") { userErrors { code path } } }',
    );
    expect(refused.payload.userErrors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    const id = personalToken.id;
    await ask(
      token,
      'mutation ($id: ID!) { personalTokenRevoke(tokenId: $id) { userErrors { code } } }',
      { id },
    );
    await expect(ask(secret, '{ viewer { via } }')).rejects.toThrow('UNAUTHENTICATED');
  });
});

describe('a session', () => {
  it('can be ended from another one', async () => {
    const token = await admitted('dorothy');
    const other = await signIn('dorothy@example.org');
    const query = '{ viewer { sessions { id } } }';
    const found = await ask<{ viewer: { sessions: { id: string }[] } }>(token, query);
    expect(found.viewer.sessions).toHaveLength(2);
    const id = found.viewer.sessions[0]?.id;
    await ask(
      token,
      'mutation ($id: ID!) { sessionRevoke(sessionId: $id) { userErrors { code } } }',
      { id },
    );
    await expect(ask(other, query)).rejects.toThrow('UNAUTHENTICATED');
  });
});

describe('node', () => {
  it('finds what the viewer may see, and nobody’s application for strangers', async () => {
    const token = await signUp('radia');
    const { payload } = await ask<Changed>(token, applying, { name: 'Radia' });
    const query = 'query ($id: ID!) { node(id: $id) { id ... on Application { note } } }';
    const id = payload.application?.id;
    expect((await ask(token, query, { id }))['node']).toEqual({ id, note: 'Hello' });
    expect((await ask(null, query, { id }))['node']).toBeNull();
    const member = { id: payload.member?.id };
    expect((await ask(token, query, member))['node']).toEqual({ id: member.id });
    // Whoever asked to join is nobody else's business, no more than the application.
    expect((await ask(null, query, member))['node']).toBeNull();
  });
});

describe('an empty id', () => {
  const empty = { id: '' };

  it('is nobody’s, and does not mean oneself', async () => {
    const token = await admitted('evelyn');
    const erasing =
      'mutation ($id: ID!) { memberErase(memberId: $id) { userErrors { code path } } }';
    const refused = { memberErase: { userErrors: [{ code: 'INVALID_ID', path: ['memberId'] }] } };
    expect(await ask(token, erasing, empty)).toEqual(refused);
  });

  it('is no account’s, and does not mean all of them', async () => {
    const query = `query ($id: ID!) { ledgerTransactions(filter: { accountId: $id }, first: 1) {
      edges { cursor } } }`;
    await expect(ask(null, query, empty)).rejects.toThrow('INVALID_ID');
  });
});
