import { validatePaymentFile } from '@rochdale/bank-formats';
import { SimulatedRail } from '@rochdale/house';
import type { ProviderFault } from '@rochdale/house';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restApiDescription } from '../../apps/api/src/http/description/rest-api.js';
import { DescribedAnswers } from './described-answers.js';
import { camt053, codesOf, coopIban, countQueries, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let tess: string;
let theo: string;
let ada: string;
const accounts: Record<'provider' | 'file', string> = { provider: '', file: '' };

const registering = `mutation ($label: String!, $number: String!, $rail: PaymentRail!) {
  payload: bankAccountRegister(input: { label: $label, holderName: "The Mill eG",
    accountNumber: $number, currency: "EUR", rail: $rail })
  { userErrors { code } bankAccount { id ledgerAccountId } } }`;
const releasing = `mutation ($ids: [ID!]!, $account: ID!) { payload: payoutsRelease(input: {
  payoutIds: $ids, bankAccountId: $account }) { userErrors { code } payouts { id state } } }`;
const reading = `query ($id: ID!) { payout(id: $id) { state failureCode attempts transactionId
  viewerCan { release { allowed reason } cancel { allowed reason } } } }`;

const today = (): string => world.clock.now().toISOString().slice(0, 10);
const drain = () => world.worker.loop.drain();

async function register(label: string, number: string, rail: string): Promise<string> {
  const { payload } = await world.ask<Changed<{ bankAccount: { id: string } }>>(tess, registering, {
    label,
    number,
    rail,
  });
  return payload.bankAccount.id;
}

type Expense = Changed<{ expense: { id: string; payoutId: string } }>;

async function submitted(token: string, minor: string): Promise<string> {
  const drafted = await world.ask<Expense>(
    token,
    `mutation ($minor: BigInt!, $day: Date!) { payload: expenseDraft(input: { title: "Paint",
       currency: "EUR", items: [{ description: "Paint", category: OTHER, incurredOn: $day,
       amountMinor: $minor }] }) { userErrors { code } expense { id } } }`,
    { minor, day: today() },
  );
  const { id } = drafted.payload.expense;
  await world.ask(token, 'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code } } }', {
    id,
  });
  return id;
}

/** Somebody reads an expense and approves what they read. */
async function approve(token: string, id: string): Promise<Expense> {
  const { expense } = await world.ask<{ expense: { termsHash: string } }>(
    token,
    'query ($id: ID!) { expense(id: $id) { termsHash } }',
    { id },
  );
  return world.ask<Expense>(
    token,
    `mutation ($id: ID!, $termsHash: String) { payload: expenseApprove(id: $id,
       termsHash: $termsHash) { userErrors { code message } expense { payoutId } } }`,
    { id, termsHash: expense.termsHash },
  );
}

/** An expense that a treasurer approved: its payout waits for its release. */
async function owed(token: string, minor: string, approver = theo): Promise<string> {
  const approved = await approve(approver, await submitted(token, minor));
  expect(codesOf(approved)).toEqual([]);
  return approved.payload.expense.payoutId;
}

const release = (token: string, ids: readonly string[], account = accounts.provider) =>
  world.ask<Changed<{ payouts: { state: string }[] | null }>>(token, releasing, { ids, account });
const payout = async (id: string, token = ada) =>
  (await world.ask<{ payout: Record<string, unknown> }>(token, reading, { id })).payout;
const executions = async (): Promise<number[]> => {
  const rows = await world.rows<{ executions: number }>(
    'select executions from payments.simulated_transfers order by received_at, key',
  );
  return rows.map((row) => row.executions);
};

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  theo = await world.member('mill', 'theo', 'TREASURER');
  ada = await world.member('mill', 'ada');
  accounts.provider = await register('Provider', 'DE02120300000000202051', 'SIMULATED');
  accounts.file = await register('Bank', coopIban, 'SEPA_FILE');
  const bands = [
    { upToMinor: null, band: { kind: 'role', role: 'treasurer', approvals: 1 }, receipts: false },
  ];
  await world.ask(
    administrator,
    `mutation ($bands: String!) { payload: approvalRuleAdopt(input: { currency: "EUR",
       bandsJson: $bands }) { userErrors { code message } } }`,
    { bands: JSON.stringify(bands) },
  );
  await world.ask(
    tess,
    `mutation { journalEntryRecord(input: { idempotencyKey: "opening", description: "Opening",
       currency: "EUR", lines: [{ accountKey: "bank", amountMinor: "100000" },
       { accountKey: "opening-balance", amountMinor: "-100000" }] }) { userErrors { code } } }`,
  );
});

afterAll(() => world.close());

describe('where to pay', () => {
  const setting = `mutation ($number: String!, $payee: PayeeInput) { payload: payeeDetailsSet(
    input: { holderName: "Ada", accountNumber: $number, payee: $payee }) { userErrors { code path }
    payeeDetails { masked usableFrom } } }`;

  it('is said by the payee alone, kept sealed, and shown masked', async () => {
    const wrong = await world.ask<Changed>(ada, setting, { number: 'NL00 0000' });
    expect(wrong.payload.userErrors).toEqual([
      { code: 'INVALID_BANK_ACCOUNT', path: ['accountNumber'] },
    ]);
    const id = await world.memberId(ada, 'mill');
    const foreign = { number: payeeIban, payee: { kind: 'MEMBER', id } };
    expect(codesOf(await world.ask(tess, setting, foreign))).toEqual(['FORBIDDEN']);
    for (const token of [ada, tess]) await world.ask(token, setting, { number: payeeIban });
    expect(await world.ask(ada, '{ payeeDetails { masked } }')).toEqual({
      payeeDetails: { masked: 'NL91 •••• 4300' },
    });
    expect(await world.ask(theo, '{ payeeDetails { masked } }')).toEqual({ payeeDetails: null });
    const kept = await world.rows(
      `select encode(sealed, 'escape') as sealed, masked from payments.payee_details`,
    );
    expect(JSON.stringify(kept)).not.toContain('0417164300');
  });

  it('cools off before its first use, for as long as administrators say', async () => {
    const change = `mutation ($hours: Int!) { payload: paymentSettingsChange(input: {
      secondPersonReleases: false, coolingOffHours: $hours }) { userErrors { code }
      paymentSettings { coolingOffHours } } }`;
    expect(codesOf(await world.ask(tess, change, { hours: 0 }))).toEqual(['FORBIDDEN']);
    await world.ask(administrator, change, { hours: 48 });
    await world.ask(ada, setting, { number: payeeIban });
    const id = await owed(ada, '1000');
    world.clock.advance({ hours: 47 });
    expect(codesOf(await release(tess, [id]))).toEqual(['PAYEE_DETAILS_COOLING_OFF']);
    world.clock.advance({ hours: 2 });
    expect(codesOf(await release(tess, [id]))).toEqual([]);
    await drain();
    expect(await payout(id)).toMatchObject({ state: 'SETTLED', attempts: 1 });
  });
});

describe('an expense', () => {
  it('says beforehand why somebody may not approve it, as the approval does', async () => {
    const id = await submitted(tess, '100');
    const asking = `query ($id: ID!) { expense(id: $id) { viewerCan {
      approve { allowed reason } reject { reason } } } }`;
    const seen = (token: string) => world.ask(token, asking, { id });
    const [reason] = codesOf(await approve(tess, id));
    expect(reason).toBe('PAYEE_MAY_NOT_APPROVE');
    expect(await seen(tess)).toEqual({
      expense: {
        viewerCan: {
          approve: { allowed: false, reason },
          reject: { reason: 'APPROVER_ROLE_REQUIRED' },
        },
      },
    });
    expect(await seen(theo)).toEqual({
      expense: {
        viewerCan: { approve: { allowed: true, reason: null }, reject: { reason: null } },
      },
    });
  });
});

describe('a payout', () => {
  it('is never released by its payee, nor by somebody who is no treasurer', async () => {
    const id = await owed(tess, '700');
    expect((await payout(id, tess))['viewerCan']).toEqual({
      release: { allowed: false, reason: 'PAYOUT_OWN' },
      cancel: { allowed: true, reason: null },
    });
    expect(codesOf(await release(tess, [id]))).toEqual(['PAYOUT_OWN']);
    expect(codesOf(await release(ada, [id]))).toEqual(['FORBIDDEN']);
    expect((await payout(id))['state']).toBe('APPROVED');
  });

  it('is released together with others, or none of them is', async () => {
    const [mine, others] = [await owed(tess, '300'), await owed(ada, '300')];
    expect(codesOf(await release(tess, [mine, others]))).toEqual(['PAYOUT_OWN']);
    expect((await payout(others))['state']).toBe('APPROVED');
    expect(codesOf(await release(theo, [mine, others]))).toEqual([]);
    await drain();
    expect([(await payout(mine))['state'], (await payout(others))['state']]).toEqual([
      'SETTLED',
      'SETTLED',
    ]);
  });

  it('is paid once when two treasurers release it at once', async () => {
    const id = await owed(ada, '1100');
    const before = await executions();
    const both = await Promise.all([release(tess, [id]), release(theo, [id])]);
    expect(both.flatMap(codesOf)).toEqual(['PAYOUT_STATE']);
    await drain();
    expect(await payout(id)).toMatchObject({ state: 'SETTLED', attempts: 1 });
    expect(await executions()).toEqual([...before, 1]);
  });

  it.each<[ProviderFault, number]>([
    ['lost-before', 2],
    ['lost-after', 2],
    ['slow', 1],
  ])('is paid exactly once although the provider is %s', async (fault, attempts) => {
    const id = await owed(ada, '500');
    const before = await executions();
    world.worker.app.get(SimulatedRail).failNext(fault);
    await release(tess, [id]);
    await drain();
    expect((await payout(id))['state']).toBe(fault === 'slow' ? 'SUBMITTED' : 'UNKNOWN');
    for (let minute = 0; minute < 4; minute += 1) {
      world.clock.advance({ minutes: 1 });
      await drain();
    }
    expect(await payout(id)).toMatchObject({ state: 'SETTLED', attempts, failureCode: null });
    expect(await executions()).toEqual([...before, 1]);
    const booked = await world.rows(
      `select 1 from ledger.transactions where idempotency_key like 'payout:%:settle:%'
         and id = (select transaction_id from payments.payouts order by changed_at desc limit 1)`,
    );
    expect(booked).toHaveLength(1);
  });

  it('that the provider refuses moves nothing, and may be asked for again', async () => {
    const id = await owed(ada, '900');
    world.worker.app.get(SimulatedRail).failNext('reject');
    await release(tess, [id]);
    await drain();
    expect(await payout(id)).toMatchObject({
      state: 'REJECTED',
      failureCode: 'REJECTED_BY_PROVIDER',
      transactionId: null,
    });
    type Expenses = { expenses: { edges: { node: { id: string } }[] } };
    const { expenses } = await world.ask<Expenses>(
      ada,
      '{ expenses(first: 5, statuses: [PAYOUT_FAILED]) { edges { node { id } } } }',
    );
    const again = await world.ask<Changed<{ expense: { payoutId: string } }>>(
      tess,
      `mutation ($id: ID!) { payload: expensePayoutRetry(id: $id) { userErrors { code }
         expense { payoutId } } }`,
      { id: expenses.edges[0]?.node.id },
    );
    const second = again.payload.expense.payoutId;
    expect(second).not.toBe(id);
    await release(tess, [second]);
    await drain();
    expect((await payout(second))['state']).toBe('SETTLED');
  });

  it('is taken back before its release only', async () => {
    const cancel = `mutation ($id: ID!) { payload: payoutCancel(id: $id) { userErrors { code }
      payout { state } } }`;
    const id = await owed(ada, '200');
    expect(codesOf(await world.ask(ada, cancel, { id }))).toEqual(['FORBIDDEN']);
    expect((await world.ask<Changed>(tess, cancel, { id })).payload).toEqual({
      userErrors: [],
      payout: { state: 'CANCELLED' },
    });
    expect(codesOf(await release(tess, [id]))).toEqual(['PAYOUT_STATE']);
    const other = await owed(ada, '200');
    await release(tess, [other]);
    expect(codesOf(await world.ask(tess, cancel, { id: other }))).toEqual(['PAYOUT_STATE']);
    await drain();
  });

  it('is not released without the money, whoever asks', async () => {
    const id = await owed(ada, '9000000');
    expect(codesOf(await release(tess, [id]))).toEqual(['FLOOR_BREACHED']);
    expect((await payout(id))['state']).toBe('APPROVED');
  });

  it('tells members who watch how far it is', async () => {
    const id = await owed(ada, '150');
    const query = 'subscription ($id: ID!) { payoutChanged(id: $id) { state amount { decimal } } }';
    await drain();
    const watching = await world.client(ada).subscribe(query, { id });
    const listens = `select 1 from pg_stat_activity where query = 'listen rochdale_facts'
      and datname = current_database()`;
    await expect.poll(async () => (await world.rows(listens)).length).toBe(1);
    await release(tess, [id]);
    await drain();
    const data = { payoutChanged: { state: 'SETTLED', amount: { decimal: '1.50' } } };
    const states: unknown[] = [];
    for (let seen = 0; seen < 3; seen += 1) states.push(await watching.next());
    expect(states.at(-1)).toMatchObject({ type: 'next', payload: { data } });
    watching.close();
  });

  it('is seen by members, without bank details, and by no stranger', async () => {
    const list = '{ payouts(first: 50) { edges { node { state payee { displayName } } } } }';
    expect((await world.answer(null, list)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const seen = JSON.stringify(await world.ask(ada, list));
    expect(seen).toContain('"displayName":"ada"');
    const page = (first: number) =>
      world.ask(
        ada,
        `query ($first: Int!) { payouts(first: $first) { edges { node { state
           payee { displayName } viewerCan { release { allowed } } } } } }`,
        { first },
      );
    await page(1);
    const one = await countQueries(() => page(1));
    expect(await countQueries(() => page(10))).toBe(one);
  });
});

describe('a statement file', () => {
  it('that cannot be taken is refused with a code, and not kept', async () => {
    const good = camt053([{ minor: 100n }], { day: today() });
    const refusals = [
      [await world.upload(null, good), 401, 'UNAUTHENTICATED'],
      [await world.upload(ada, good), 403, 'FORBIDDEN'],
      [await world.upload(tess, ''), 400, 'FILE_EMPTY'],
      [await world.upload(tess, 'no statement at all'), 400, 'STATEMENT_NOT_READABLE'],
      [await world.upload(tess, good, 'mill', '?csvProfile=../x'), 400, 'INVALID_INPUT'],
      [await world.upload(tess, Buffer.alloc(11_000_000, 32)), 413, 'TOO_LARGE'],
      [
        await world.post('/bank/statements', {}, world.credentials(tess, 'mill')),
        400,
        'INVALID_INPUT',
      ],
    ] as const;
    for (const [{ status, body }, expected, code] of refusals) {
      expect([status, body['code']]).toEqual([expected, code]);
      if (/FILE_EMPTY|NOT_READABLE/.test(code)) expect(body['path']).toEqual(['file']);
    }
    expect(await world.rows('select 1 from payments.statement_files')).toEqual([]);
  });

  it('of an account that is not known is refused, and read once it is', async () => {
    const other = camt053([{ minor: 100n }], { day: today() }).replaceAll(
      coopIban,
      'DE75512108001245126199',
    );
    await world.upload(tess, other);
    await drain();
    const list = '{ statementFiles(first: 1) { edges { node { state refusalCode } } } }';
    expect(await world.ask(tess, list)).toEqual({
      statementFiles: {
        edges: [{ node: { state: 'REFUSED', refusalCode: 'STATEMENT_ACCOUNT_UNKNOWN' } }],
      },
    });
    await register('Savings', 'DE75 5121 0800 1245 1261 99', 'SEPA_FILE');
    world.clock.advance({ seconds: 1 });
    expect(await world.upload(tess, other)).toMatchObject({
      status: 200,
      body: { isNew: false, state: 'received' },
    });
    await drain();
    expect(await world.ask(tess, list)).toEqual({
      statementFiles: { edges: [{ node: { state: 'READ', refusalCode: null } }] },
    });
  });

  it('may be put in by a personal token for it, which never releases money', async () => {
    const made = await world.ask<Changed<{ secret: string }>>(
      tess,
      `mutation { payload: personalTokenCreate(input: { name: "Books", lifetimeDays: 366,
         scopes: ["payments:write", "payments:read"] }) { userErrors { code } secret } }`,
    );
    const { secret } = made.payload;
    const file = camt053([{ minor: 500_000n, text: 'A gift' }], { day: today() });
    expect((await world.upload(secret, file)).status).toBe(201);
    expect(codesOf(await release(secret, [await owed(ada, '100')]))).toEqual(['FORBIDDEN']);
    await drain();
  });

  it('has lines that a treasurer explains where nothing matched', async () => {
    type Lines = { bankLines: { edges: { node: { id: string; freeText: string | null } }[] } };
    const { bankLines } = await world.ask<Lines>(
      tess,
      '{ bankLines(first: 10, state: NEW) { edges { node { id freeText amount { minor } } } } }',
    );
    const line = bankLines.edges.find(({ node }) => node.freeText === 'A gift')?.node.id;
    type Accounts = { ledgerAccounts: { id: string; code: string }[] };
    const { ledgerAccounts } = await world.ask<Accounts>(tess, '{ ledgerAccounts { id code } }');
    const account = ledgerAccounts.find(({ code }) => code === 'opening-balance')?.id;
    const assign = `mutation ($line: ID!, $account: ID!) { payload: bankLineAssign(input: {
      lineId: $line, ledgerAccountId: $account, because: "A gift" }) { userErrors { code }
      transactionId } }`;
    expect(codesOf(await world.ask(ada, assign, { line, account }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await world.ask(tess, assign, { line, account }))).toEqual([]);
    expect(codesOf(await world.ask(tess, assign, { line, account }))).toEqual([
      'BANK_LINE_MATCHED',
    ]);
    const lines = '{ bankLines(first: 5) { edges { node { counterpartyName } } } }';
    expect((await world.answer(ada, lines)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a payment file', () => {
  const download = (token: string | null, path: string, slug = 'mill') =>
    world.client(token, slug).get(path);
  let path: string;
  let ids: string[];

  it('is valid, and has the same bytes however often it is fetched', async () => {
    ids = [await owed(ada, '12345'), await owed(ada, '655')];
    expect(codesOf(await release(tess, ids, accounts.file))).toEqual([]);
    await drain();
    type Files = { paymentFiles: { edges: { node: { id: string; path: string } }[] } };
    const { paymentFiles } = await world.ask<Files>(
      tess,
      `{ paymentFiles(first: 5) { edges { node { id state format payouts total { decimal } sha256
           path } } } }`,
    );
    expect(paymentFiles.edges).toMatchObject([
      { node: { state: 'WRITTEN', payouts: 2, total: { decimal: '130.00' } } },
    ]);
    const { id = '', path: told = '' } = paymentFiles.edges[0]?.node ?? {};
    expect(told).toBe(`/bank/payment-files/${id}`);
    path = told;
    const treasurer = world.client(tess);
    const [bytes, again] = [await treasurer.download(path), await treasurer.download(path)];
    expect(bytes.equals(again)).toBe(true);
    const { status, headers } = await download(tess, path);
    expect(headers['content-disposition']).toBe(`attachment; filename="payments-${id}.xml"`);
    const described = new DescribedAnswers(restApiDescription);
    const answer = { status, headers: headers as Record<string, string>, text: bytes.toString() };
    await described.take('get', '/bank/payment-files/{id}', async () => answer);
    expect(validatePaymentFile(bytes)).toMatchObject({
      format: 'pain.001',
      valid: true,
      totals: [{ currency: 'EUR', payments: 2, amount: '130.00' }],
    });
    expect(bytes.toString()).toContain(payeeIban);
    expect((await payout(ids[0]!))['state']).toBe('SUBMITTED');
  });

  it('is for treasurers of its co-operative only', async () => {
    await world.found('forge');
    const smith = await world.member('forge', 'smith', 'TREASURER');
    expect((await download(ada, path)).status).toBe(403);
    expect((await download(null, path)).status).toBe(401);
    expect((await download(smith, path, 'forge')).status).toBe(404);
    expect((await download(tess, '/bank/payment-files/none')).status).toBe(400);
    const all = `{ payouts(first: 5) { edges { node { id } } } bankAccounts { id }
      bankLines(first: 5) { edges { node { id } } } paymentFiles(first: 5) { edges { node { id } } }
      statementFiles(first: 5) { edges { node { id } } } }`;
    expect(await world.ask(smith, all, {}, 'forge')).toEqual({
      payouts: { edges: [] },
      bankAccounts: [],
      bankLines: { edges: [] },
      paymentFiles: { edges: [] },
      statementFiles: { edges: [] },
    });
    const node = 'query ($id: ID!) { node(id: $id) { id } payout(id: $id) { state } }';
    expect(await world.ask(smith, node, { id: ids[0] }, 'forge')).toEqual({
      node: null,
      payout: null,
    });
    const foreign = { ids: [ids[0]], account: accounts.file };
    expect(codesOf(await world.ask(smith, releasing, foreign, 'forge'))).toEqual([
      'BANK_ACCOUNT_NOT_FOUND',
    ]);
  });

  it('is settled by the statement that shows its payments, and a return is booked', async () => {
    const text = (await world.client(tess).download(path)).toString();
    const ends = [...text.matchAll(/<EndToEndId>([^<]+)</g)].map(([, id]) => id!);
    const amounts = [...text.matchAll(/<InstdAmt Ccy="EUR">(\d+)\.(\d\d)</g)].map(([, a, b]) =>
      BigInt(`${a}${b}`),
    );
    const entries = ends.map((endToEndId, n) => ({
      minor: -amounts[n]!,
      endToEndId,
      account: payeeIban,
    }));
    const day = today();
    await world.upload(tess, camt053(entries, { day, opening: 100_000n, id: 'paid' }));
    await drain();
    for (const id of ids) expect((await payout(id))['state']).toBe('SETTLED');
    const back = [{ minor: amounts[0]!, endToEndId: ends[0]!, account: payeeIban }];
    await world.upload(tess, camt053(back, { day, opening: 100_000n, id: 'back' }));
    await drain();
    const states = await Promise.all(ids.map(async (id) => (await payout(id))['state']));
    expect(new Set(states)).toEqual(new Set(['RETURNED', 'SETTLED']));
  });
});
