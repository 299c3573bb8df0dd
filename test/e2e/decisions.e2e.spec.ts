import { AdoptPolicyPack } from '@rochdale/governance';
import { anonymousPrincipal, CreateAccount } from '@rochdale/identity';
import { ActorResolver, FoundCooperative } from '@rochdale/membership';
import { systemActor, UnitOfWork } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { CastBallot } from '@rochdale/voting';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactRelay } from '../../libs/platform/src/testing/inside.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

const password = 'a long enough password';
const adopting = 'mutation { payload: policyPackAdopt(pack: "defaults") { userErrors { code } } }';
let service: ServiceEnvironment;
let api: RunningApi;
let administrator: string;
let members: string[];

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
  await ask(administrator, adopting);
  members = [await admitted('ada'), await admitted('ben'), await admitted('cyn')];
});

afterAll(async () => {
  await api.close();
  await service.close();
});

const client = (token: string | null = null): ApiClient =>
  new ApiClient(api.url).in('mill').as(token);

const signIn = (email: string): Promise<string> => client().tokenOf(email, password);

const ask = <Found>(token: string | null, query: string, variables: object = {}): Promise<Found> =>
  client(token).query<Found>(query, variables);

async function admitted(name: string): Promise<string> {
  const email = `${name}@example.org`;
  const { token } = await client().signUp({ name, email, password });
  const { payload } = await ask<{ payload: { application: { id: string } } }>(
    token,
    `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "${name}",
       note: "Hello" }) { application { id } userErrors { code message } } }`,
  );
  if (payload.application === null) throw new Error(JSON.stringify(payload));
  await ask(
    administrator,
    'mutation ($id: ID!) { membershipAdmit(applicationId: $id) { userErrors { code } } }',
    {
      id: payload.application.id,
    },
  );
  return token;
}

interface Changed<Noun extends string> {
  readonly payload: {
    readonly userErrors: { readonly code: string }[];
  } & Readonly<Record<Noun, { readonly id: string; readonly status: string } | null>>;
}

const codes = ({ payload }: Changed<never>) => payload.userErrors.map(({ code }) => code);

async function opened(token: string, policyKey = 'ordinary'): Promise<string> {
  const drafted = await ask<Changed<'proposal'>>(
    token,
    `mutation ($policyKey: String!) { payload: proposalDraft(input: { title: "A kettle",
       body: "The old one leaks.", policyKey: $policyKey }) {
       userErrors { code } proposal { id status } } }`,
    { policyKey },
  );
  const id = drafted.payload.proposal?.id ?? '';
  await ask(token, 'mutation ($id: ID!) { proposalOpen(id: $id) { userErrors { code } } }', { id });
  return id;
}

const casting = `mutation ($id: ID!, $stance: Stance!, $reason: String) {
  payload: ballotCast(proposalId: $id, input: { stance: $stance, reason: $reason }) {
    userErrors { code } receipt ballot { stance voter { displayName } }
    proposal { tally { ballots outcomeNow } } } }`;

describe('deciding over the API', () => {
  it('needs policies, which an administrator adopts and everybody may read', async () => {
    expect(codes(await ask(members[0]!, adopting))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(administrator, adopting))).toEqual([]);
    const { policies } = await ask<{ policies: { key: string; rule: object }[] }>(
      null,
      '{ policies { key version rule { agreement { share strict of } quorum { share } } } }',
    );
    expect(policies.find(({ key }) => key === 'bylaws')?.rule).toEqual({
      agreement: { share: '3/4', strict: false, of: 'CAST_MINUS_ABSTENTIONS' },
      quorum: { share: '1/4' },
    });
  });

  it('goes from a draft to ballots, a tally and one’s own ballot', async () => {
    const id = await opened(members[0]!);
    const cast = await ask<{ payload: object }>(members[1]!, casting, { id, stance: 'AGREE' });
    expect(cast.payload).toMatchObject({
      userErrors: [],
      receipt: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      ballot: { stance: 'AGREE', voter: { displayName: 'ben' } },
      proposal: { tally: { ballots: 1, outcomeNow: 'PASSED' } },
    });
    expect(codes(await ask(members[2]!, casting, { id, stance: 'BLOCK' }))).toEqual([
      'BLOCK_NEEDS_REASON',
    ]);
    await ask(members[1]!, casting, { id, stance: 'DISAGREE' });
    const { proposal } = await ask<{ proposal: object }>(
      members[1]!,
      `query ($id: ID!) { proposal(id: $id) { status proposer { displayName }
         viewerBallot { stance } viewerWeight
         tally { electorateWeight stances { stance ballots } quorum { neededWeight reached }
           agreement { weight ofWeight reached } }
         ballots(first: 10) { edges { node { stance voter { displayName } } } }
         viewerCan { castBallot { allowed reason } withdraw { allowed reason } } } }`,
      { id },
    );
    expect(proposal).toEqual({
      status: 'OPEN',
      proposer: { displayName: 'ada' },
      viewerBallot: { stance: 'DISAGREE' },
      viewerWeight: '1',
      tally: {
        electorateWeight: '4',
        stances: [
          { stance: 'AGREE', ballots: 0 },
          { stance: 'ABSTAIN', ballots: 0 },
          { stance: 'DISAGREE', ballots: 1 },
          { stance: 'BLOCK', ballots: 0 },
        ],
        quorum: { neededWeight: '1', reached: true },
        agreement: { weight: '0', ofWeight: '1', reached: false },
      },
      ballots: { edges: [{ node: { stance: 'DISAGREE', voter: { displayName: 'ben' } } }] },
      viewerCan: {
        castBallot: { allowed: true, reason: null },
        withdraw: { allowed: false, reason: 'PROPOSAL_NOT_YOURS' },
      },
    });
    const stranger = await ask<{ proposal: null }>(
      null,
      'query ($id: ID!) { proposal(id: $id) { title } node(id: $id) { id } }',
      { id },
    );
    expect(stranger).toEqual({ proposal: null, node: null });
  });

  it('tells what was done already, and puts it to nobody unless somebody objects', async () => {
    await ask(administrator, adopting.replace('defaults', 'coop-cloud'));
    const id = await opened(members[0]!, 'small');
    const { proposal } = await ask<{ proposal: object }>(
      members[1]!,
      `query ($id: ID!) { proposal(id: $id) { status rule { isAlreadyDone stances
         agreement { share } } tally { outcomeNow } } }`,
      { id },
    );
    expect(proposal).toEqual({
      status: 'OPEN',
      rule: { isAlreadyDone: true, stances: ['AGREE', 'ABSTAIN', 'DISAGREE'], agreement: null },
      tally: { outcomeNow: 'PASSED' },
    });
    const objected = await ask<{ payload: object }>(members[1]!, casting, {
      id,
      stance: 'DISAGREE',
    });
    expect(objected.payload).toMatchObject({ proposal: { tally: { outcomeNow: 'REJECTED' } } });
    const carrying = await ask<Changed<never>>(
      members[0]!,
      `mutation ($payloadJson: String!) { payload: proposalDraft(input: { title: "A rule",
         body: "It goes.", policyKey: "small", actions: [{ kind: "policy.retire",
         payloadJson: $payloadJson }] }) { userErrors { code } } }`,
      { payloadJson: JSON.stringify({ key: 'medium' }) },
    );
    expect(codes(carrying)).toEqual(['ACTION_POLICY_UNFIT']);
  });

  it('says before a ballot is cast whether it may end the vote', async () => {
    const { policies } = await ask<{
      policies: { key: string; rule: { canonicalJson: string } }[];
    }>(null, '{ policies { key rule { canonicalJson } } }');
    const two3rds = policies.find(({ key }) => key === 'emergency')?.rule.canonicalJson ?? '';
    const rule = JSON.parse(two3rds) as { readonly eligibility: object };
    const everybody = { ...rule.eligibility, standings: ['active', 'paused', 'in-arrears'] };
    for (const [key, eligibility] of [
      ['swift', everybody],
      ['swift-active', rule.eligibility],
    ] as const) {
      const early = { ...rule, eligibility, earlyClose: { when: 'outcome-certain' } };
      await ask(
        administrator,
        `mutation ($key: String!, $ruleJson: String!) { policyAdopt(input: { key: $key,
           title: "Swift", ruleJson: $ruleJson }) { userErrors { code } } }`,
        { key, ruleJson: JSON.stringify(early) },
      );
    }
    const id = await opened(members[0]!, 'swift');
    const ending = async (token: string | null) =>
      ask<object>(
        token,
        `query ($id: ID!) { proposal(id: $id) { viewerBallotMayEndVote
           rule { earlyClose { when agreeShare } } } }`,
        { id },
      );
    const told = (viewerBallotMayEndVote: boolean) => ({
      proposal: { viewerBallotMayEndVote, rule: { earlyClose } },
    });
    const earlyClose = { when: 'OUTCOME_CERTAIN', agreeShare: null };
    for (const voter of members.slice(0, 2)) {
      expect(await ending(voter)).toEqual(told(false));
      await ask(voter, casting, { id, stance: 'AGREE' });
    }
    // A third of four who agrees makes three quarters, whatever the last one says.
    expect(await ending(members[2]!)).toEqual(told(true));
    expect(await ending(members[0]!)).toEqual(told(false));
    // Where not everybody votes, it would say how many the vote waits for.
    const waiting = await opened(members[0]!, 'swift-active');
    const endingOf = (token: string) =>
      ask<object>(
        token,
        'query ($waiting: ID!) { proposal(id: $waiting) { viewerBallotMayEndVote } }',
        { waiting },
      );
    expect(await endingOf(members[1]!)).toEqual({ proposal: { viewerBallotMayEndVote: true } });
    expect(await endingOf(administrator)).toEqual({ proposal: { viewerBallotMayEndVote: false } });
    const other = await opened(members[0]!);
    expect(
      await ask(
        administrator,
        `query ($id: ID!) { proposal(id: $id) { viewerBallotMayEndVote
           rule { earlyClose { when } } } }`,
        { id: other },
      ),
    ).toEqual({ proposal: { viewerBallotMayEndVote: false, rule: { earlyClose: null } } });
  });

  it('looks at standing and offices again in the transaction that decides', async () => {
    const asOf = async (email: string) => {
      const [account] = (await rowsOf(
        `select id from identity.accounts where email = '${email}'`,
      )) as { id: string }[];
      const who = { ...anonymousPrincipal, kind: 'account', via: 'session' } as const;
      const principal = { ...who, accountId: account?.id ?? '' };
      return api.app.get(ActorResolver).resolve(principal, 'mill', 'stale');
    };
    await opened(members[0]!);
    const [vote] = (await rowsOf(
      'select id from governance.proposals order by created_at desc limit 1',
    )) as { id: string }[];
    const [letIn, voter] = [await asOf('founder@example.org'), await asOf('ben@example.org')];
    await rowsOf(`update membership.role_terms set ends_at = now()`);
    await rowsOf(`update membership.members set standing = 'suspended' where display_name = 'ben'`);
    try {
      const forbidden = { code: 'FORBIDDEN' };
      const adopting = api.app.get(AdoptPolicyPack).execute(letIn, { pack: 'social-coop' });
      await expect(adopting).rejects.toMatchObject(forbidden);
      const ballot = { proposalId: vote?.id ?? '', mark: 'agree' };
      await expect(api.app.get(CastBallot).execute(voter, ballot)).rejects.toMatchObject(forbidden);
    } finally {
      await rowsOf('update membership.role_terms set ends_at = null');
      await rowsOf(`update membership.members set standing = 'active'`);
    }
  });

  it('hands over to members how they voted', async () => {
    const id = await opened(members[0]!);
    await ask(members[1]!, casting, { id, stance: 'ABSTAIN', reason: 'I have no kitchen.' });
    const exported = (token: string) => ask<{ ownData: string }>(token, '{ ownData }');
    expect((await exported(members[1]!)).ownData).toContain('I have no kitchen.');
    expect((await exported(members[2]!)).ownData).not.toContain('I have no kitchen.');
  });

  it('tells members who watch each time that the tally changes', async () => {
    const id = await opened(members[0]!);
    const query = `subscription ($id: ID!) {
      proposalTallyChanged(id: $id) { tally { ballots outcomeNow } } }`;
    const watching = await client(members[2]).subscribe(query, { id });
    const relay = new FactRelay(api.app.get(UnitOfWork));
    const listens = `select 1 from pg_stat_activity where query = 'listen rochdale_facts'
      and datname = current_database()`;
    await expect.poll(async () => (await rowsOf(listens)).length).toBe(1);
    await ask(members[1]!, casting, { id, stance: 'AGREE' });
    await relay.relay();
    expect(await watching.next()).toMatchObject({
      type: 'next',
      payload: {
        data: { proposalTallyChanged: { tally: { ballots: 1, outcomeNow: 'PASSED' } } },
      },
    });
    watching.close();
  });

  it('shows a page of proposals in as many queries for one as for many', async () => {
    const page = (first: number) =>
      ask(
        members[1]!,
        `query ($first: Int!) { proposals(first: $first) { edges { node { title
           proposer { displayName } tally { ballots } viewerBallot { stance } viewerWeight
           actions { kind } viewerCan { castBallot { allowed } } } } } }`,
        { first },
      );
    for (let count = 0; count < 5; count += 1) await opened(members[count % 2]!);
    await page(1);
    // Now and then a request also looks its session up anew: the least of a few tells.
    const least = async (first: number): Promise<number> => {
      const counts: number[] = [];
      for (let run = 0; run < 4; run += 1) counts.push(await countQueries(() => page(first)));
      return Math.min(...counts);
    };
    const [one, many] = [await least(1), await least(6)];
    expect(many).toBe(one);
  });
});

async function rowsOf(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: service.database.adminUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** How many statements the service sent to the database meanwhile. */
async function countQueries(body: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client;
  const original = Reflect.get(prototype, 'query') as (...args: unknown[]) => unknown;
  let count = 0;
  Reflect.set(prototype, 'query', function counted(this: unknown, ...args: unknown[]) {
    if (typeof args[0] === 'object' && args[0] !== null && 'name' in args[0]) count += 1;
    return original.apply(this, args);
  });
  try {
    await body();
  } finally {
    Reflect.set(prototype, 'query', original);
  }
  return count;
}

describe('expenses over the API', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
      '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  async function upload(token: string | null, bytes: Uint8Array, name = 'receipt.png') {
    const answer = await client(token).upload('/files', { bytes, name });
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  }

  it('refuses files that are none of ours, with a code and without keeping them', async () => {
    const text = await upload(members[0]!, Buffer.from('<script>alert(1)</script>'), 'a.png');
    expect([text.status, text.body['code']]).toEqual([400, 'UNSUPPORTED_MEDIA_TYPE']);
    const stranger = await upload(null, pixel);
    expect([stranger.status, stranger.body['code']]).toEqual([401, 'UNAUTHENTICATED']);
    const empty = await upload(members[0]!, Buffer.alloc(0));
    expect([empty.status, empty.body['code']]).toEqual([400, 'FILE_EMPTY']);
    const plain = await client(members[0]).post('/files');
    expect([plain.status, (plain.body as { code: string }).code]).toEqual([400, 'INVALID_INPUT']);
    const huge = await upload(members[0]!, Buffer.alloc(40_000_000, 1));
    expect([huge.status, huge.body['code']]).toEqual([413, 'TOO_LARGE']);
  });

  it('takes a receipt, and gives it to those whom it concerns', async () => {
    const { body } = await upload(members[0]!, pixel, 'Quittung März.png');
    expect(body).toMatchObject({ mediaType: 'image/png', name: 'Quittung März.png' });
    const drafted = await ask<Changed<'expense'> & object>(
      members[0]!,
      `mutation ($receipt: String!) { payload: expenseDraft(input: { title: "Server",
         currency: "EUR", items: [{ description: "A month", category: HOSTING,
           incurredOn: "2026-01-02", amountMinor: "1250", receiptId: $receipt }] }) {
         userErrors { code path } expense { id status amount { decimal }
           items { category receipt { path mediaType } } } } }`,
      { receipt: body['id'] },
    );
    expect(drafted.payload).toMatchObject({
      userErrors: [],
      expense: {
        status: 'DRAFT',
        amount: { decimal: '12.50' },
        items: [{ category: 'HOSTING', receipt: { mediaType: 'image/png' } }],
      },
    });
    const path = `/files/${String(body['id'])}`;
    const own = await client(members[0]).get(path);
    expect(own.headers['content-disposition']).toContain('attachment');
    expect((await client(members[0]).download(path)).equals(pixel)).toBe(true);
    const others = await Promise.all([members[1]!, null].map((one) => client(one).get(path)));
    expect(others.map(({ status }) => status)).toEqual([404, 401]);
    const hidden = await ask(
      members[1]!,
      'query ($id: ID!) { expense(id: $id) { title } node(id: $id) { id } }',
      { id: drafted.payload.expense?.id },
    );
    expect(hidden).toEqual({ expense: null, node: null });
  });

  it('opens a vote by itself for a large one, and says what the viewer may do', async () => {
    const drafted = await ask<Changed<'expense'>>(
      members[0]!,
      `mutation { payload: expenseDraft(input: { title: "Rack", currency: "EUR",
         items: [{ description: "A rack", category: HARDWARE, incurredOn: "2026-01-02",
           amountMinor: "90000" }] }) { userErrors { code } expense { id status } } }`,
    );
    const id = drafted.payload.expense?.id;
    const submitted = await ask<{ payload: object }>(
      members[0]!,
      `mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code }
         expense { status decidedBy { votePolicyKey } viewerCan { approve { allowed reason } }
           proposal { title status subject { __typename id } actions { kind status } } } } }`,
      { id },
    );
    expect(submitted.payload).toEqual({
      userErrors: [],
      expense: {
        status: 'SUBMITTED',
        decidedBy: { votePolicyKey: 'expense-standard' },
        viewerCan: { approve: { allowed: false, reason: 'ROLE_REQUIRED' } },
        proposal: {
          title: 'Expense of 900.00 EUR',
          status: 'OPEN',
          subject: { __typename: 'Expense', id },
          actions: [{ kind: 'expense.approve', status: 'PENDING' }],
        },
      },
    });
  });

  it('calls the receipt of what members vote on after its place, not as it was typed', async () => {
    const typed = 'Mia Marsh Rechnung.png';
    const { body } = await upload(members[0]!, pixel, typed);
    const drafted = await ask<Changed<'expense'>>(
      members[0]!,
      `mutation ($receipt: String!) { payload: expenseDraft(input: { title: "Rack two",
         currency: "EUR", items: [{ description: "A rack", category: HARDWARE,
           incurredOn: "2026-01-02", amountMinor: "90000", receiptId: $receipt }] }) {
         userErrors { code } expense { id status } } }`,
      { receipt: body['id'] },
    );
    const id = drafted.payload.expense?.id;
    await ask(
      members[0]!,
      'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code } } }',
      { id },
    );
    const called = async (token: string) => {
      const { expense } = await ask<{ expense: { items: { receipt: { name: string } }[] } }>(
        token,
        'query ($id: ID!) { expense(id: $id) { items { receipt { name } } } }',
        { id },
      );
      const file = await client(token).get(`/files/${String(body['id'])}`);
      return [expense.items[0]?.receipt.name, file.status, file.headers['content-disposition']];
    };
    const [own, others] = [await called(members[0]!), await called(members[1]!)];
    expect(own.slice(0, 2)).toEqual([typed, 200]);
    expect(own[2]).toContain('filename="Mia_Marsh_Rechnung.png"');
    expect(others.slice(0, 2)).toEqual(['receipt-1.png', 200]);
    expect(others[2]).toContain('filename="receipt-1.png"');
    expect(others.join(' ')).not.toMatch(/mia|marsh|rechnung/i);
  });
});
