import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaIban, DuesPaid } from './dues-paid.js';
import { countQueries, payeeIban } from './money-world.js';
import type { MoneyWorld } from './money-world.js';

let world: MoneyWorld;
let paid: DuesPaid;
let tess: string;
let ada: string;
let ben: string;
let cleo: string;

/** What others looked at of somebody since the last time that it was asked. */
const known = new Map<string, number>();
async function newLooks(token: string): Promise<string[]> {
  type AtMe = { looksAtMe: { edges: { node: { what: string } }[] } };
  const { looksAtMe } = await world.ask<AtMe>(
    token,
    '{ looksAtMe(first: 100) { edges { node { what } } } }',
  );
  const all = looksAtMe.edges.map(({ node }) => node.what);
  const fresh = all.slice(0, all.length - (known.get(token) ?? 0));
  known.set(token, all.length);
  return fresh.toSorted();
}

async function looksBy(
  token: string,
  query: string,
  variables: object = {},
): Promise<{ readonly of: Record<'ada' | 'ben' | 'cleo', string[]>; readonly data: object }> {
  for (const one of [ada, ben, cleo]) await newLooks(one);
  const data = await world.ask<object>(token, query, variables);
  return {
    data,
    of: { ada: await newLooks(ada), ben: await newLooks(ben), cleo: await newLooks(cleo) },
  };
}

const change = <Data extends object>(token: string, query: string, variables: object = {}) =>
  paid.change<Data>(token, query, variables);

beforeAll(async () => {
  paid = await DuesPaid.open();
  ({ world, tess, ada, ben, cleo } = paid);
});
afterAll(() => world.close());

const linesWith = (text: string, fields = 'amount { minor }') =>
  `{ bankLines(first: 10, filter: { text: "${text}" }) { edges { node { id ${fields} } } } }`;

describe('a look at the bank’s lines', () => {
  it('is one at whose dues they paid, all of them, and at nobody else', async () => {
    const ofAda = await paid.referenceOf(ada);
    expect((await looksBy(tess, linesWith(ofAda))).of).toEqual({
      ada: ['BANK_LINE'],
      ben: [],
      cleo: [],
    });
    const ofBen = await paid.referenceOf(ben);
    expect((await looksBy(tess, linesWith(ofBen))).of).toEqual({
      ada: [],
      ben: ['BANK_LINE'],
      cleo: ['BANK_LINE'],
    });
    expect((await looksBy(tess, linesWith('Coffee'))).of).toEqual({ ada: [], ben: [], cleo: [] });
  });

  it('is one by the line’s id as well', async () => {
    type Found = { bankLines: { edges: { node: { id: string } }[] } };
    const found = await world.ask<Found>(tess, linesWith(await paid.referenceOf(ada)));
    const id = found.bankLines.edges[0]?.node.id ?? '';
    const asked = 'query ($id: ID!) { node(id: $id) { ... on BankLine { counterpartyName } } }';
    expect((await looksBy(tess, asked, { id })).of.ada).toEqual(['BANK_LINE']);
  });

  it('is one at who paid from that account before, of a line that nothing explains', async () => {
    await paid.told([{ minor: 3_21n, text: 'For the cake', account: adaIban }], 'second');
    const { of } = await looksBy(tess, linesWith('cake'));
    expect(of).toEqual({ ada: ['BANK_LINE'], ben: [], cleo: [] });
    const waiting = '{ waiting { bankLinesToAssign { freeText } } }';
    expect((await looksBy(tess, waiting)).of.ada).toEqual(['BANK_LINE']);
  });

  it('costs the same for one line and for many', async () => {
    const page = (first: number) => () =>
      world.ask(tess, `{ bankLines(first: ${first}) { edges { node { id } } } }`);
    await page(1)();
    expect(await countQueries(page(4))).toBe(await countQueries(page(1)));
  });
});

describe('a look at the books', () => {
  it('is one at whose dues were claimed and paid', async () => {
    const asked = '{ ledgerTransactions(first: 50) { edges { node { description } } } }';
    expect((await looksBy(tess, asked)).of).toEqual({
      ada: ['CREDIT', 'INVOICE'],
      ben: ['INVOICE'],
      cleo: ['INVOICE'],
    });
  });

  it('is one at whom a search for a reference finds', async () => {
    const asked = `query ($text: String!) { ledgerTransactions(first: 5, filter: { text: $text }) {
      edges { node { postings { amount { minor } } } } } }`;
    const { of } = await looksBy(tess, asked, { text: await paid.referenceOf(ben) });
    expect(of).toEqual({ ada: [], ben: ['INVOICE'], cleo: ['INVOICE'] });
  });

  it('is one line by line of an account, and tells no key of ours', async () => {
    type Accounts = { ledgerAccounts: { id: string; code: string }[] };
    const { ledgerAccounts } = await world.ask<Accounts>(tess, '{ ledgerAccounts { id code } }');
    const id = ledgerAccounts.find(({ code }) => code.includes('receivable'))?.id ?? '';
    const auditor = await world.member('mill', 'aude', 'AUDITOR');
    for (const fields of [
      'amount { minor }',
      'effectiveAt transaction { sourceId outsideFact }',
      '__typename',
    ]) {
      const asked = `query ($id: ID!) { ledgerStatement(accountId: $id, first: 20) {
        edges { node { ${fields} } } } }`;
      for (const clerk of [tess, auditor]) {
        const { data, of } = await looksBy(clerk, asked, { id });
        expect(of.ben, fields).toEqual(['INVOICE']);
        expect(JSON.stringify(data)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
      }
    }
  });

  it('is one where nothing but a source is asked for, and costs the same for many', async () => {
    const page = (first: number) =>
      `{ ledgerTransactions(first: ${first}, filter: { sourceKind: "invoice" }) {
         edges { node { effectiveOn sourceId } } } }`;
    expect((await looksBy(tess, page(50))).of).toMatchObject({ ben: ['INVOICE'] });
    const counted = (first: number) => countQueries(() => world.ask(tess, page(first)));
    expect(await counted(50)).toBe(await counted(1));
  });

  it('is one at whose credit money is reserved for, and none for members', async () => {
    expect((await looksBy(tess, '{ holds(first: 5) { edges { node { sourceId } } } }')).of).toEqual(
      { ada: ['CREDIT'], ben: [], cleo: [] },
    );
    const asked = '{ ledgerTransactions(first: 50) { edges { node { description } } } }';
    expect((await looksBy(ben, asked)).of).toEqual({ ada: [], ben: [], cleo: [] });
  });
});

describe('a look at credit', () => {
  it('is one by the id of a movement', async () => {
    type Own = { duesCreditEntries: { edges: { node: { id: string } }[] } };
    const own = '{ duesCreditEntries(first: 1) { edges { node { id } } } }';
    const { duesCreditEntries } = await world.ask<Own>(ada, own);
    const id = duesCreditEntries.edges[0]?.node.id;
    const asked = 'query ($id: ID!) { node(id: $id) { ... on CreditEntry { kind } } }';
    expect((await looksBy(tess, asked, { id })).of.ada).toEqual(['CREDIT']);
  });

  it('is one when it is told whether there is some, by what may be done with it', async () => {
    const asked = `{ members(first: 10) { edges { node { viewerCan {
      refundCredit { allowed } waiveCredit { allowed } } } } } }`;
    const all = { ada: ['CREDIT'], ben: ['CREDIT'], cleo: ['CREDIT'] };
    expect((await looksBy(tess, asked)).of).toEqual(all);
    const node = `query ($id: ID!) { node(id: $id) { ... on Member { viewerCan {
      refundCredit { reason } waiveCredit { reason } } } } }`;
    const id = await world.memberId(ben, 'mill');
    const { data, of } = await looksBy(tess, node, { id });
    expect(JSON.stringify(data)).toContain('CREDIT_SPENT');
    expect(of).toEqual({ ada: [], ben: ['CREDIT'], cleo: [] });
    expect((await looksBy(ben, asked)).of).toEqual({ ada: [], ben: [], cleo: [] });
  });
});

describe('a look at where somebody is paid', () => {
  it('is one at everybody’s account that a file for the bank names', async () => {
    for (const token of [ada, ben]) await newLooks(token);
    const path = `/bank/payment-files/${paid.fileId}`;
    const answer = await world.client(tess).get(path);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(payeeIban);
    expect(await newLooks(ada)).toEqual(['BANK_DETAILS']);
    expect(await newLooks(ben)).toEqual([]);
    expect((await world.client(ben).get(path)).status).toBe(403);
    expect(await newLooks(ada)).toEqual([]);
  });

  it('is one at an expense’s payee, when it is asked where they are paid', async () => {
    const administrator = await world.signIn('founder@mill.example');
    const band = { kind: 'role', role: 'treasurer', approvals: 1 };
    await change(
      administrator,
      `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR",
         bandsJson: $bands }) { userErrors { code message } } }`,
      { bands: JSON.stringify([{ upToMinor: null, band, receipts: false }]) },
    );
    const { expense } = await change<{ expense: { id: string } }>(
      ada,
      `mutation ($day: Date!) { expenseDraft(input: { title: "Paint", currency: "EUR",
         items: [{ description: "Paint", category: OTHER, incurredOn: $day,
         amountMinor: "500" }] }) { expense { id } userErrors { code message } } }`,
      { day: paid.today },
    );
    const submitted = await change<{ expense: { id: string; termsHash: string } }>(
      ada,
      `mutation ($id: ID!) { expenseSubmit(id: $id) { expense { id termsHash }
         userErrors { code message } } }`,
      expense,
    );
    const asked = '{ expenses(first: 5) { edges { node { title } } } }';
    expect((await looksBy(tess, asked)).of.ada).toEqual([]);
    const where = asked.replace('title', 'destination');
    // Nobody checks it before it is owed.
    const early = await looksBy(tess, where);
    expect([JSON.stringify(early.data), early.of.ada]).toEqual([
      expect.not.stringMatching(/NL91/),
      [],
    ]);
    await change(
      tess,
      `mutation ($id: ID!, $termsHash: String) { expenseApprove(id: $id, termsHash: $termsHash) {
         userErrors { code message } } }`,
      submitted.expense,
    );
    const { data, of } = await looksBy(tess, where);
    expect(JSON.stringify(data)).toMatch(/NL91.*4300/);
    expect(of.ada).toEqual(['BANK_DETAILS']);
    expect((await looksBy(ada, where)).of.ada).toEqual([]);
  });
});

it('is on record for an auditor of what was told of lines and payouts', async () => {
  const asked = `{ auditTrail(first: 100, type: "payments.BankLineMatched") {
    edges { node { dataJson } } } }`;
  const auditor = await world.member('mill', 'auden', 'AUDITOR');
  expect((await looksBy(auditor, asked)).of.ben).toEqual(['BANK_LINE']);
  const ofPayouts = asked.replace('BankLineMatched', 'PayoutReleased');
  expect((await looksBy(auditor, ofPayouts)).of.ada).toEqual(['CREDIT']);
});
