import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DuesPaid } from './dues-paid.js';
import { codesOf } from './money-world.js';
import type { Changed } from './money-world.js';

let paid: DuesPaid;
let administrator: string;
beforeAll(async () => {
  paid = await DuesPaid.open();
  administrator = await paid.world.signIn('founder@mill.example');
});
afterAll(() => paid.world.close());

type Name = 'ada' | 'ben' | 'cleo';
const memberId = (name: Name) => paid.world.memberId(paid[name], 'mill');

async function looks(): Promise<string[]> {
  const rows = await paid.world.rows<{ look: string }>(
    `select m.display_name || ' ' || l.what as look from platform.looks l
       join membership.members m on m.id = l.member_id order by l.looked_at, l.id`,
  );
  return rows.map(({ look }) => look);
}

/** What a mutation is answered, and whom somebody looked at by it. */
async function asked(token: string, mutation: string, variables: object = {}) {
  const before = (await looks()).length;
  const answer = await paid.world.ask<Changed>(token, mutation, variables);
  return { codes: codesOf(answer), looks: (await looks()).slice(before).toSorted() };
}

async function invoiceOf(name: Name): Promise<string> {
  const { myInvoices } = await paid.world.ask<{ myInvoices: { edges: { node: Thing }[] } }>(
    paid[name],
    '{ myInvoices(first: 1) { edges { node { id } } } }',
  );
  return myInvoices.edges[0]?.node.id ?? '';
}

interface Thing {
  readonly id: string;
}

const refund = `mutation ($id: ID!, $minor: BigInt) { payload: duesCreditRefund(input: {
  memberId: $id, currency: "EUR", amountMinor: $minor }) { userErrors { code } } }`;
const give = `mutation ($id: ID!) { payload: duesCreditWaive(input: {
  memberId: $id, currency: "EUR", reason: "A gift" }) { userErrors { code } } }`;
const takeOff = `mutation ($id: ID!, $minor: BigInt!) { payload: invoiceCredit(input: {
  invoiceId: $id, amountMinor: $minor, reason: "A favour", idempotencyKey: "one" }) {
  userErrors { code } } }`;
const cancel = `mutation ($id: ID!) { payload: invoiceCancel(id: $id, reason: "A mistake") {
  userErrors { code } } }`;

describe('a refusal', () => {
  it('is a look at whose credit there is none of, or less', async () => {
    const { tess } = paid;
    const ofBen = { id: await memberId('ben') };
    const none = { codes: ['CREDIT_SPENT'], looks: ['ben credit'] };
    expect(await asked(tess, refund, ofBen)).toEqual(none);
    expect(await asked(tess, give, ofBen)).toEqual(none);
    const tooMuch = { id: await memberId('ada'), minor: '999999' };
    expect(await asked(tess, refund, tooMuch)).toEqual({
      codes: ['INVALID_REFUND'],
      looks: ['ada credit'],
    });
  });

  it('is a look at whose invoice is less than that, or is over', async () => {
    const ofAda = { id: await invoiceOf('ada'), minor: '999999' };
    expect(await asked(paid.tess, takeOff, ofAda)).toEqual({
      codes: ['INVALID_CREDIT_NOTE'],
      looks: ['ada invoice'],
    });
    const ofCleo = { id: await invoiceOf('cleo') };
    expect((await asked(paid.tess, cancel, ofCleo)).codes).toEqual([]);
    expect(await asked(paid.tess, cancel, ofCleo)).toEqual({
      codes: ['INVOICE_STATE'],
      looks: ['cleo invoice'],
    });
  });

  it('is a look at whose waiver was decided', async () => {
    const { waiver } = (
      await paid.world.ask<Changed<{ waiver: Thing }>>(
        paid.ben,
        `mutation ($day: Date!) { payload: duesWaiverAsk(input: { amountMinor: "0", fromOn: $day,
           untilOn: $day }) { userErrors { code } waiver { id } } }`,
        { day: paid.today },
      )
    ).payload;
    const decide = `mutation ($id: ID!) { payload: duesWaiverDecide(id: $id, decision: REFUSED) {
      userErrors { code } } }`;
    expect((await asked(paid.tess, decide, waiver)).codes).toEqual([]);
    expect(await asked(paid.tess, decide, waiver)).toEqual({
      codes: ['WAIVER_DECIDED'],
      looks: ['ben waiver'],
    });
  });

  it('is a look at everybody of whom it was given something', async () => {
    const { bankLines } = await paid.world.ask<{ bankLines: { edges: { node: Thing }[] } }>(
      paid.tess,
      `query ($text: String!) { bankLines(first: 1, filter: { text: $text }) {
         edges { node { id } } } }`,
      { text: await paid.referenceOf(paid.ada) },
    );
    const assign = `mutation ($lineId: ID!, $invoiceId: ID!) {
      payload: bankLineAssignToInvoice(lineId: $lineId, invoiceId: $invoiceId) {
        userErrors { code } } }`;
    const given = { lineId: bankLines.edges[0]?.node.id, invoiceId: await invoiceOf('ben') };
    expect(await asked(paid.tess, assign, given)).toEqual({
      codes: ['BANK_LINE_MATCHED'],
      looks: ['ada bank-line', 'ben invoice'],
    });
  });

  it('is a look at who was suspended', async () => {
    const dora = await paid.world.member('mill', 'dora');
    const id = await paid.world.memberId(dora, 'mill');
    const suspend = `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
      input: { to: SUSPENDED, reason: CONDUCT }) { userErrors { code } } }`;
    expect((await asked(administrator, suspend, { id })).codes).toEqual([]);
    const appoint = `mutation ($id: ID!) { payload: roleAppoint(input: { memberId: $id,
      role: AUDITOR }) { userErrors { code } } }`;
    expect(await asked(administrator, appoint, { id })).toEqual({
      codes: ['ROLE_NEEDS_MEMBER'],
      looks: ['dora standing'],
    });
  });

  it('is none at anybody where one may not ask, or there is nobody', async () => {
    const ofAda = { id: await memberId('ada') };
    expect(await asked(paid.ben, refund, ofAda)).toEqual({ codes: ['FORBIDDEN'], looks: [] });
    const wrong = { id: await invoiceOf('ada') };
    expect(await asked(paid.tess, refund, wrong)).toEqual({ codes: ['INVALID_ID'], looks: [] });
    const own = `mutation { payload: duesCreditWaive(input: { currency: "EUR" }) {
      userErrors { code } } }`;
    expect(await asked(paid.ben, own)).toEqual({ codes: ['CREDIT_SPENT'], looks: [] });
  });
});

describe('whoever names somebody', () => {
  const draft = `mutation ($id: ID!, $day: Date!, $currency: String!, $title: String!) {
    payload: expenseDraft(input: { title: $title, currency: $currency,
      payee: { kind: MEMBER, id: $id }, items: [{ description: "Paint", category: OTHER,
      incurredOn: $day, amountMinor: "500" }] }) { userErrors { code } } }`;
  const given = async (name: Name) => ({
    id: await memberId(name),
    day: paid.today,
    currency: 'EUR',
    title: 'Paint',
  });

  let ofEve: Awaited<ReturnType<typeof given>>;

  it('sees nothing of them by what they write wrong, in an office or without one', async () => {
    const wrongDay = { ...(await given('ada')), day: '2099-01-01' };
    const wrongCurrency = { ...(await given('ada')), currency: 'GBP' };
    for (const token of [paid.ben, paid.tess, administrator]) {
      expect(await asked(token, draft, wrongDay)).toEqual({
        codes: ['EXPENSE_INVALID'],
        looks: [],
      });
      expect(await asked(token, draft, wrongCurrency)).toEqual({
        codes: ['EXPENSE_UNPAYABLE'],
        looks: [],
      });
    }
  });

  it('looks at how they stand, and only who may see it', async () => {
    const eve = await paid.world.member('mill', 'eve');
    ofEve = { ...(await given('ben')), id: await paid.world.memberId(eve, 'mill') };
    const { id } = ofEve;
    for (const to of ['SUSPENDED', 'EXPELLED']) {
      const change = `mutation ($id: ID!) { memberStandingChange(memberId: $id, input: { to: ${to},
        reason: CONDUCT }) { userErrors { code message } } }`;
      await paid.change(administrator, change, { id });
    }
    expect(await asked(paid.ben, draft, ofEve)).toEqual({ codes: ['PAYEE_LEFT'], looks: [] });
    const seen = await asked(paid.tess, draft, ofEve);
    expect(seen).toEqual({ codes: ['PAYEE_LEFT'], looks: ['eve standing'] });
  });

  it('is nobody’s reader by an id among other words', async () => {
    const { ledgerTransactions } = await paid.world.ask<{
      ledgerTransactions: { edges: { node: Thing }[] };
    }>(paid.tess, '{ ledgerTransactions(first: 5) { edges { node { id } } } }');
    for (const { node } of ledgerTransactions.edges) {
      const named = { ...ofEve, title: node.id };
      expect(await asked(paid.ben, draft, named)).toEqual({ codes: ['PAYEE_LEFT'], looks: [] });
    }
  });
});

describe('where somebody is to be paid', () => {
  const expense = { id: '', payoutId: '' };
  beforeAll(async () => {
    const band = { kind: 'role', role: 'treasurer', approvals: 1 };
    const adopt = `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR",
      bandsJson: $bands }) { userErrors { code message } } }`;
    const bands = JSON.stringify([{ upToMinor: null, band, receipts: false }]);
    await paid.change(administrator, adopt, { bands });
    const drafted = await paid.change<{ expense: Thing }>(
      paid.cleo,
      `mutation ($day: Date!) { expenseDraft(input: { title: "Paint", currency: "EUR",
         items: [{ description: "Paint", category: OTHER, incurredOn: $day,
         amountMinor: "500" }] }) { expense { id } userErrors { code message } } }`,
      { day: paid.today },
    );
    expense.id = drafted.expense.id;
    const submit = 'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code message } } }';
    await paid.change(paid.cleo, submit, expense);
    const { expense: claimed } = await paid.world.ask<{ expense: { termsHash: string } }>(
      paid.tess,
      'query ($id: ID!) { expense(id: $id) { termsHash } }',
      { id: expense.id },
    );
    const approved = await paid.change<{ expense: { payoutId: string } }>(
      paid.tess,
      `mutation ($id: ID!, $termsHash: String) { expenseApprove(id: $id, termsHash: $termsHash) {
         userErrors { code message } expense { payoutId } } }`,
      { id: expense.id, ...claimed },
    );
    expense.payoutId = approved.expense.payoutId;
  });

  it('is looked at where it is told that they did not say so', async () => {
    const release = `mutation ($ids: [ID!]!, $account: ID!) { payload: payoutsRelease(input: {
      payoutIds: $ids, bankAccountId: $account }) { userErrors { code } } }`;
    const given = { ids: [expense.payoutId], account: paid.bankAccountId };
    expect(await asked(paid.tess, release, given)).toEqual({
      codes: ['PAYEE_DETAILS_MISSING'],
      looks: ['cleo bank-details'],
    });
    const before = (await looks()).length;
    await paid.world.ask(
      paid.tess,
      'query ($id: ID!) { payout(id: $id) { viewerCan { release { reason } } } }',
      { id: expense.payoutId },
    );
    expect((await looks()).slice(before)).toEqual(['cleo bank-details']);
  });
});

describe('that somebody cannot be erased yet', () => {
  it('is a look at their credit, in whichever way it is told', async () => {
    const id = await memberId('ada');
    await paid.change(paid.ada, 'mutation { membershipLeave { userErrors { code message } } }');
    administrator = await paid.world.signIn('founder@mill.example');
    const erase = `mutation ($id: ID!) { payload: memberErase(memberId: $id) {
      userErrors { code } } }`;
    const { codes, looks: seen } = await asked(administrator, erase, { id });
    expect(codes).toEqual(['REFUND_UNDER_WAY']);
    expect(seen).toEqual(['ada credit']);
    const before = (await looks()).length;
    const query = (fields: string) =>
      `query ($id: ID!) { node(id: $id) { ... on Member { viewerCan { ${fields} } } } }`;
    await paid.world.ask(administrator, query('leave { reason }'), { id });
    expect((await looks()).slice(before)).toEqual([]);
    await paid.world.ask(administrator, query('erase { reason }'), { id });
    expect((await looks()).slice(before)).toEqual(['ada credit']);
  });
});
