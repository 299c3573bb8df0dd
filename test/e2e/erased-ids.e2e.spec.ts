import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromMemberId, toMemberId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reader } from '../privacy/kit/reader.js';
import { plainTerms } from './deciding-world.js';
import { camt053, coopIban, MoneyWorld, payeeIban } from './money-world.js';

type Name = 'administrator' | 'tess' | 'aude' | 'ben' | 'ada';
const readers = ['administrator', 'tess', 'aude', 'ben'] as const;
type ReaderName = (typeof readers)[number];

let world: MoneyWorld;
const tokens = {} as Record<Name, string>;
/** By which ids each audience knew Ada. */
const before = { inside: '', stranger: '' };
/** What each read while she was there, and after she was erased. */
const reads = { before: new Map<ReaderName, unknown[]>(), after: new Map<ReaderName, unknown[]>() };

const drain = () => world.worker.loop.drain();
const today = (): string => world.clock.now().toISOString().slice(0, 10);
const change = <Data extends object>(by: Name, query: string, variables: object = {}) =>
  world.client(tokens[by]).change<Data>(query, variables);
const errors = 'userErrors { code message }';

async function signIn(): Promise<void> {
  const emails = { administrator: 'founder', tess: 'tess', aude: 'aude', ben: 'ben', ada: 'ada' };
  for (const [name, email] of Object.entries(emails)) {
    tokens[name as Name] = await world.signIn(`${email}@mill.example`);
  }
}

/** Ada proposes, and she and Ben vote. */
async function vote(): Promise<void> {
  const stances = ['agree', 'disagree'];
  const agree = { share: '1/2', strict: true, of: 'cast' };
  const rule = {
    ...plainTerms,
    ballotKind: 'stances',
    stances,
    decision: { kind: 'threshold', agree },
    blocks: null,
  };
  await change(
    'administrator',
    `mutation ($rule: String!) { policyAdopt(input: { key: "majority", title: "A policy",
       ruleJson: $rule }) { ${errors} } }`,
    { rule: JSON.stringify(rule) },
  );
  for (const title of ['A kettle', 'A hive']) {
    const { proposal } = await change<{ proposal: { id: string } }>(
      'ada',
      `mutation ($title: String!) { proposalDraft(input: { title: $title, body: "",
         policyKey: "majority" }) { ${errors} proposal { id } } }`,
      { title },
    );
    await change('ada', `mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`, proposal);
    for (const voter of ['ada', 'ben'] as const) {
      const cast = `mutation ($id: ID!) { ballotCast(proposalId: $id, input: { stance: DISAGREE }) {
        ${errors} } }`;
      await change(voter, cast, proposal);
    }
  }
}

async function prepareToPay(): Promise<string> {
  const { bankAccount } = await change<{ bankAccount: { id: string } }>(
    'tess',
    `mutation ($number: String!) { bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SIMULATED }) {
       ${errors} bankAccount { id } } }`,
    { number: coopIban },
  );
  const band = { kind: 'role', role: 'treasurer', approvals: 1 };
  await change(
    'administrator',
    `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR",
       bandsJson: $bands }) { ${errors} } }`,
    { bands: JSON.stringify([{ upToMinor: null, band, receipts: false }]) },
  );
  await change(
    'tess',
    `mutation { journalEntryRecord(input: { idempotencyKey: "opening", description: "Opening",
       currency: "EUR", lines: [{ accountKey: "bank", amountMinor: "100000" },
       { accountKey: "opening-balance", amountMinor: "-100000" }] }) { ${errors} } }`,
  );
  await change(
    'ada',
    `mutation ($number: String!) { payeeDetailsSet(input: { holderName: "Ada",
       accountNumber: $number }) { ${errors} } }`,
    { number: payeeIban },
  );
  world.clock.advance({ hours: 49 });
  await signIn();
  return bankAccount.id;
}

/** Ada claims, and is paid. */
async function claim(bankAccountId: string): Promise<void> {
  const { expense } = await change<{ expense: { id: string; termsHash: string } }>(
    'ada',
    `mutation ($day: Date!) { expenseDraft(input: { title: "Paint", currency: "EUR",
       items: [{ description: "Paint", category: OTHER, incurredOn: $day,
       amountMinor: "2222" }] }) { expense { id termsHash } ${errors} } }`,
    { day: today() },
  );
  await change('ada', `mutation ($id: ID!) { expenseSubmit(id: $id) { ${errors} } }`, expense);
  await change(
    'tess',
    `mutation ($id: ID!, $termsHash: String) { expenseApprove(id: $id, termsHash: $termsHash) {
       ${errors} } }`,
    expense,
  );
  await drain();
  const { payoutId } = (
    await world.ask<{ expense: { payoutId: string } }>(
      tokens.ada,
      'query ($id: ID!) { expense(id: $id) { payoutId } }',
      expense,
    )
  ).expense;
  await change(
    'tess',
    `mutation ($ids: [ID!]!, $account: ID!) { payoutsRelease(input: { payoutIds: $ids,
       bankAccountId: $account }) { ${errors} } }`,
    { ids: [payoutId], account: bankAccountId },
  );
  await drain();
  world.clock.advance({ minutes: 10 });
  await drain();
}

/** Ada and Ben pay what they are asked for. */
async function dues(): Promise<void> {
  const { duesPlan } = await change<{ duesPlan: { id: string } }>(
    'tess',
    `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
       minimumMinor: "0", suggestedMinor: "1500", months: 1 }) { duesPlan { id } ${errors} } }`,
  );
  for (const payer of ['ada', 'ben'] as const) {
    await change(
      payer,
      `mutation ($id: ID!) { duesPledgeChoose(input: { planId: $id,
         amount: { minor: "1200", currency: "EUR" } }) { ${errors} } }`,
      duesPlan,
    );
  }
  await change('tess', `mutation { duesInvoicesIssue { ${errors} } }`);
  const { myInvoices } = await world.ask<{
    myInvoices: { edges: { node: { reference: string } }[] };
  }>(tokens.ada, '{ myInvoices(first: 1) { edges { node { reference } } } }');
  const text = `Dues ${myInvoices.edges[0]?.node.reference ?? ''}`;
  await world.upload(tokens.tess, camt053([{ minor: 12_00n, text }], { day: today() }));
  await drain();
}

/** A program of the administrator's, which takes nothing until she is erased. */
let receives = false;
const messages: { type: string; data: object }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    if (receives) messages.push(JSON.parse(body) as { type: string; data: object });
    response.writeHead(receives ? 204 : 503).end();
  });
});

async function listen(): Promise<void> {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  await change(
    'administrator',
    `mutation ($url: String!) { webhookAdd(input: { types: ["*"], url: $url }) { ${errors} } }`,
    { url: `http://127.0.0.1:${port}/hook` },
  );
}

async function readAll(into: Map<ReaderName, unknown[]>): Promise<void> {
  for (const name of readers) {
    const reader = new Reader(world.client(tokens[name]), false);
    await reader.everything();
    into.set(name, [...reader.answers]);
  }
}

/** Every member's id in what was read, also in JSON inside of it, with the nearest thing's id. */
function memberIdsIn(value: unknown, thing = '', found = new Map<string, Set<string>>()) {
  if (typeof value === 'string') {
    for (const [token] of value.matchAll(/[\w-]{36,60}/g)) {
      if (Buffer.from(token, 'base64url').toString('latin1').endsWith('Member')) {
        found.set(token, (found.get(token) ?? new Set()).add(thing));
      }
    }
    return found;
  }
  if (typeof value !== 'object' || value === null) return found;
  const { id } = value as { id?: unknown };
  const nearest = typeof id === 'string' ? id : thing;
  for (const one of Object.values(value)) memberIdsIn(one, nearest, found);
  return found;
}

beforeAll(async () => {
  world = await MoneyWorld.open();
  tokens.administrator = await world.found('mill');
  tokens.tess = await world.member('mill', 'tess', 'TREASURER');
  tokens.aude = await world.member('mill', 'aude', 'AUDITOR');
  tokens.ben = await world.member('mill', 'ben');
  tokens.ada = await world.member('mill', 'ada');
  await claim(await prepareToPay());
  await dues();
  await listen();
  await vote();
  await drain();
  before.inside = await world.memberId(tokens.ada, 'mill');
  before.stranger = toMemberId(fromMemberId(before.inside, 'inside'), 'stranger');
  await readAll(reads.before);
  for (const leaving of ['membershipLeave', 'memberErase']) {
    await change('ada', `mutation { ${leaving} { ${errors} } }`);
  }
  await drain();
  await readAll(reads.after);
}, 240_000);
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await world.close();
});

describe('of a member who was erased', () => {
  it.each(readers)('nothing that %s read before leads to what is read after', (name) => {
    const known = memberIdsIn(reads.before.get(name));
    expect([...known.keys()]).toContain(before.inside);
    const told = memberIdsIn(reads.after.get(name));
    expect([...(told.get(before.inside) ?? [])]).toEqual([]);
  });

  it.each(readers)('what %s reads is not joined among itself either', (name) => {
    const known = memberIdsIn(reads.before.get(name));
    const told = [...memberIdsIn(reads.after.get(name))].filter(([id]) => !known.has(id));
    // A claim of hers all members read; clerks read more.
    const isClerk = name === 'tess' || name === 'aude';
    expect(told.length).toBeGreaterThan(isClerk ? 1 : 0);
    expect(told.filter(([, things]) => things.size !== 1)).toEqual([]);
  });

  it.each(readers)(
    'nothing is found for %s by the id of before, nor by that of after',
    async (name) => {
      const after = [...memberIdsIn(reads.after.get(name)).keys()];
      const known = memberIdsIn(reads.before.get(name));
      const ids = [before.inside, ...after.filter((id) => !known.has(id)).slice(0, 3)];
      const lists = [
        'proposals(first: 5, filter: { proposerId: $id })',
        'expenses(first: 5, submitterId: $id)',
        'expenses(first: 5, filter: { payeeId: $id })',
        'payouts(first: 5, filter: { payeeId: $id })',
        ...(name === 'tess' || name === 'aude'
          ? ['invoices(first: 5, memberId: $id)', 'duesCreditEntries(first: 5, memberId: $id)']
          : []),
        ...(name === 'aude' ? ['auditTrail(first: 5, filter: { memberId: $id })'] : []),
      ];
      for (const id of ids) {
        for (const list of lists) {
          const asked = `query ($id: ID!) { found: ${list} { edges { cursor } }
          node(id: $id) { id } }`;
          const answer = await world.ask(tokens[name], asked, { id });
          expect([list, answer]).toEqual([list, { found: { edges: [] }, node: null }]);
        }
      }
    },
  );

  it('nobody has been looked at who asks for what they owed and had', async () => {
    const asked = `query ($id: ID!) {
      duesCredits(memberId: $id) { currency } duesRefunds(memberId: $id) { id }
      duesCreditEntries(first: 5, memberId: $id) { edges { cursor } }
      invoices(first: 5, memberId: $id) { edges { cursor } } }`;
    for (const token of [tokens.tess, tokens.aude]) {
      expect(await world.ask(token, asked, { id: before.inside })).toEqual({
        duesCredits: [],
        duesRefunds: [],
        duesCreditEntries: { edges: [] },
        invoices: { edges: [] },
      });
    }
    const ofNobody = `select what from platform.looks l where not exists
      (select from membership.members m where m.id = l.member_id)`;
    expect(await world.rows(ofNobody)).toEqual([]);
  });

  it('an auditor finds nothing that happened to them by the id of before', async () => {
    const asked = `query ($id: String!) { auditTrail(first: 5, subjectId: $id) {
      edges { cursor } } }`;
    const variables = { id: before.inside };
    expect(await world.ask(tokens.aude, asked, variables)).toEqual({ auditTrail: { edges: [] } });
  });

  it('programs are told what was without them; that they went, by the id of before', async () => {
    receives = true;
    for (let hour = 0; hour < 4; hour += 1) {
      world.clock.advance({ hours: 1 });
      await drain();
    }
    const told = messages.map((message) => ({ type: message.type, ids: memberIdsIn(message) }));
    const of = (type: string) => told.filter((one) => one.type === type);
    expect(of('governance.BallotCast')).toHaveLength(4);
    const naming = told.filter(({ ids }) => ids.has(before.inside)).map(({ type }) => type);
    expect(naming).toEqual(['membership.MemberErased']);
    const stoodIn = told.flatMap(({ ids }) => [...ids.keys()]);
    const known = memberIdsIn(reads.before.get('aude'));
    const others = stoodIn.filter((id) => !known.has(id));
    expect(others.length).toBeGreaterThan(1);
    expect(new Set(others).size).toBe(others.length);
  });

  it('officers find no place of theirs among those who left', async () => {
    const asked = '{ members(first: 50, standings: [LEFT]) { totalCount edges { node { id } } } }';
    const answer = await world.ask(tokens.administrator, asked);
    expect(answer).toEqual({ members: { totalCount: 0, edges: [] } });
  });
});
