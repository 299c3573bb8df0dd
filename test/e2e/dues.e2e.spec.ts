import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camt053, codesOf, coopIban, countQueries, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let treasurer: string;
let ada: string;
let ben: string;
let planId: string;

const creating = `mutation ($key: String!, $minimum: BigInt!) { payload: duesPlanCreate(input: {
  key: $key, name: "Monthly", currency: "EUR", minimumMinor: $minimum, suggestedMinor: "1500",
  maximumMinor: "10000", months: 1 }) { userErrors { code path }
  duesPlan { id key minimum { decimal } suggested { decimal } maximum { minor } months } } }`;
const choosing = `mutation ($planId: ID!, $minor: BigInt!, $currency: String!) {
  payload: duesPledgeChoose(input: { planId: $planId,
    amount: { minor: $minor, currency: $currency } }) {
    userErrors { code path } pledge { amount { decimal currency } plan { key } startsOn } } }`;
const own = `{ myInvoices(first: 10) { edges { node { id number reference state amount { decimal }
  open { minor } paid { minor } periodStart epcQrPayload payTo { accountNumber holderName }
  member { displayName } plan { key } } } } }`;

interface Own {
  readonly myInvoices: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly reference: string;
        readonly state: string;
        readonly open: { readonly minor: string };
        readonly epcQrPayload: string | null;
      };
    }[];
  };
}

const newest = async (token: string) => {
  const { myInvoices } = await world.ask<Own>(token, own);
  const [edge] = myInvoices.edges;
  if (edge === undefined) throw new Error('there is no invoice');
  return edge.node;
};

const today = (): string => world.clock.now().toISOString().slice(0, 10);

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  const created = await world.ask<Changed<{ duesPlan: { id: string } }>>(treasurer, creating, {
    key: 'monthly',
    minimum: '500',
  });
  planId = created.payload.duesPlan.id;
});

afterAll(() => world.close());

describe('a sliding scale', () => {
  it('is offered by treasurers and read by everybody', async () => {
    expect(codesOf(await world.ask(ada, creating, { key: 'mine', minimum: '0' }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await world.ask(treasurer, creating, { key: 'monthly', minimum: '0' }))).toEqual(
      ['PLAN_KEY_TAKEN'],
    );
    const wrong = await world.ask<Changed>(treasurer, creating, { key: 'x', minimum: '-1' });
    expect(wrong.payload.userErrors).toEqual([{ code: 'INVALID_PLAN', path: ['minimumMinor'] }]);
    const { duesPlans } = await world.ask<{ duesPlans: object[] }>(
      null,
      '{ duesPlans { key minimum { decimal } maximum { decimal } retiredAt } }',
    );
    expect(duesPlans).toEqual([
      {
        key: 'monthly',
        minimum: { decimal: '5.00' },
        maximum: { decimal: '100.00' },
        retiredAt: null,
      },
    ]);
  });

  it('is chosen from by members, inside the scale and in its currency', async () => {
    const choose = (minor: string, currency = 'EUR', token: string | null = ada) =>
      world.ask<Changed<{ pledge: object | null }>>(token, choosing, { planId, minor, currency });
    expect((await choose('1')).payload.userErrors).toEqual([
      { code: 'PLEDGE_OUTSIDE_SCALE', path: ['amount'] },
    ]);
    expect((await choose('1200', 'USD')).payload.userErrors).toEqual([
      { code: 'PLEDGE_OUTSIDE_SCALE', path: ['amount', 'currency'] },
    ]);
    expect(codesOf(await choose('1200', 'EUR', null))).toEqual(['UNAUTHENTICATED']);
    const chosen = await choose('1200');
    expect(chosen.payload.pledge).toEqual({
      amount: { decimal: '12.00', currency: 'EUR' },
      plan: { key: 'monthly' },
      startsOn: today(),
    });
    await choose('2000', 'EUR', ben);
    expect(await world.ask(ada, '{ myPledge { amount { minor } } }')).toEqual({
      myPledge: { amount: { minor: '1200' } },
    });
  });
});

describe('invoices', () => {
  const issuing = 'mutation { payload: duesInvoicesIssue { userErrors { code } issued } }';

  it('are issued once per member and period, by whoever and however often', async () => {
    expect(codesOf(await world.ask(ada, issuing))).toEqual(['FORBIDDEN']);
    const both = await Promise.all(
      [1, 2].map(() => world.ask<Changed<{ issued: number }>>(treasurer, issuing)),
    );
    expect(new Set(both.map(({ payload }) => payload.issued))).toEqual(new Set([0, 2]));
    await world.worker.loop.drain();
    expect(await world.rows('select 1 from dues.invoices')).toHaveLength(2);
  });

  it('say how to pay only once there is an account to pay to', async () => {
    expect((await newest(ada)).epcQrPayload).toBeNull();
    const register = `mutation ($number: String!) { payload: bankAccountRegister(input: {
      label: "Main", holderName: "The Mill eG", accountNumber: $number, currency: "EUR",
      rail: SEPA_FILE }) { userErrors { code path } bankAccount { id } } }`;
    const wrong = await world.ask<Changed>(treasurer, register, { number: 'DE00 1234' });
    expect(wrong.payload.userErrors).toEqual([
      { code: 'INVALID_BANK_ACCOUNT', path: ['accountNumber'] },
    ]);
    await world.ask(treasurer, register, { number: 'DE89 3704 0044 0532 0130 00' });
    const invoice = await newest(ada);
    expect(invoice).toMatchObject({
      state: 'OPEN',
      reference: expect.stringMatching(/^RF\d{2}[34679CDHJKMNPQRTWXY]{8}$/) as string,
      payTo: { accountNumber: coopIban, holderName: 'The Mill eG' },
      member: { displayName: 'ada' },
      plan: { key: 'monthly' },
    });
    const lines = ['BCD', '002', '1', 'SCT', '', 'The Mill eG', coopIban, 'EUR12.00', ''];
    expect(invoice.epcQrPayload).toBe([...lines, invoice.reference].join('\n'));
  });

  it('are seen by the member and by clerks, by nobody else', async () => {
    const { id } = await newest(ada);
    const node = 'query ($id: ID!) { node(id: $id) { ... on Invoice { number } } }';
    expect(await world.ask(ada, node, { id })).toEqual({ node: { number: '1' } });
    expect(await world.ask(ben, node, { id })).toEqual({ node: null });
    expect(await world.ask(null, node, { id })).toEqual({ node: null });
    const all = '{ invoices(first: 10) { edges { node { number } } } }';
    expect((await world.answer(ben, all)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await world.ask(treasurer, all)).toEqual({
      invoices: { edges: [{ node: { number: '2' } }, { node: { number: '1' } }] },
    });
  });

  it('cost as many queries for one as for many', async () => {
    const page = (first: number) =>
      world.ask(
        treasurer,
        `query ($first: Int!) { invoices(first: $first) { edges { node { reference epcQrPayload
           payTo { accountNumber } member { displayName } plan { name } } } } }`,
        { first },
      );
    await page(1);
    const one = await countQueries(() => page(1));
    expect(await countQueries(() => page(2))).toBe(one);
  });
});

describe('a bank statement', () => {
  it('pays the invoice whose reference it has, and comes again without effect', async () => {
    const { reference, id } = await newest(ada);
    const spaced = reference.replace(/(.{4})/g, '$1 ').trim();
    const file = camt053([{ minor: 1200n, text: `Dues ${spaced} thanks` }], { day: today() });
    const first = await world.upload(treasurer, file);
    expect(first).toMatchObject({ status: 201, body: { isNew: true, state: 'received' } });
    await world.worker.loop.drain();
    expect(await newest(ada)).toMatchObject({
      id,
      state: 'PAID',
      paid: { minor: '1200' },
      open: { minor: '0' },
      epcQrPayload: null,
    });
    const before = await books();
    const again = await world.upload(treasurer, file);
    expect(again).toMatchObject({
      status: 200,
      body: { isNew: false, state: 'read', id: first.body['id'] },
    });
    // The same lines in another file: other bytes, the same movements.
    await world.upload(treasurer, `${file}\n<!-- again -->`);
    await world.worker.loop.drain();
    expect(await books()).toEqual(before);
    const { statementFiles } = await world.ask<{ statementFiles: object }>(
      treasurer,
      `{ statementFiles(first: 2) { edges { node { state format statements {
           balanced linesNew linesKnown } } } } }`,
    );
    expect(statementFiles).toEqual({
      edges: [
        [0, 1],
        [1, 0],
      ].map(([linesNew, linesKnown]) => ({
        node: {
          state: 'READ',
          format: 'camt.053',
          statements: [{ balanced: 'BALANCED', linesNew, linesKnown }],
        },
      })),
    });
  });

  it('that does not add up books nothing by itself; a treasurer may', async () => {
    const { reference, id } = await newest(ben);
    const file = camt053([{ minor: 2500n, reference }], { day: today(), off: 1n, id: 'off' });
    await world.upload(treasurer, file);
    await world.worker.loop.drain();
    expect(await newest(ben)).toMatchObject({ state: 'OPEN', number: '1' });
    const { bankLines } = await world.ask<{ bankLines: { edges: { node: { id: string } }[] } }>(
      treasurer,
      '{ bankLines(first: 5, state: FLAGGED) { edges { node { id state reference } } } }',
    );
    const lineId = bankLines.edges[0]?.node.id;
    const asked = await world.ask(treasurer, '{ waiting { bankLinesToCheck { id } } }');
    expect(asked).toEqual({ waiting: { bankLinesToCheck: [{ id: lineId }] } });
    const assign = `mutation ($lineId: ID!, $invoiceId: ID!) { payload: bankLineAssignToInvoice(
      lineId: $lineId, invoiceId: $invoiceId) { userErrors { code } invoice { state
        paid { minor } } } }`;
    const input = { lineId, invoiceId: id };
    expect(codesOf(await world.ask(ben, assign, input))).toEqual(['FORBIDDEN']);
    expect((await world.ask<Changed>(treasurer, assign, input)).payload).toEqual({
      userErrors: [],
      invoice: { state: 'PAID', paid: { minor: '2000' } },
    });
    expect(codesOf(await world.ask(treasurer, assign, input))).toEqual(['BANK_LINE_MATCHED']);
    const undo = `mutation ($id: ID!) { payload: bankLineUndo(id: $id, because: "not hers") {
      userErrors { code } transactionId } }`;
    expect(codesOf(await world.ask(ben, undo, { id: lineId }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await world.ask(treasurer, undo, { id: lineId }))).toEqual([]);
    expect((await newest(ben)).state).toBe('OPEN');
    const split = `mutation ($lineId: ID!, $parts: [BankLinePartInput!]!, $whose: ID) {
      payload: bankLineSplit(input: { lineId: $lineId, parts: $parts, creditMemberId: $whose }) {
        userErrors { code path } } }`;
    const parts = [{ invoiceId: id, amountMinor: '2000' }];
    const refused = await world.ask<Changed>(treasurer, split, { lineId, parts });
    expect(refused.payload.userErrors).toEqual([
      { code: 'INVALID_SPLIT', path: ['creditMemberId'] },
    ]);
    const { viewer } = await world.ask<{ viewer: { member: { id: string } } }>(
      ben,
      '{ viewer { member { id } } }',
    );
    const whose = viewer.member.id;
    expect(codesOf(await world.ask(treasurer, split, { lineId, parts, whose }))).toEqual([]);
    expect((await newest(ben)).state).toBe('PAID');
    const credits = '{ duesCredits { decimal currency } }';
    expect(await world.ask(ben, credits)).toEqual({
      duesCredits: [{ decimal: '5.00', currency: 'EUR' }],
    });
  });

  async function books(): Promise<object[]> {
    return world.rows(
      `select (select count(*) from ledger.transactions) as transactions,
         (select count(*) from payments.bank_lines) as lines,
         (select sum(paid_minor) from dues.invoices) as paid`,
    );
  }
});

describe('a wish to pay less', () => {
  const asking = `mutation ($minor: BigInt!, $from: Date!, $until: Date!) {
    payload: duesWaiverAsk(input: { amountMinor: $minor, fromOn: $from, untilOn: $until,
      reason: "My secret reason" }) { userErrors { code path } waiver { id state } } }`;
  const deciding = `mutation ($id: ID!) { payload: duesWaiverDecide(id: $id, decision: GRANTED) {
    userErrors { code } waiver { state reason member { displayName } } } }`;
  const listing = '{ waivers { id reason state viewerCan { decide { allowed reason } } } }';

  it('is between the member and the treasurer, and never decided by oneself', async () => {
    const from = today();
    const until = new Date(world.clock.now().getTime() + 90 * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const wrong = await world.ask<Changed>(ada, asking, { minor: '0', from: until, until: from });
    expect(wrong.payload.userErrors).toEqual([{ code: 'INVALID_WAIVER', path: ['untilOn'] }]);
    type Asked = Changed<{ waiver: { id: string } }>;
    const asked = await world.ask<Asked>(ada, asking, { minor: '0', from, until });
    expect(codesOf(await world.ask(ada, asking, { minor: '0', from, until }))).toEqual([
      'WAIVER_ASKED_ALREADY',
    ]);
    const ofTreasurer = await world.ask<Asked>(treasurer, asking, { minor: '0', from, until });
    expect(await world.ask(ada, listing)).toMatchObject({
      waivers: [{ reason: 'My secret reason', viewerCan: { decide: { allowed: false } } }],
    });
    expect(await world.ask(ben, listing)).toEqual({ waivers: [] });
    expect((await world.answer(null, listing)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(codesOf(await world.ask(ada, deciding, { id: asked.payload.waiver.id }))).toEqual([
      'FORBIDDEN',
    ]);
    const ownId = ofTreasurer.payload.waiver.id;
    expect(codesOf(await world.ask(treasurer, deciding, { id: ownId }))).toEqual(['WAIVER_OWN']);
    expect(await world.ask(treasurer, '{ waiting { waiversToDecide { reason } } }')).toEqual({
      waiting: { waiversToDecide: [{ reason: 'My secret reason' }] },
    });
    const granted = await world.ask<Changed>(treasurer, deciding, { id: asked.payload.waiver.id });
    expect(granted.payload).toEqual({
      userErrors: [],
      waiver: { state: 'GRANTED', reason: null, member: { displayName: 'ada' } },
    });
    const sealed = `select encode(reason_sealed, 'escape') as text from dues.waivers`;
    const kept = await world.rows<{ text: string }>(sealed);
    expect(JSON.stringify(kept)).not.toContain('secret');
  });

  it('counts from the next invoice', async () => {
    world.clock.advance({ days: 30 });
    await world.worker.loop.drain();
    expect(await newest(ada)).toMatchObject({ state: 'WAIVED', open: { minor: '0' } });
    // What was paid too much before pays a part of it.
    expect(await newest(ben)).toMatchObject({ state: 'OPEN', open: { minor: '1500' } });
  });
});

describe('another co-operative', () => {
  it('sees nothing of it, and reaches none of it', async () => {
    await world.found('forge');
    const smith = await world.member('forge', 'smith', 'TREASURER');
    const { id } = await newest(ada);
    const all = '{ invoices(first: 5) { edges { node { id } } } duesPlans { id } waivers { id } }';
    expect(await world.ask(smith, all, {}, 'forge')).toEqual({
      invoices: { edges: [] },
      duesPlans: [],
      waivers: [],
    });
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await world.ask(smith, node, { id }, 'forge')).toEqual({ node: null });
    const choose = { planId, minor: '1200', currency: 'EUR' };
    expect(codesOf(await world.ask(smith, choosing, choose, 'forge'))).toEqual(['PLAN_NOT_FOUND']);
    expect((await world.answer(smith, all)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('who left', () => {
  let cleo: string;

  const pay = async (minor: bigint, reference: string) => {
    await world.upload(
      treasurer,
      camt053([{ minor, text: reference }], { day: today(), id: `cleo-${minor}` }),
    );
    await world.worker.loop.drain();
  };

  beforeAll(async () => {
    cleo = await world.member('mill', 'cleo');
    await world.ask(cleo, choosing, { planId, minor: '700', currency: 'EUR' });
    const issue = 'mutation { duesInvoicesIssue { issued userErrors { code message } } }';
    await world.client(treasurer).change(issue);
    await pay(1000n, (await newest(cleo)).reference);
    world.clock.advance({ days: 31 });
    await world.client(treasurer).change(issue);
    await world.client(cleo).change('mutation { membershipLeave { userErrors { code message } } }');
  });

  it('sees what they owe and where to pay it, and pays it', async () => {
    const { myInvoices } = await world.ask<Own>(cleo, own);
    const theirs = { member: { displayName: 'cleo' }, plan: { key: 'monthly' } };
    expect(myInvoices.edges.map(({ node }) => node)).toMatchObject([
      { ...theirs, state: 'OPEN', open: { minor: '400' }, payTo: { accountNumber: coopIban } },
      { ...theirs, state: 'PAID', open: { minor: '0' }, epcQrPayload: null },
    ]);
    const { id, reference, epcQrPayload } = await newest(cleo);
    expect(epcQrPayload).toContain(coopIban);
    const node = 'query ($id: ID!) { node(id: $id) { id } waiting { invoicesToPay { id } } }';
    expect(await world.ask(cleo, node, { id })).toEqual({
      node: { id },
      waiting: { invoicesToPay: [{ id }] },
    });
    await pay(900n, reference);
    expect(await newest(cleo)).toMatchObject({ id, state: 'PAID', open: { minor: '0' } });
  });

  it('sees what they have', async () => {
    const having = `{ duesCredits { decimal } duesRefunds { id }
      duesCreditEntries(first: 5) { edges { node { amount { decimal } } } } }`;
    expect(await world.ask(cleo, having)).toEqual({
      duesCredits: [{ decimal: '5.00' }],
      duesRefunds: [],
      duesCreditEntries: {
        edges: ['5.00', '-3.00', '3.00'].map((decimal) => ({ node: { amount: { decimal } } })),
      },
    });
  });

  const others = async (asThey: 'inside' | 'stranger') => {
    const { id } = await newest(ada);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await world.ask(cleo, node, { id })).toEqual({ node: null });
    const whose = await world.memberId(ada, 'mill', asThey);
    for (const query of [
      `{ duesCredits(memberId: "${whose}") { decimal } }`,
      `{ duesCreditEntries(first: 1, memberId: "${whose}") { edges { cursor } } }`,
      `{ duesRefunds(memberId: "${whose}") { id } }`,
      '{ invoices(first: 1) { edges { cursor } } }',
      '{ myPledge { startsOn } }',
    ]) {
      const { errors } = await world.answer(cleo, query);
      expect(errors?.[0]?.extensions.code, query).toBe('FORBIDDEN');
    }
    expect(await world.ask(cleo, '{ waivers { id } }')).toEqual({ waivers: [] });
  };
  it('sees nothing of others, and of themselves nothing else', async () => {
    await expect(others('inside')).resolves.toBeUndefined();
  });

  it('says where to pay what they have, and it is paid out', async () => {
    const refunding = `mutation ($id: ID!) { payload: duesCreditRefund(input: { memberId: $id,
      currency: "EUR" }) { userErrors { code } refund { payoutId } } }`;
    const releasing = `mutation ($id: ID!, $account: ID!) { payload: payoutsRelease(input: {
      payoutIds: [$id], bankAccountId: $account }) { userErrors { code } } }`;
    const setting = `mutation ($number: String!, $payee: PayeeInput) { payload: payeeDetailsSet(
      input: { holderName: "Cleo", accountNumber: $number, payee: $payee }) {
      userErrors { code } } }`;
    const cleoId = await world.memberId(cleo, 'mill');
    const asked = await world.ask<Changed<{ refund: { payoutId: string } }>>(treasurer, refunding, {
      id: cleoId,
    });
    const { bankAccounts } = await world.ask<{ bankAccounts: { id: string }[] }>(
      treasurer,
      '{ bankAccounts { id } }',
    );
    const release = async () => {
      const input = { id: asked.payload.refund.payoutId, account: bankAccounts[0]?.id };
      return codesOf(await world.ask(treasurer, releasing, input));
    };
    expect(await release()).toEqual(['PAYEE_DETAILS_MISSING']);
    const number = 'NL91 ABNA 0417 1643 00';
    const details = '{ payeeDetails { masked } }';
    expect(await world.ask(cleo, details)).toEqual({ payeeDetails: null });
    expect(codesOf(await world.ask(cleo, setting, { number: coopIban }))).toEqual([]);
    expect(codesOf(await world.ask(cleo, setting, { number }))).toEqual([]);
    expect(await world.ask(cleo, details)).toEqual({
      payeeDetails: { masked: 'NL91 •••• 4300' },
    });
    const ofAda = { kind: 'MEMBER', id: await world.memberId(ada, 'mill') };
    expect(codesOf(await world.ask(cleo, setting, { number, payee: ofAda }))).toEqual([
      'FORBIDDEN',
    ]);
    world.clock.advance({ days: 8 });
    expect(await release()).toEqual([]);
  });

  it('sees the same once they apply again, and no more', async () => {
    await world.client(cleo).change(`mutation { membershipApply(input: { classKey: "worker",
      displayName: "cleo" }) { userErrors { code message } } }`);
    const { myInvoices } = await world.ask<Own>(cleo, own);
    expect(myInvoices.edges.map(({ node }) => node)).toMatchObject([
      { state: 'PAID', payTo: { accountNumber: coopIban } },
      { state: 'PAID' },
    ]);
    const entries = '{ duesCreditEntries(first: 5) { edges { node { amount { decimal } } } } }';
    expect(await world.ask(cleo, entries)).toEqual({
      duesCreditEntries: {
        edges: ['-5.00', '5.00', '-3.00', '3.00'].map((decimal) => ({
          node: { amount: { decimal } },
        })),
      },
    });
    await others('stranger');
  });

  it('says where they are paid while they apply again', async () => {
    const setting = `mutation ($number: String!) { payload: payeeDetailsSet(input: {
      holderName: "Cleo", accountNumber: $number }) { userErrors { code } } }`;
    expect(codesOf(await world.ask(cleo, setting, { number: coopIban }))).toEqual([]);
    expect(await world.ask(cleo, '{ payeeDetails { masked } }')).toEqual({
      payeeDetails: { masked: expect.stringMatching(new RegExp(`^${coopIban.slice(0, 4)} `)) },
    });
  });
});

describe('a plan that is taken off the list', () => {
  it('stays for those who are on it and is not chosen any more', async () => {
    const retire = `mutation ($id: ID!) { payload: duesPlanRetire(id: $id) { userErrors { code }
      duesPlan { retiredAt } } }`;
    expect(codesOf(await world.ask(administrator, retire, { id: planId }))).toEqual([]);
    expect(codesOf(await world.ask(administrator, retire, { id: planId }))).toEqual([
      'PLAN_RETIRED',
    ]);
    const choose = { planId, minor: '1200', currency: 'EUR' };
    expect(codesOf(await world.ask(ada, choosing, choose))).toEqual(['PLAN_RETIRED']);
    expect(await world.ask(ada, '{ myPledge { plan { key } } }')).toEqual({
      myPledge: { plan: { key: 'monthly' } },
    });
  });
});
