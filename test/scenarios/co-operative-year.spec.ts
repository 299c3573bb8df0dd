import { validatePaymentFile } from '@rochdale/bank-formats';
import { CloseProposal, ExecuteProposal } from '@rochdale/governance';
import { invariants } from '@rochdale/house';
import { SimulatedRail } from '@rochdale/house';
import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoIban } from '../../apps/demo/src/papers/iban.js';
import { everybodyPays, invoicesOf, StoryBank } from './kit/bank.js';
import {
  approving,
  casting,
  expenseOf,
  releasing,
  saysWhereToPay,
  submits,
} from './kit/spending.js';
import { plainId, Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// A story takes as long as its year has chapters.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

// One story, told from the first day to the last: each chapter begins where the one before ended.
let story: Story;
let founder: Person;
let tess: Person;
let theo: Person;
let members: Person[];
let bank: StoryBank;
let files: StoryBank;

const ada = (): Person => person('Adalind Quist');
const cyn = (): Person => person('Cynewulf Orr');

function person(name: string): Person {
  const found = members.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is no member`);
  return found;
}

/** What must not change when nothing new comes in. */
async function books(): Promise<object[]> {
  return story.rows(
    `select (select count(*) from ledger.transactions) as transactions,
       (select count(*) from payments.bank_lines) as lines,
       (select sum(paid_minor) from dues.invoices) as paid,
       (select sum(executions) from payments.simulated_transfers) as executions`,
  );
}

beforeAll(async () => {
  story = await Story.begin();
});

afterAll(() => story.close());

describe('a year of a co-operative', () => {
  it('begins with people who sign up, apply and are admitted', async () => {
    founder = await story.found('Wilburga Stroud');
    tess = await story.joins('Tessaly Brandt', 'TREASURER');
    theo = await story.joins('Theobald Finch', 'TREASURER');
    members = [];
    for (const name of ['Adalind Quist', 'Benedikt Rowe', 'Cynewulf Orr', 'Dorothea Lisle']) {
      members.push(await story.joins(name));
    }
    const adopting =
      'mutation { payload: policyPackAdopt(pack: "defaults") { userErrors { code message } } }';
    expect(await story.refusal(ada().token, adopting)).toEqual(['FORBIDDEN']);
    await story.change(founder.token, adopting);
    bank = await StoryBank.open(story, tess, { label: 'Main', number: 1, rail: 'SIMULATED' });
    files = await StoryBank.open(story, tess, { label: 'Second', number: 2, rail: 'SEPA_FILE' });
    const lines = [
      { accountKey: 'bank', amountMinor: '100000' },
      { accountKey: 'bank:2', amountMinor: '200000' },
      { accountKey: 'opening-balance', amountMinor: '-300000' },
    ];
    await story.change(
      tess.token,
      `mutation ($lines: [JournalLineInput!]!) { payload: journalEntryRecord(input: {
         idempotencyKey: "opening", description: "What we begin with", currency: "EUR",
         lines: $lines }) { userErrors { code message } } }`,
      { lines },
    );
    for (const one of [...members, tess]) await saysWhereToPay(story, one);
  });

  it('takes partners in, whose keys open nothing but their own door', async () => {
    await partnersBegin();
    const refused = await story.post('/partner/v1/usage-events', [], {
      authorization: `Bearer ${ada().token}`,
    });
    expect(refused.status).toBe(403);
  });

  it('asks every member for the dues that they chose', async () => {
    const { duesPlan } = await story.change<{ duesPlan: { id: string } }>(
      tess.token,
      `mutation { payload: duesPlanCreate(input: { key: "monthly", name: "Monthly",
         currency: "EUR", minimumMinor: "300", suggestedMinor: "1000", maximumMinor: "5000",
         months: 1 }) { duesPlan { id } userErrors { code message } } }`,
    );
    for (const [index, { token }] of members.entries()) {
      await story.change(
        token,
        `mutation ($plan: ID!, $minor: BigInt!) { payload: duesPledgeChoose(input: {
           planId: $plan, amount: { minor: $minor, currency: "EUR" } }) {
           userErrors { code message } } }`,
        { plan: duesPlan.id, minor: (1000 + index * 250).toString() },
      );
    }
    expect(await invoicesOf(story, ada())).toEqual([]);
    await story.pass({ days: 1 });
    const invoices = await invoicesOf(story, ada());
    expect(invoices).toEqual([
      {
        reference: expect.stringMatching(/^RF\d{2}[\dA-Z]{8}$/) as string,
        state: 'OPEN',
        open: { minor: '1000' },
      },
    ]);
  });

  it('reads the bank’s statement, and twice is once', async () => {
    const file = await everybodyPays(story, bank, members);
    for (const member of members) {
      expect((await invoicesOf(story, member)).map(({ state }) => state)).toEqual(['PAID']);
    }
    const before = await books();
    expect(await bank.putIn(file)).toMatchObject({ status: 200, body: { isNew: false } });
    const otherBytes = Buffer.concat([file, Buffer.from('<!-- fetched again -->\n')]);
    expect(await bank.putIn(otherBytes)).toMatchObject({ status: 201, body: { isNew: true } });
    expect(await books()).toEqual(before);
  });

  it('pays a small expense that a treasurer approved, faults of the provider and all', async () => {
    const id = await submits(story, tess, 'A box of cables', 4500n);
    expect(await story.refusal(tess.token, approving, { id })).toEqual(['PAYEE_MAY_NOT_APPROVE']);
    expect(await story.refusal(ada().token, approving, { id })).toEqual(['FORBIDDEN']);
    expect(await story.refusal(theo.token, approving, { id })).toEqual(['TERMS_HASH_REQUIRED']);
    const { termsHash } = await expenseOf(story, theo, id);
    await story.change(theo.token, approving, { id, termsHash });
    const { payoutId } = await expenseOf(story, theo, id);
    const release = { ids: [payoutId], account: bank.id };
    expect(await story.refusal(tess.token, releasing, release)).toEqual(['PAYOUT_OWN']);
    story.worker.app.get(SimulatedRail).failNext('lost-after');
    await story.change(theo.token, releasing, release);
    await story.work();
    expect((await expenseOf(story, theo, id)).status).toBe('APPROVED');
    for (let minute = 0; minute < 3; minute += 1) await story.pass({ minutes: 1 });
    expect((await expenseOf(story, theo, id)).status).toBe('PAID');
    expect(await story.refusal(theo.token, releasing, release)).toEqual(['PAYOUT_STATE']);
    expect(
      await story.rows('select executions from payments.simulated_transfers where executions <> 1'),
    ).toEqual([]);
  });

  it('opens a proposal for a large expense, which the vote approves exactly once', async () => {
    const id = await submits(story, cyn(), 'A used server', 90_000n);
    const { proposal } = await expenseOf(story, cyn(), id);
    expect(proposal?.status).toBe('OPEN');
    expect(await story.refusal(theo.token, approving, { id })).toEqual(['EXPENSE_NEEDS_VOTE']);
    const proposalId = proposal?.id ?? '';
    for (const { token } of [founder, theo]) {
      await story.change(token, casting, { id: proposalId, stance: 'AGREE' });
    }
    await story.change(ada().token, casting, { id: proposalId, stance: 'DISAGREE' });
    await story.pass({ days: 6 });
    expect((await expenseOf(story, cyn(), id)).status).toBe('SUBMITTED');
    await story.pass({ days: 1 });
    const late = await story.refusal(tess.token, casting, { id: proposalId, stance: 'AGREE' });
    expect(late).toEqual(['VOTING_CLOSED']);
    expect(await expenseOf(story, cyn(), id)).toMatchObject({
      status: 'APPROVED',
      proposal: { status: 'EXECUTED' },
    });
    const before = await books();
    const [row] = await story.rows<{ id: string; cooperative_id: string }>(
      'select id, cooperative_id from governance.proposals where id = $1',
      [plainId(proposalId)],
    );
    const job = systemActor(row?.cooperative_id ?? '', 'job');
    const again = { proposalId: row?.id ?? '' };
    await story.worker.app.get(CloseProposal).execute(job, again);
    expect(await story.worker.app.get(ExecuteProposal).execute(job, again)).toBe('not-queued');
    expect(await books()).toEqual(before);
    await paidByFile(id);
  });

  it('shares a month’s pool out by what each member used, untold while they are few', async () => {
    const waiting = { state: 'ACCRUED', waitsFor: 'FEW_MEMBERS', amount: { minor: '0' } };
    // 10.00 and 15.00 were paid by who used something; three fifths of it are the partners'.
    expect(await partnersAreOwed()).toMatchObject([
      { ...waiting, untold: { minor: '1050' } },
      { ...waiting, untold: { minor: '450' } },
    ]);
  });

  it('goes on, month after month', async () => {
    for (let month = 0; month < 8; month += 1) {
      await story.pass({ days: 30 });
      await everybodyPays(story, bank, members);
    }
    const open = await story.rows(`select 1 from dues.invoices where state = 'open'`);
    expect(open).toEqual([]);
    expect((await invoicesOf(story, ada())).length).toBeGreaterThanOrEqual(8);
  });

  it('tells anyone about its money, and nobody about its members', async () => {
    await story.change(
      cyn().token,
      `mutation { payload: memberVisibilityChoose(input: { name: PUBLIC }) {
         userErrors { code message } } }`,
    );
    type Seen = { treasury: { releases: { figures: { codes: string[] }[] }[] } };
    const seen = await story.ask<Seen>(null, publicly);
    const { releases } = seen.treasury;
    expect(releases.length).toBeGreaterThanOrEqual(8);
    // They are fewer than six: of their dues nothing is told.
    const codes = releases.flatMap(({ figures }) => figures.flatMap((one) => one.codes));
    expect(codes.filter((code) => code.startsWith('dues-'))).toEqual([]);
    const text = JSON.stringify(seen).toLowerCase();
    expect(text).toContain(cyn().name.toLowerCase());
    const hidden = story.people.filter(({ name }) => name !== cyn().name);
    const personal = [
      ...hidden.map(({ name }) => name),
      ...story.people.flatMap(({ email, iban }) => [email, iban, iban.slice(-10)]),
    ];
    expect(personal.filter((word) => text.includes(word.toLowerCase()))).toEqual([]);
  });
});

const publicly = `{
  cooperative { name slug }
  treasury { totals { currency assets { decimal } } accounts { code name balance { decimal } }
    releases { month figures { since kind codes name amount { decimal } } }
    months(from: "2020-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z") { month } }
  proposals(first: 20) { edges { node { title body status outcome proposer { displayName } } } }
  members(first: 50) { edges { node { displayName } } }
  partners { name website }
  duesPlans { name }
  policies { key title }
}`;

async function paidByFile(expenseId: string): Promise<void> {
  const { payoutId } = await expenseOf(story, theo, expenseId);
  const release = { ids: [payoutId], account: files.id };
  await story.change(theo.token, releasing, release);
  await story.work();
  type Files = { paymentFiles: { edges: { node: { state: string; path: string } }[] } };
  const { paymentFiles } = await story.ask<Files>(
    theo.token,
    '{ paymentFiles(first: 5) { edges { node { state path } } } }',
  );
  const [edge] = paymentFiles.edges;
  expect(edge?.node.state).toBe('WRITTEN');
  const path = edge?.node.path ?? '';
  const first = await story.download(theo.token, path);
  expect(validatePaymentFile(first).findings).toEqual([]);
  expect(first.toString()).toContain(cyn().iban);
  expect((await story.download(tess.token, path)).equals(first)).toBe(true);
  const endToEndId = /<EndToEndId>([^<]+)</.exec(first.toString())?.[1] ?? '';
  await files.putIn(files.write([files.debit(90_000n, endToEndId)]));
  expect((await expenseOf(story, theo, expenseId)).status).toBe('PAID');
  expect(await story.refusal(theo.token, releasing, release)).toEqual(['PAYOUT_STATE']);
}

interface StoryPartner {
  readonly id: string;
  readonly key: string;
}

const partners: StoryPartner[] = [];

async function partnersBegin(): Promise<void> {
  const change = <Data extends object>(text: string, variables: object = {}) =>
    story.change<Data>(tess.token, text, variables);
  await change(`mutation { payload: meterDefine(input: { key: "storage", name: "Storage",
    unit: "GB-months", aggregation: SUM }) { userErrors { code message } } }`);
  for (const [index, name] of ['Lantern Cloud', 'Sluice Mail'].entries()) {
    const { partner } = await change<{ partner: { id: string } }>(
      `mutation ($name: String!) { payload: partnerRegister(input: { name: $name }) {
         partner { id } userErrors { code message } } }`,
      { name },
    );
    const { secret } = await change<{ secret: string }>(
      `mutation ($id: ID!) { payload: apiKeyIssue(input: { partnerId: $id, name: "Machine",
         scopes: ["partners:read", "partners:write"] }) { secret userErrors { code message } } }`,
      { id: partner.id },
    );
    await change(
      `mutation ($input: PayeeDetailsSetInput!) { payload: payeeDetailsSet(input: $input) {
         userErrors { code message } } }`,
      {
        input: {
          payee: { kind: 'PARTNER', id: partner.id },
          holderName: name,
          accountNumber: demoIban(9_000 + index),
        },
      },
    );
    partners.push({ id: partner.id, key: secret });
  }
  await story.change(
    founder.token,
    `mutation { payload: poolPolicyAdopt(input: { rule: USER_CENTRIC, coopShare: "2/5",
       lambda: "0", meterKey: "storage", currency: "EUR", unusedGoesTo: SOLIDARITY,
       minimumPayoutMinor: "0", graceDays: 3 }) { userErrors { code message } } }`,
  );
}

/** A member is told by which id the partner knows them. */
async function usage(partner: StoryPartner, id: string, member: Person, quantity: string) {
  const asked = await story.ask<{ partner: { viewerMemberId: string } }>(
    member.token,
    'query ($id: ID!) { partner(id: $id) { viewerMemberId } }',
    { id: partner.id },
  );
  return {
    specversion: '1.0',
    type: 'coop.rochdale.usage.v1',
    source: 'https://partner.example/usage',
    id,
    subject: asked.partner.viewerMemberId,
    time: story.clock.now().toISOString(),
    data: { meter: 'storage', quantity },
  };
}

async function partnersAreOwed(): Promise<object[]> {
  const [first, second] = partners as [StoryPartner, StoryPartner];
  const report = (partner: StoryPartner, events: readonly object[]) =>
    story.post('/partner/v1/usage-events', events, {
      'content-type': 'application/cloudevents-batch+json',
      'x-api-key': partner.key,
    });
  const events = [await usage(first, '1', ada(), '10'), await usage(first, '2', cyn(), '2.5')];
  expect((await report(first, events)).body).toMatchObject({ accepted: 2, duplicates: 0 });
  expect((await report(first, events)).body).toMatchObject({ accepted: 0, duplicates: 2 });
  const [event] = events;
  const other = { ...event, data: { meter: 'storage', quantity: '11' } };
  expect(await report(first, [other])).toMatchObject({ status: 207, body: { conflicts: 1 } });
  const elsewhere = await usage(second, '1', ada(), '30');
  expect(elsewhere.subject).not.toBe(event?.subject);
  expect((await report(second, [elsewhere])).body).toMatchObject({ accepted: 1 });
  await story.pass({ days: 30 });
  type Money = { minor: string };
  type Seen = { state: string; waitsFor: string; amount: Money; untold: Money | null };
  const statements = async (token: string) => {
    const { usageStatements } = await story.ask<{ usageStatements: { edges: { node: Seen }[] } }>(
      token,
      `{ usageStatements(first: 10) { edges { node { state waitsFor amount { minor }
           untold { minor } } } } }`,
    );
    return usageStatements.edges.map(({ node }) => node);
  };
  const drawn = await statements(tess.token);
  // Told, it would be two members' dues: it waits, and the books owe it.
  const owed = await story.rows(
    `select -sum(p.amount_minor)::int as owed from ledger.postings p
     join ledger.accounts a on a.id = p.account_id where a.code = 'partner-pool'`,
  );
  expect(owed).toEqual([{ owed: 1500 }]);
  const { body } = await story.client(null).withKey(first.key).get('/partner/v1/statements');
  expect(JSON.stringify(body)).not.toMatch(/1050|450|10[.]50|4[.]50/);
  return drawn.toSorted((one, other) => Number(other.untold?.minor) - Number(one.untold?.minor));
}

describe('at the end of the year', () => {
  it.each(invariants.map((law) => [law.name, law] as const))('%s holds', async (_name, law) => {
    expect(await story.rows(law.sql)).toEqual([]);
  });

  it('no job is a dead letter', async () => {
    const { jobs } = await story.ask<{ jobs: { edges: object[] } }>(
      founder.token,
      '{ jobs(first: 5, status: DEAD) { edges { node { id } } } }',
    );
    expect(jobs.edges).toEqual([]);
  });
});
