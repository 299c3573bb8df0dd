import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coopIban, MoneyWorld, payeeIban } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let tess: string;
let ben: string;
let ada: string;
let adasId: string;
let claimId: string;
let receiptId: string;

const receipt = { name: 'surgery.pdf', bytes: '%PDF-1.4\nsurgery\n%%EOF\n' };
const drain = () => world.worker.loop.drain();
const change = <Data extends object>(token: string, query: string, variables: object = {}) =>
  world.client(token).change<Data>(query, variables);

/** What somebody looked at of Ada, whom nobody can ask any more, since it was asked last. */
let known = 0;
async function newLooks(): Promise<string[]> {
  const rows = await world.rows<{ what: string }>(
    `select l.what from platform.looks l join membership.members m on m.id = l.member_id
     where m.id = $1 order by l.looked_at, l.id`,
    [adasId],
  );
  const fresh = rows.slice(known).map(({ what }) => what);
  known = rows.length;
  return fresh;
}

async function looksBy(token: string, query: string, variables: object = {}) {
  await newLooks();
  const data = JSON.stringify(await world.ask<object>(token, query, variables));
  return { data, looks: await newLooks() };
}

async function prepareToPay(): Promise<string> {
  const { bankAccount } = await change<{ bankAccount: { id: string } }>(
    tess,
    `mutation ($number: String!) { bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SIMULATED }) {
       userErrors { code message } bankAccount { id } } }`,
    { number: coopIban },
  );
  const band = { kind: 'role', role: 'treasurer', approvals: 1 };
  await change(
    administrator,
    `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR",
       bandsJson: $bands }) { userErrors { code message } } }`,
    { bands: JSON.stringify([{ upToMinor: null, band, receipts: false }]) },
  );
  await change(
    tess,
    `mutation { journalEntryRecord(input: { idempotencyKey: "opening", description: "Opening",
       currency: "EUR", lines: [{ accountKey: "bank", amountMinor: "100000" },
       { accountKey: "opening-balance", amountMinor: "-100000" }] }) {
       userErrors { code message } } }`,
  );
  await change(
    ada,
    `mutation ($number: String!) { payeeDetailsSet(input: { holderName: "Ada",
       accountNumber: $number }) { userErrors { code message } } }`,
    { number: payeeIban },
  );
  world.clock.advance({ hours: 49 });
  [administrator, tess, ada, ben] = (await Promise.all(
    ['founder', 'tess', 'ada', 'ben'].map((name) => world.signIn(`${name}@mill.example`)),
  )) as [string, string, string, string];
  return bankAccount.id;
}

/** Ada claims her surgery, with its receipt, and it is approved. */
async function claim(): Promise<void> {
  const uploaded = await world.client(ada).upload('/files', receipt);
  receiptId = (uploaded.body as { id: string }).id;
  const { expense } = await change<{ expense: { id: string; termsHash: string } }>(
    ada,
    `mutation ($day: Date!, $receiptId: String!) { expenseDraft(input: { title: "Surgery",
       currency: "EUR", items: [{ description: "Knee", category: OTHER, incurredOn: $day,
       amountMinor: "2222", receiptId: $receiptId }] }) { expense { id termsHash }
       userErrors { code message } } }`,
    { day: world.clock.now().toISOString().slice(0, 10), receiptId },
  );
  claimId = expense.id;
  await change(
    ada,
    'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code message } } }',
    expense,
  );
  await change(
    tess,
    `mutation ($id: ID!, $termsHash: String) { expenseApprove(id: $id, termsHash: $termsHash) {
       userErrors { code message } } }`,
    expense,
  );
}

async function pay(bankAccountId: string): Promise<void> {
  await drain();
  const { expense } = await world.ask<{ expense: { payoutId: string } }>(
    ada,
    'query ($id: ID!) { expense(id: $id) { payoutId } }',
    { id: claimId },
  );
  await change(
    tess,
    `mutation ($ids: [ID!]!, $account: ID!) { payoutsRelease(input: { payoutIds: $ids,
       bankAccountId: $account }) { userErrors { code message } } }`,
    { ids: [expense.payoutId], account: bankAccountId },
  );
  await drain();
  world.clock.advance({ minutes: 10 });
  await drain();
}

async function leaveAndBeErased(): Promise<void> {
  for (const leaving of ['membershipLeave', 'memberErase']) {
    await change(ada, `mutation { ${leaving} { userErrors { code message } } }`);
  }
  await drain();
}

const one =
  'query ($id: ID!) { expense(id: $id) { title items { description receipt { name } } } }';
const reading = [
  ['by its id', one],
  ['as a node', 'query ($id: ID!) { node(id: $id) { ... on Expense { title } } }'],
  ['in the list', '{ expenses(first: 5) { edges { node { title } } } }'],
  ['by who claimed it', '{ expenses(first: 5, statuses: [PAID]) { edges { node { title } } } }'],
] as const;
const variablesOf = (query: string): object => (query.includes('$id') ? { id: claimId } : {});

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  const bankAccountId = await prepareToPay();
  await claim();
  await pay(bankAccountId);
  const [row] = await world.rows<{ id: string }>(
    `select id from membership.members where display_name = 'ada'`,
  );
  adasId = row?.id ?? '';
});
afterAll(() => world.close());

describe('a look at what somebody claimed', () => {
  it('is nothing to record while they are there', async () => {
    const { data, looks } = await looksBy(tess, one, { id: claimId });
    expect([data, looks]).toEqual([expect.stringContaining('Surgery'), []]);
    expect((await world.client(tess).download(`/files/${receiptId}`)).toString()).toBe(
      receipt.bytes,
    );
    expect(await newLooks()).toEqual([]);
  });
});

describe('a look at what somebody claimed who was erased', () => {
  beforeAll(leaveAndBeErased);

  it.each(reading)('is on record: %s', async (_, query) => {
    const { data, looks } = await looksBy(tess, query, variablesOf(query));
    expect([data, looks]).toEqual([expect.stringContaining('Surgery'), ['voucher']]);
  });

  it('is on record for its receipt', async () => {
    const bytes = await world.client(tess).download(`/files/${receiptId}`);
    expect([bytes.toString(), await newLooks()]).toEqual([receipt.bytes, ['voucher']]);
    const { status } = await world.client(tess).request('HEAD', `/files/${receiptId}`);
    expect([status, await newLooks()]).toEqual([405, []]);
  });

  it('is none where nothing of it is told', async () => {
    for (const [, query] of reading) {
      const { data, looks } = await looksBy(ben, query, variablesOf(query));
      expect([data, looks]).toEqual([expect.not.stringContaining('Surgery'), []]);
    }
    expect((await world.client(ben).get(`/files/${receiptId}`)).status).toBe(404);
    expect(await newLooks()).toEqual([]);
  });

  it('is on record where nothing but how many there are is told', async () => {
    const narrowed = (filter: string) => `{ expenses(first: 0${filter}) { totalCount } }`;
    const since = narrowed(', filter: { from: "2020-01-01T00:00:00Z" }');
    expect(await looksBy(tess, since)).toEqual({
      data: '{"expenses":{"totalCount":1}}',
      looks: ['voucher'],
    });
    expect((await looksBy(tess, narrowed(', statuses: [PAID]'))).looks).toEqual([]);
    expect((await looksBy(ben, since)).looks).toEqual([]);
  });

  it('is had by no search for its words', async () => {
    const found = '{ expenses(first: 5, filter: { text: "surgery" }) { totalCount } }';
    const { data, looks } = await looksBy(tess, found);
    expect([data, looks]).toEqual(['{"expenses":{"totalCount":0}}', []]);
  });

  it('is what the answer waits for', async () => {
    await world.rows(
      'alter table platform.looks add constraint full_check check (false) not valid',
    );
    try {
      const answer = await world.answer<object>(tess, one, { id: claimId });
      expect(JSON.stringify(answer)).not.toContain('Surgery');
      const { status, text } = await world.client(tess).get(`/files/${receiptId}`);
      expect([status >= 500, text]).toEqual([true, expect.not.stringContaining('surgery')]);
    } finally {
      await world.rows('alter table platform.looks drop constraint full_check');
    }
  });
});
