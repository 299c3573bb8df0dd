import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camt053, codesOf, coopIban, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let treasurer: string;
let cleo: string;
let cleoId: string;

const change = async (token: string, query: string, variables: object = {}): Promise<string[]> =>
  codesOf(await world.ask<Changed>(token, query, variables));

/** Cleo pays more than she owes, and leaves. */
beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  cleo = await world.member('mill', 'cleo');
  cleoId = await world.memberId(cleo, 'mill');
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
  await world.client(cleo).change('mutation { membershipLeave { userErrors { code message } } }');
});
afterAll(() => world.close());

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
    for (const by of [cleo, administrator]) {
      expect(await erasing(by)).toEqual(['CREDIT_LEFT', 'CREDIT_LEFT']);
    }
    const { refund } = await world.client(treasurer).change<{ refund: { payoutId: string } }>(
      `mutation ($id: ID!) { duesCreditRefund(input: { memberId: $id, currency: "EUR" }) {
         refund { payoutId } userErrors { code message } } }`,
      { id: cleoId },
    );
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
      `mutation ($id: ID!, $account: ID!) { payoutsRelease(input: { payoutIds: [$id],
         bankAccountId: $account }) { userErrors { code message } } }`,
      { id: refund.payoutId, account: bankAccounts[0]?.id },
    );
    await world.worker.loop.drain();
    world.clock.advance({ minutes: 2 });
    await world.worker.loop.drain();
    expect(await erasing(cleo)).toEqual([null]);
  });
});
