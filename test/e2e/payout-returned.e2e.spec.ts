import { invariants } from '@rochdale/house';
import { KeptLetters } from '@rochdale/letters';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { camt053, codesOf, coopIban, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed, MadeEntry } from './money-world.js';

let world: MoneyWorld;
let tess: string;
let theo: string;
let ada: string;
let account: string;
beforeAll(async () => {
  world = await MoneyWorld.open();
  const administrator = await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  theo = await world.member('mill', 'theo', 'TREASURER');
  ada = await world.member('mill', 'ada');
  const { payload } = await world.ask<Changed<{ bankAccount: { id: string } }>>(
    tess,
    `mutation ($number: String!) { payload: bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SEPA_FILE })
       { userErrors { code } bankAccount { id } } }`,
    { number: coopIban },
  );
  account = payload.bankAccount.id;
  const bands = [
    { upToMinor: null, band: { kind: 'role', role: 'treasurer', approvals: 1 }, receipts: false },
  ];
  await change(
    administrator,
    `mutation ($bands: String!) { payload: approvalRuleAdopt(input: { currency: "EUR",
       bandsJson: $bands }) { userErrors { code } } }`,
    { bands: JSON.stringify(bands) },
  );
  await change(
    tess,
    `mutation { payload: journalEntryRecord(input: { idempotencyKey: "opening",
       description: "Opening", currency: "EUR", lines: [
       { accountKey: "bank", amountMinor: "100000" },
       { accountKey: "opening-balance", amountMinor: "-100000" }] }) { userErrors { code } } }`,
  );
  await change(
    ada,
    `mutation ($number: String!) { payload: payeeDetailsSet(input: { holderName: "Ada",
       accountNumber: $number }) { userErrors { code } } }`,
    { number: payeeIban },
  );
  world.clock.advance({ hours: 25 });
});
afterAll(() => world.close());

const drain = () => world.worker.loop.drain();

/** What is changed, and is not refused. */
async function change<Data extends object>(token: string, mutation: string, variables = {}) {
  const changed = await world.ask<Changed<Data>>(token, mutation, variables);
  expect(codesOf(changed)).toEqual([]);
  return changed.payload;
}

/** What the bank says today. */
async function told(id: string, entry: MadeEntry): Promise<void> {
  const day = world.clock.now().toISOString().slice(0, 10);
  await world.upload(tess, camt053([entry], { day, opening: 100_000n, id }));
  await drain();
}

async function approvedExpense(): Promise<string> {
  const drafted = await change<{ expense: { id: string; termsHash: string } }>(
    ada,
    `mutation ($day: Date!) { payload: expenseDraft(input: { title: "Paint", currency: "EUR",
       items: [{ description: "Paint", category: OTHER, incurredOn: $day, amountMinor: "2222" }] })
       { userErrors { code } expense { id termsHash } } }`,
    { day: world.clock.now().toISOString().slice(0, 10) },
  );
  const { id } = drafted.expense;
  await change(
    ada,
    'mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code } } }',
    { id },
  );
  await change(
    theo,
    `mutation ($id: ID!, $termsHash: String) { payload: expenseApprove(id: $id,
       termsHash: $termsHash) { userErrors { code } } }`,
    drafted.expense,
  );
  return id;
}

const expense = async (id: string) => {
  const reading = 'query ($id: ID!) { expense(id: $id) { status payoutId } }';
  type Read = { expense: { status: string; payoutId: string } };
  return (await world.ask<Read>(ada, reading, { id })).expense;
};

/** Released, written for the bank, and debited by it under the payout's id. */
async function pay(payoutId: string, statement: string): Promise<string> {
  await change(
    tess,
    `mutation ($ids: [ID!]!, $account: ID!) { payload: payoutsRelease(input: { payoutIds: $ids,
       bankAccountId: $account }) { userErrors { code } } }`,
    { ids: [payoutId], account },
  );
  await drain();
  type Files = { paymentFiles: { edges: { node: { path: string } }[] } };
  const { paymentFiles } = await world.ask<Files>(
    tess,
    '{ paymentFiles(first: 1) { edges { node { path } } } }',
  );
  const bytes = await world.client(tess).download(paymentFiles.edges[0]?.node.path ?? '');
  const endToEndId = /<EndToEndId>([^<]+)</.exec(bytes.toString())?.[1] ?? '';
  await told(statement, { minor: -2222n, endToEndId, account: payeeIban });
  return endToEndId;
}

/** Of accounts that are moved here: their balances by their codes. */
async function balances(): Promise<Readonly<Record<string, string>>> {
  const rows = await world.rows<{ code: string; sum: string }>(
    `select a.code, sum(g.amount_minor)::text as sum from ledger.postings g
       join ledger.accounts a on a.id = g.account_id
     where a.code in ('payables', 'bank-fees') group by a.code`,
  );
  return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
}

async function expectLawful(): Promise<void> {
  expect(invariants.map(({ name }) => name)).toContain('expenses.payables-are-owed');
  for (const { name, sql } of invariants) expect([name, await world.rows(sql)]).toEqual([name, []]);
}

it('an expense whose payment came back less a fee is owed, and is paid again', async () => {
  const id = await approvedExpense();
  const { payoutId } = await expense(id);
  const endToEndId = await pay(payoutId, 'paid');
  expect((await expense(id)).status).toBe('PAID');
  await told('back', { minor: 2072n, endToEndId, account: payeeIban });
  expect((await expense(id)).status).toBe('PAID');

  type Lines = { bankLines: { edges: { node: { id: string } }[] } };
  const { bankLines } = await world.ask<Lines>(
    tess,
    '{ bankLines(first: 5, state: NEW) { edges { node { id } } } }',
  );
  const said = { lineId: bankLines.edges[0]?.node.id, payoutId, because: 'account closed' };
  const input = { ...said, feeMinor: '150' };
  const assigning = `mutation ($input: BankLineAssignToPayoutReturnInput!) {
    payload: bankLineAssignToPayoutReturn(input: $input) { userErrors { code path }
    transactionId } }`;
  expect(codesOf(await world.ask(ada, assigning, { input }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await world.ask(tess, assigning, { input: said }))).toEqual([
    'PAYOUT_RETURN_NOT_FITTING',
  ]);
  const first = await change<{ transactionId: string }>(tess, assigning, { input });
  const second = await change<{ transactionId: string }>(theo, assigning, { input });
  expect(second.transactionId).toBe(first.transactionId);
  await drain();
  expect((await expense(id)).status).toBe('PAYOUT_FAILED');
  const letters = await world.worker.app.get(KeptLetters).newest();
  expect(
    letters.map(({ kind, to }) => `${kind} ${to}`).filter((of) => /returned/.test(of)),
  ).toEqual(
    expect.arrayContaining([
      'payouts.returned ada@mill.example',
      'payouts.returned-treasurer tess@mill.example',
      'payouts.returned-treasurer theo@mill.example',
    ]),
  );
  expect(letters.filter(({ kind }) => kind.startsWith('payouts.returned'))).toHaveLength(3);
  expect(await balances()).toEqual({ payables: '-2222', 'bank-fees': '150' });
  await expectLawful();

  await change(
    tess,
    'mutation ($id: ID!) { payload: expensePayoutRetry(id: $id) { userErrors { code } } }',
    { id },
  );
  const again = await expense(id);
  expect(again.payoutId).not.toBe(payoutId);
  world.clock.advance({ days: 1 });
  await pay(again.payoutId, 'paid again');
  expect((await expense(id)).status).toBe('PAID');
  expect(await balances()).toEqual({ payables: '0', 'bank-fees': '150' });
  await expectLawful();
  const refused = await world.ask<Changed>(tess, assigning, {
    input: { ...input, payoutId: again.payoutId },
  });
  expect(codesOf(refused)).toEqual(['BANK_LINE_MATCHED']);
});
