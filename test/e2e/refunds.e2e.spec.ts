import { KeptLetters } from '@rochdale/letters';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FactFeed } from '../../apps/api/src/graphql/kit/fact-feed.js';
import { camt053, codesOf, coopIban, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let treasurer: string;
let cleo: string;
let cleoId: string;
let ada: string;
/** The payouts of what was refunded. */
const asked: string[] = [];

const change = async (token: string, query: string, variables: object = {}): Promise<string[]> =>
  codesOf(await world.ask<Changed>(token, query, variables));

/** Cleo pays more than she owes. */
beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  cleo = await world.member('mill', 'cleo');
  cleoId = await world.memberId(cleo, 'mill');
  ada = await world.member('mill', 'ada');
  await world.client(treasurer).change(
    `mutation ($number: String!) { bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SIMULATED }) {
       userErrors { code message } } }`,
    { number: coopIban },
  );
  const { duesPlan } = await world.client(treasurer).change<{ duesPlan: { id: string } }>(
    `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
       minimumMinor: "500", suggestedMinor: "700", months: 1 }) { duesPlan { id }
       userErrors { code message } } }`,
  );
  await world.client(cleo).change(
    `mutation ($planId: ID!) { duesPledgeChoose(input: { planId: $planId,
       amount: { minor: "700", currency: "EUR" } }) { userErrors { code message } } }`,
    { planId: duesPlan.id },
  );
  await world
    .client(treasurer)
    .change('mutation { duesInvoicesIssue { userErrors { code message } } }');
  const { myInvoices } = await world.ask<{
    myInvoices: { edges: { node: { reference: string } }[] };
  }>(cleo, '{ myInvoices(first: 1) { edges { node { reference } } } }');
  const text = myInvoices.edges[0]?.node.reference ?? '';
  const day = world.clock.now().toISOString().slice(0, 10);
  await world.upload(treasurer, camt053([{ minor: 10_00n, text }], { day }));
  await world.worker.loop.drain();
});
afterAll(() => world.close());

/** A treasurer has that much of Cleo's credit paid out, or all of it. */
async function refunded(amountMinor: string | null = null): Promise<string> {
  const { refund } = await world.client(treasurer).change<{ refund: { payoutId: string } }>(
    `mutation ($id: ID!, $amountMinor: BigInt) { duesCreditRefund(input: { memberId: $id,
       currency: "EUR", amountMinor: $amountMinor }) { refund { payoutId }
       userErrors { code message } } }`,
    { id: cleoId, amountMinor },
  );
  asked.push(refund.payoutId);
  return refund.payoutId;
}

/** An expense of Ada's that a treasurer approved: a payout that all members see. */
async function claimed(): Promise<string> {
  await world.client(administrator).change(
    `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR", bandsJson: $bands }) {
       userErrors { code message } } }`,
    {
      bands: JSON.stringify([
        {
          upToMinor: null,
          band: { kind: 'role', role: 'treasurer', approvals: 1 },
          receipts: false,
        },
      ]),
    },
  );
  const { expense } = await world.client(ada).change<{ expense: { id: string } }>(
    `mutation ($day: Date!) { expenseDraft(input: { title: "Paint", currency: "EUR",
       items: [{ description: "Paint", category: OTHER, incurredOn: $day, amountMinor: "500" }] }) {
       userErrors { code message } expense { id } } }`,
    { day: world.clock.now().toISOString().slice(0, 10) },
  );
  const submitted = await world.client(ada).change<{ expense: { termsHash: string } }>(
    `mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code message }
       expense { termsHash } } }`,
    expense,
  );
  const approved = await world.client(treasurer).change<{ expense: { payoutId: string } }>(
    `mutation ($id: ID!, $termsHash: String) { expenseApprove(id: $id, termsHash: $termsHash) {
       userErrors { code message } expense { payoutId } } }`,
    { ...expense, ...submitted.expense },
  );
  return approved.expense.payoutId;
}

it('an invoice is told by a letter, once, to its member alone', async () => {
  await world.worker.loop.drain();
  const letters = await world.worker.app.get(KeptLetters).newest();
  const invoices = letters.filter(({ kind }) => kind === 'dues.invoice-issued');
  expect(invoices).toMatchObject([
    { to: 'cleo@mill.example', text: expect.stringContaining('7.00 EUR') },
  ]);
});

describe('a refund of dues', () => {
  const everything = `query ($payout: ID!, $payee: ID!) {
    payouts(first: 50) { totalCount edges { node { id payeeId } } }
    ofThem: payouts(first: 50, filter: { payeeId: $payee }) { totalCount edges { node { id } } }
    greatest: payouts(first: 50, orderBy: AMOUNT) { totalCount edges { node { id } } }
    payout(id: $payout) { id } node(id: $payout) { id }
    ledgerTransactions(first: 50) { edges { node { description sourceId
      postings { account { name } memo } } } } }`;
  const seenBy = async (token: string, payout: string) =>
    JSON.stringify(await world.ask(token, everything, { payout, payee: cleoId }));

  it('is seen by its member and by clerks, and by others nowhere', async () => {
    const payoutId = await refunded('100');
    const auditor = await world.member('mill', 'olga', 'AUDITOR');
    const times = (text: string) => text.split(payoutId).length - 1;
    for (const token of [cleo, treasurer, auditor, administrator]) {
      const seen = await seenBy(token, payoutId);
      expect(times(seen)).toBe(5);
      expect(seen).toContain('"totalCount":1');
    }
    const seen = await seenBy(ada, payoutId);
    expect(times(seen)).toBe(0);
    expect(seen).not.toContain(cleoId);
    expect(seen.match(/"totalCount":\d+/g)).toEqual(Array(3).fill('"totalCount":0'));
  });

  it('is told to no other member who watches payouts', async () => {
    const watching = 'subscription { payoutChanged { id obligationKind } }';
    await world.worker.loop.drain();
    const opened = vi.spyOn(world.api.app.get(FactFeed), 'notices');
    const [clerks, members] = await Promise.all(
      [treasurer, ada].map((token) => world.client(token).subscribe(watching)),
    );
    await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2));
    opened.mockRestore();
    const [refund, expense] = [await refunded('100'), await claimed()];
    await world.worker.loop.drain();
    expect(JSON.stringify(await clerks?.next())).toContain(refund);
    expect(JSON.stringify(await members?.next())).toContain(expense);
    clerks?.close();
    members?.close();
  });

  it('is nobody’s look where the program that watched it is dead', async () => {
    const watching = 'subscription { payoutChanged { id } }';
    await world.worker.loop.drain();
    const looks = async (): Promise<number> => {
      const { looksAtMe } = await world.ask<{ looksAtMe: { edges: { node: object }[] } }>(
        cleo,
        '{ looksAtMe(first: 100) { edges { node { what by { displayName } offices } } } }',
      );
      return looksAtMe.edges.filter(({ node }) => JSON.stringify(node).includes('ADMINISTRATOR'))
        .length;
    };
    const before = await looks();
    const opened = vi.spyOn(world.api.app.get(FactFeed), 'notices');
    const [dead, alive] = await Promise.all(
      [administrator, treasurer].map((token) => world.client(token).subscribe(watching)),
    );
    await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2));
    opened.mockRestore();
    dead?.close();
    await dead?.ended;
    // What comes after the first would have waited for it.
    for (const refund of [await refunded('1'), await refunded('1')]) {
      await world.worker.loop.drain();
      expect(JSON.stringify(await alive?.next())).toContain(refund);
    }
    expect(await looks()).toBe(before);
    alive?.close();
  });
});

/** Why Cleo cannot be erased: as is said beforehand, and by the operation. */
async function erasing(by: string): Promise<unknown[]> {
  const { node } = await world.ask<{ node: { viewerCan: { erase: { reason: string | null } } } }>(
    by,
    'query ($id: ID!) { node(id: $id) { ... on Member { viewerCan { erase { reason } } } } }',
    { id: cleoId },
  );
  const erase = `mutation ($id: ID) { payload: memberErase(memberId: $id) {
    userErrors { code } } }`;
  return [node.viewerCan.erase.reason, ...(await change(by, erase, { id: cleoId }))];
}

describe('credit of who left', () => {
  it('is paid out before they are erased, by whomever', async () => {
    await world.client(cleo).change('mutation { membershipLeave { userErrors { code message } } }');
    await refunded();
    for (const by of [cleo, administrator]) {
      expect(await erasing(by)).toEqual(['REFUND_UNDER_WAY', 'REFUND_UNDER_WAY']);
    }
    const setting = `mutation ($number: String!) { payload: payeeDetailsSet(input: {
      holderName: "Cleo", accountNumber: $number }) { userErrors { code } } }`;
    expect(await change(cleo, setting, { number: payeeIban })).toEqual([]);
    world.clock.advance({ days: 8 });
    const { bankAccounts } = await world.ask<{ bankAccounts: { id: string }[] }>(
      treasurer,
      '{ bankAccounts { id } }',
    );
    await world.client(treasurer).change(
      `mutation ($ids: [ID!]!, $account: ID!) { payoutsRelease(input: { payoutIds: $ids,
         bankAccountId: $account }) { userErrors { code message } } }`,
      { ids: asked, account: bankAccounts[0]?.id },
    );
    await world.worker.loop.drain();
    world.clock.advance({ minutes: 2 });
    await world.worker.loop.drain();
    expect(await erasing(cleo)).toEqual([null]);
  });
});
