import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coopIban, MoneyWorld } from './money-world.js';
import { camtNotice } from '../../libs/banking/src/testing/camt.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let tess: string;

const registering = `mutation ($number: String!) { payload: bankAccountRegister(input: {
  label: "Bank", holderName: "The Mill eG", accountNumber: $number, currency: "EUR",
  rail: SEPA_FILE }) { userErrors { code } bankAccount { id ledgerAccountId } } }`;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  await world.ask(tess, registering, { number: coopIban });
});
afterAll(() => world.close());

describe('what a line is offered as', () => {
  const waiting = `{ bankLines(first: 20, state: UNCLEAR) {
    edges { node { id rivalLineId } } } }`;
  const decide = `mutation ($line: ID!, $same: ID) { payload: bankLineDecide(input: {
    lineId: $line, sameAsLineId: $same }) { userErrors { code path } } }`;
  type Waiting = { bankLines: { edges: { node: { id: string; rivalLineId: string | null } }[] } };

  it('is taken, whichever line is decided first', async () => {
    const coffee = { amountMinor: 5_00n, on: '2026-01-10', text: 'coffee' };
    const notices = [[coffee], [coffee], [coffee, coffee]];
    for (const [at, entries] of notices.entries()) {
      const bytes = camtNotice(`N${at}`, coopIban, entries);
      expect((await world.upload(tess, bytes)).status).toBe(201);
      await world.worker.loop.drain();
    }
    const { bankLines } = await world.ask<Waiting>(tess, waiting);
    const offered = bankLines.edges.map(({ node }) => node);
    expect(offered).toHaveLength(3);
    // The newest first, so that one is offered as another which waits.
    const ids = new Set(offered.map(({ id }) => id));
    expect(offered.some(({ rivalLineId }) => ids.has(rivalLineId ?? ''))).toBe(true);
    for (const { id, rivalLineId } of offered) {
      const decided = await world.ask<Changed>(tess, decide, { line: id, same: rivalLineId });
      expect(decided.payload.userErrors).toEqual([]);
    }
    expect((await world.ask<Waiting>(tess, waiting)).bankLines.edges).toEqual([]);
  });
});

describe('a fee', () => {
  it('that the bank took of an empty account is booked', async () => {
    const day = world.clock.now().toISOString().slice(0, 10);
    const fee = camtNotice('FEE', coopIban, [{ amountMinor: -5_00n, on: day, text: 'A fee' }]);
    expect((await world.upload(tess, fee)).status).toBe(201);
    await world.worker.loop.drain();
    await world.ask(
      tess,
      `mutation { journalEntryRecord(input: { idempotencyKey: "fees", description: "Fees",
         currency: "EUR", lines: [{ accountKey: "bank-fees", amountMinor: "1" },
         { accountKey: "other-income", amountMinor: "-1" }] }) { userErrors { code } } }`,
    );
    type Open = {
      bankLines: { edges: { node: { id: string; freeText: string } }[] };
      ledgerAccounts: { id: string; code: string }[];
    };
    const { bankLines, ledgerAccounts } = await world.ask<Open>(
      tess,
      `{ bankLines(first: 20, state: NEW) { edges { node { id freeText } } }
         ledgerAccounts { id code } }`,
    );
    const line = bankLines.edges.find(({ node }) => node.freeText === 'A fee')?.node.id;
    const account = ledgerAccounts.find(({ code }) => code === 'bank-fees')?.id;
    const assigned = await world.ask<Changed>(
      tess,
      `mutation ($line: ID!, $account: ID!) { payload: bankLineAssign(input: { lineId: $line,
         ledgerAccountId: $account, because: "The bank's fee" }) { userErrors { code } } }`,
      { line, account },
    );
    expect(assigned.payload.userErrors).toEqual([]);
  });
});
