import { newId } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { asOwner, seedCooperative } from '../bench/world/cooperative.js';
import type { SeededCooperative } from '../bench/world/cooperative.js';
import { seedProposals } from '../bench/world/proposals.js';
import { ofTheRooms, sentDuring } from '../bench/world/recorder.js';

const rows = 55;

let service: ServiceEnvironment;
let api: RunningApi;
let cooperative: SeededCooperative;
let proposalIds: readonly string[];

beforeAll(async () => {
  service = await createServiceEnvironment();
  api = await startApi({ env: service.env });
  const { database, env } = service;
  const stack = { databaseUrl: database.adminUrl, appUrl: database.appUrl, apiUrl: api.url, env };
  cooperative = await seedCooperative(stack);
  proposalIds = await seedProposals(stack, cooperative, { count: rows, voted: rows });
  await asOwner(stack, async (client) => {
    // Bulk rows: only the shape of the pages counts here, so the guards of each change are asleep.
    await client.query('set session_replication_role = replica');
    await seedOffices(client);
    await seedExpenses(client);
    await seedInvoices(client);
    await seedBooks(client);
    await client.query('analyze');
  });
}, 120_000);

afterAll(async () => {
  await api.close();
  await service.close();
});

const memberIds = () => cooperative.members.slice(0, rows).map(({ memberId }) => memberId);

async function seedOffices(client: pg.Client): Promise<void> {
  const insert = `insert into membership.role_terms (id, cooperative_id, member_id, role, origin,
      starts_at)
    select gen_random_uuid(), $1, member, $3, 'appointed', now() - interval '1 day'
    from unnest($2::uuid[]) member`;
  await client.query(insert, [cooperative.id, memberIds(), 'coordinator']);
  await client.query(insert, [cooperative.id, memberIds().slice(0, 1), 'treasurer']);
}

// The reader's own comes first, of which is asked whether it is being paid: on every page once.
async function seedExpenses(client: pg.Client): Promise<void> {
  await client.query(
    `with claimed as (
       insert into expenses.expenses (id, cooperative_id, title, submitter_member_id, payee_kind,
         payee_id, currency, amount_minor, status, terms_hash, band, created_at, submitted_at,
         decided_at, approved_hash, transaction_id, payout_id, proposal_id, text_salt, texts_hash)
       select gen_random_uuid(), $1, 'Expense ' || nth, member, 'member', member, 'EUR', 200,
         'approved', repeat('0', 64), '{"decidedBy": "officers", "roles": ["treasurer"],
           "approvals": 1, "upToMinor": null}', now() - nth * interval '1 second', now(), now(),
         repeat('0', 64),
         gen_random_uuid(), gen_random_uuid(), proposal, repeat('0', 64), repeat('0', 64)
       from unnest($2::uuid[], $3::uuid[]) with ordinality as one (member, proposal, nth)
       returning *),
     approved as (
       insert into expenses.approvals (id, cooperative_id, expense_id, approver_member_id,
         approver_role, terms_hash, approved_at)
       select gen_random_uuid(), $1, id, submitter_member_id, 'treasurer', terms_hash, now()
       from claimed),
     bought as (
       insert into expenses.items (id, cooperative_id, expense_id, ordinal, description, category,
         incurred_on, amount_minor)
       select gen_random_uuid(), $1, id, nth, 'Screws', 'materials', '2026-01-01', 100
       from claimed, generate_series(1, 2) nth)
     insert into payments.payouts (id, cooperative_id, obligation_kind, obligation_id, payee_kind,
       payee_id, amount_minor, currency, debit_account_id, memo, frozen_hash, requested_at,
       changed_at)
     select payout_id, $1, 'expense', id, 'member', payee_id, 200, 'EUR', gen_random_uuid(), title,
       terms_hash, now(), now()
     from claimed`,
    [cooperative.id, memberIds(), proposalIds],
  );
}

async function seedInvoices(client: pg.Client): Promise<void> {
  await client.query(
    `with offered as (
       insert into dues.plans (id, cooperative_id, key, name, currency, minimum_minor,
         suggested_minor, months, created_at)
       select gen_random_uuid(), $1, 'plan-' || nth, 'Plan', 'EUR', 0, 100, 1, now()
       from generate_series(1, ${rows}) nth returning id)
     insert into dues.invoices (id, cooperative_id, number, reference, member_id, plan_id,
       period_start, period_end, amount_minor, currency, state, due_on, issued_at)
     select gen_random_uuid(), $1, nth, 'RF' || nth, member, plan, '2026-01-01', '2026-01-31', 100,
       'EUR', 'open', '2026-01-15', now()
     from (select id as plan, row_number() over () as nth from offered) plans
     join unnest($2::uuid[]) with ordinality as of_member (member, nth) using (nth)`,
    [cooperative.id, memberIds()],
  );
}

async function seedBooks(client: pg.Client): Promise<void> {
  await client.query('reset session_replication_role');
  const record = `mutation ($input: JournalEntryRecordInput!) {
    journalEntryRecord(input: $input) { userErrors { code message } } }`;
  for (let nth = 1; nth <= rows; nth += 1) {
    const lines = [
      { accountKey: 'bank', amountMinor: '100' },
      { accountKey: `expense:kind-${nth}`, amountMinor: '-100' },
    ];
    const input = { idempotencyKey: `entry ${nth}`, description: 'x', currency: 'EUR', lines };
    const data = await ask(record, { input });
    expect(data).toEqual({ journalEntryRecord: { userErrors: [] } });
  }
}

const ask = (query: string, variables: object): Promise<object> =>
  new ApiClient(api.url)
    .in(cooperative.slug)
    .as(cooperative.members[0]?.token ?? null)
    .query<object>(query, variables);

const verdict = '{ allowed reason }';
const pages: Readonly<Record<string, string>> = {
  'members with their offices': `members(first: $n) { edges { node { displayName standing classKey
    roles { role startsAt } standingHistory { to } viewerCan { leave ${verdict} } } } }`,
  'proposals with their tallies': `proposals(first: $n) { edges { node { title status
    proposer { displayName } subject { id } rule { quorum { share } }
    tally { ballots outcomeNow stances { stance ballots } quorum { reached } }
    actions { kind } viewerBallot { stance } viewerWeight
    viewerCan { castBallot ${verdict} open ${verdict} } } } }`,
  'proposals with twenty ballots each': `proposals(first: $n) { edges { node { title
    tally { ballots } ballots(first: 20) { edges { node { stance voter { displayName } } }
      pageInfo { hasNextPage } } } } }`,
  'a proposal and its ballots': `proposal(id: $id) { title proposer { displayName }
    tally { ballots outcomeNow } viewerBallot { stance }
    ballots(first: $n) { edges { node { stance reason voter { displayName roles { role } } } } } }`,
  'expenses with items, approvals and votes': `expenses(first: $n) { edges { node { title status
    payoutId items { description receipt { name } } approvals { approver { displayName } }
    submitter { displayName } proposal { title tally { ballots } }
    viewerCan { approve ${verdict} } } } }`,
  payouts: `payouts(first: $n) { edges { node { state amount { decimal } payee { displayName }
    viewerCan { release ${verdict} } } } }`,
  'the public treasury': `treasury { totals { currency } accounts { code balance { decimal } } }
    ledgerTransactions(first: $n) { edges { node { description
      postings { amount { minor } account { code balance { minor } } } } } }`,
  invoices: `invoices(first: $n) { edges { node { number state member { displayName }
    plan { name } payTo { accountNumber } } } }`,
};

async function statementsOf(page: string, n: number): Promise<string[]> {
  const id = toGlobalId('Proposal', proposalIds[0] ?? newId());
  const isOne = page.includes('$id');
  const query = `query ($n: Int${isOne ? ', $id: ID!' : ''}) { ${page} }`;
  let text = '';
  const sent = await sentDuring(async () => {
    text = JSON.stringify(await ask(query, isOne ? { n, id } : { n }));
  });
  // Every page is full, or the count would prove nothing.
  expect(text.split('"node":').length - 1).toBeGreaterThanOrEqual(n);
  return ofTheRooms(sent).map(({ name }) => name);
}

describe('a page asks the database as often for fifty rows as for five', () => {
  it.each(Object.entries(pages))('%s', async (_name, page) => {
    // The first request of a kind is compiled and fills what is kept for all requests.
    await statementsOf(page, 5);
    const few = await statementsOf(page, 5);
    const many = await statementsOf(page, 50);
    expect(many.toSorted()).toEqual(few.toSorted());
    expect(many.length).toBeLessThanOrEqual(15);
  });
});

describe('the page of one proposal', () => {
  const whole = `proposal(id: $id) { title proposer { displayName } tally { ballots }
    ... on Proposal { viewerBallot { stance } viewerWeight viewerCan { castBallot ${verdict} } }
    ballots(first: $n) { edges { node { voter { displayName } } } } }`;

  it('asks for what its id leads to together with itself, and for each thing once', async () => {
    await statementsOf(whole, 5);
    const sent = await statementsOf(whole, 5);
    expect(sent.filter((name) => name === 'membership.find-members')).toHaveLength(1);
    expect(new Set(sent).size).toBe(sent.length);
    // What was counted and who is named is known after the first answer, and asked for last.
    expect(sent.slice(-2).toSorted()).toEqual(['membership.find-members', 'voting.count-ballots']);
    expect(sent).toHaveLength(7);
  });
});

describe('several proposals, asked for by name at once', () => {
  it('have each page of ballots fetched once', async () => {
    const ids = proposalIds.slice(0, 3).map((id) => toGlobalId('Proposal', id));
    const fields = ids.map(
      (id, nth) => `nth${nth}: proposal(id: "${id}") { title
        ballots(first: 5) { edges { node { stance } } } }`,
    );
    let text = '';
    const sent = await sentDuring(async () => {
      text = JSON.stringify(await ask(`{ ${fields.join(' ')} }`, {}));
    });
    expect(text.split('"stance":').length - 1).toBe(15);
    const names = ofTheRooms(sent).map(({ name }) => name);
    expect(names.filter((name) => name.includes('ballots'))).toHaveLength(1);
  });
});

describe('what waits for somebody', () => {
  const waiting = `{ waiting { votes { id viewerWeight viewerBallot { id } }
    invoicesToPay { number }
    expensesToApprove { id } expensesToExplain { id } applicationsToDecide { id }
    waiversToDecide { id } payoutsToRelease { id } bankLinesToAssign { id }
    bankLinesToDecide { id } bankLinesToCheck { id } } }`;
  type Waiting = Readonly<Record<string, readonly { readonly id: string }[]>>;
  const as = (token: string | null) => new ApiClient(api.url).in(cooperative.slug).as(token);
  const seenBy = async (token: string | null) =>
    (await as(token).query<{ waiting: Waiting }>(waiting)).waiting;
  const lengths = (all: Waiting) =>
    Object.fromEntries(Object.entries(all).map(([name, list]) => [name, list.length]));
  const nothing = {
    votes: 0,
    invoicesToPay: 0,
    expensesToApprove: 0,
    expensesToExplain: 0,
    applicationsToDecide: 0,
    waiversToDecide: 0,
    payoutsToRelease: 0,
    bankLinesToAssign: 0,
    bankLinesToDecide: 0,
    bankLinesToCheck: 0,
  };

  it('is nothing for a stranger', async () => {
    expect(lengths(await seenBy(null))).toEqual(nothing);
  });

  it('is every vote in which one has not voted, until one does', async () => {
    const token = cooperative.members[rows]?.token ?? null;
    const { votes = [], ...rest } = await seenBy(token);
    expect({ votes: votes.length, ...lengths(rest) }).toEqual({ ...nothing, votes: rows });
    const cast = `mutation ($id: ID!) { ballotCast(proposalId: $id, input: { stance: AGREE }) {
      userErrors { code } } }`;
    await as(token).query(cast, { id: votes[0]?.id });
    const left = (await seenBy(token))['votes'] ?? [];
    expect(left.map(({ id }) => id)).toEqual(votes.slice(1).map(({ id }) => id));
  });

  it('is an officer’s own to pay and others’ money to let go', async () => {
    const token = cooperative.members[0]?.token ?? null;
    const found = lengths(await seenBy(token));
    // Of the payouts one is to this very treasurer.
    expect(found).toEqual({ ...nothing, invoicesToPay: 1, payoutsToRelease: rows - 1 });
  });
});

describe('a list that is narrowed by an id', () => {
  it.each([
    'invoices(first: 1, memberId: "") { edges { cursor } }',
    'expenses(first: 1, submitterId: "") { edges { cursor } }',
    'usageStatements(first: 1, partnerId: "") { edges { cursor } }',
    'auditTrail(first: 1, subjectId: "") { edges { cursor } }',
    'duesCredits(memberId: "") { minor }',
    'duesRefunds(memberId: "") { id }',
  ])('is not shown whole for an empty one: %s', async (list) => {
    const token = cooperative.members[0]?.token ?? null;
    const { errors } = await new ApiClient(api.url)
      .in(cooperative.slug)
      .as(token)
      .answer(`{ ${list} }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_ID']);
  });
});
