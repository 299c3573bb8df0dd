import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '@rochdale/platform';
import { CreateAccount, CreatePersonalToken } from '@rochdale/identity';
import { AppointRole, FoundCooperative } from '@rochdale/membership';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

let service: ServiceEnvironment;
let api: RunningApi;
let treasurer: string;

beforeAll(async () => {
  service = await createServiceEnvironment();
  api = await startApi({ env: service.env });
  treasurer = await foundWithTreasurer();
});
afterAll(async () => {
  await api.close();
  await service.close();
});

/** A co-operative whose founder is its treasurer. @returns the treasurer's personal token */
async function foundWithTreasurer(): Promise<string> {
  const account = await api.app.get(CreateAccount).execute(systemActor(null, 'cli'), {
    name: 'Ada',
    email: 'ada@example.org',
    password: 'a long enough password',
  });
  const { cooperative, founder } = await api.app
    .get(FoundCooperative)
    .execute(systemActor(null, 'cli'), {
      slug: 'mill',
      name: 'The Mill',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId: account.id, displayName: 'Ada', classKey: 'worker' },
    });
  const system = systemActor(cooperative.id, 'cli');
  await api.app
    .get(AppointRole)
    .execute(system, { memberId: founder.id, role: 'treasurer', startsAt: new Date(0) });
  const own = {
    ...system,
    kind: 'account',
    accountId: account.id,
    memberId: founder.id,
    standing: 'active',
    via: 'session',
  } as const;
  const { secret } = await api.app.get(CreatePersonalToken).execute(own, {
    name: 'test',
    scopes: ['treasury:write', 'ledger:read'],
    lifetimeDays: 1,
  });
  return secret;
}

async function ask<Data extends object>(
  query: string,
  variables: object = {},
  token?: string,
): Promise<Answer<Data>> {
  const client = new ApiClient(api.url).in('mill').as(token ?? null);
  return (await client.answer<Data>(query, variables)) as Answer<Data>;
}

interface Payload {
  readonly userErrors: { code: string; path: string[] }[];
  readonly transaction: { id: string; postings: object[] } | null;
}

const record = (
  idempotencyKey: string,
  lines: object[],
  token: string | undefined = treasurer,
  more: object = {},
) =>
  ask<{ journalEntryRecord: Payload }>(
    `mutation($input: JournalEntryRecordInput!) { journalEntryRecord(input: $input) {
      transaction { id description postings { amount { minor decimal } account { code } } }
      userErrors { code path } } }`,
    { input: { idempotencyKey, description: 'Opening', currency: 'EUR', lines, ...more } },
    token,
  ).then(({ data, errors }) => {
    expect(errors).toBeUndefined();
    return data.journalEntryRecord;
  });

const opening = [
  { accountKey: 'bank', amountMinor: '900719925474099300' },
  { accountKey: 'opening-balance', amountMinor: '-900719925474099300' },
];

describe('the treasurer', () => {
  it('records an entry with amounts that a double cannot hold, once per key', async () => {
    const first = await record('opening', opening);
    expect(first.userErrors).toEqual([]);
    expect(first.transaction?.postings).toEqual([
      {
        amount: { minor: '900719925474099300', decimal: '9007199254740993.00' },
        account: { code: 'bank' },
      },
      {
        amount: { minor: '-900719925474099300', decimal: '-9007199254740993.00' },
        account: { code: 'opening-balance' },
      },
    ]);
    expect((await record('opening', opening)).transaction?.id).toBe(first.transaction?.id);
  });

  it.each([
    ['unbalanced', [{ accountKey: 'bank', amountMinor: '1' }], 'TOO_FEW_POSTINGS', ['lines']],
    [
      'to an account that the chart does not know',
      [...opening, { accountKey: 'pocket', amountMinor: '1' }],
      'INVALID_CHART_KEY',
      ['lines', '2', 'accountKey'],
    ],
    [
      'beyond what is in the bank',
      [
        { accountKey: 'bank', amountMinor: '-900719925474099301' },
        { accountKey: 'expense:rent', amountMinor: '900719925474099301' },
      ],
      'FLOOR_BREACHED',
      [],
    ],
  ])('is told why an entry %s is not recorded', async (_what, lines, code, path) => {
    const { transaction, userErrors } = await record(`bad ${code}`, lines);
    expect(transaction).toBeNull();
    expect(userErrors).toEqual([{ code, path }]);
  });

  it('opens a fund, fills it and reads what is in it', async () => {
    const { data } = await ask<{ fundCreate: { fund: { id: string } } }>(
      `mutation { fundCreate(input: { key: "disks", name: "Disks", purpose: "New disks",
        currency: "EUR", limitMinor: "50000" }) { fund { id } userErrors { code } } }`,
      {},
      treasurer,
    );
    const { id } = data.fundCreate.fund;
    const allocate = (minor: string) =>
      ask<{ fundAllocate: Payload }>(
        `mutation($id: ID!, $input: FundAllocateInput!) {
          fundAllocate(id: $id, input: $input) { transaction { id } userErrors { code } } }`,
        {
          id,
          input: {
            amount: { minor, currency: 'EUR' },
            description: 'As decided',
            idempotencyKey: `allocate ${minor}`,
          },
        },
        treasurer,
      ).then((answer) => answer.data.fundAllocate.userErrors);
    expect(await allocate('50001')).toEqual([{ code: 'FUND_LIMIT_REACHED' }]);
    expect(await allocate('50000')).toEqual([]);
    const found = await ask(
      `query($id: ID!) { node(id: $id) { ... on Fund {
        name limit { decimal } account { balance { decimal } }
        viewerCan { close { allowed } } } } }`,
      { id },
      treasurer,
    );
    expect(found.data).toEqual({
      node: {
        name: 'Disks',
        limit: { decimal: '500.00' },
        account: { balance: { decimal: '500.00' } },
        viewerCan: { close: { allowed: true } },
      },
    });
  });

  it('closes a period, and then nothing is recorded in it', async () => {
    const { data } = await ask(
      `mutation { accountingPeriodClose(input: { endsOn: "2020-12-31" }) {
        accountingPeriod { startsOn endsOn } userErrors { code } } }`,
      {},
      treasurer,
    );
    expect(data).toEqual({
      accountingPeriodClose: {
        accountingPeriod: { startsOn: null, endsOn: '2020-12-31' },
        userErrors: [],
      },
    });
    const late = { effectiveAt: '2020-06-01T00:00:00Z' };
    const { userErrors } = await record('late', opening, treasurer, late);
    expect(userErrors).toEqual([{ code: 'BOOKS_CLOSED', path: [] }]);
  });

  it('takes no entry of a day to come', async () => {
    const { userErrors } = await record('ahead', opening, treasurer, {
      effectiveAt: '2999-01-01T00:00:00Z',
    });
    expect(userErrors).toEqual([{ code: 'TRANSACTION_AHEAD', path: ['effectiveAt'] }]);
  });
});

describe('a stranger', () => {
  it('reads what was released, and no balance, row or moment', async () => {
    const { data, errors } = await ask<{ treasury: object }>(`{
      treasury { totals { currency } accounts { code } releases { month figures { name } }
        months(from: "2025-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { month }
        funds { key account { id } } accountingPeriods { endsOn }
        viewerCan { closePeriod { allowed reason } } }
      chartOfAccounts(currency: "EUR") { key account { id } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.treasury).toMatchObject({
      totals: [],
      accounts: [],
      releases: [],
      months: [],
      funds: [{ key: 'disks', account: null }],
      accountingPeriods: [{ endsOn: '2020-12-31' }],
      viewerCan: { closePeriod: { allowed: false, reason: 'UNAUTHENTICATED' } },
    });
    expect(JSON.stringify(data)).not.toContain('"account":{');
    const before = '{ treasury(before: "2026-01-01T00:00:00Z") { totals { currency } } }';
    expect((await ask<object>(before)).data).toEqual({ treasury: { totals: [] } });
  });

  it.each([
    '{ ledgerAccounts { id } }',
    '{ ledgerTransactions(first: 1) { edges { cursor } } }',
    '{ holds(first: 1) { edges { cursor } } }',
    '{ trialBalance { code } }',
  ])('is not shown the books: %s', async (query) => {
    const { errors } = await ask(query);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('reads no statement by the id of an account, and finds nothing under it', async () => {
    const { data } = await ask<{ ledgerAccounts: { id: string; code: string }[] }>(
      '{ ledgerAccounts { id code } }',
      {},
      treasurer,
    );
    const bank = data.ledgerAccounts.find(({ code }) => code === 'bank')?.id;
    const statement = `query($id: ID!) { ledgerStatement(accountId: $id, first: 5) {
      edges { node { amount { minor } balanceAfter { minor } transaction { sourceKind } } } } }`;
    const { data: read } = await ask(statement, { id: bank }, treasurer);
    expect(read).toEqual({
      ledgerStatement: {
        edges: [
          {
            node: {
              amount: { minor: '900719925474099300' },
              balanceAfter: { minor: '900719925474099300' },
              transaction: { sourceKind: 'journal' },
            },
          },
        ],
      },
    });
    expect((await ask(statement, { id: bank })).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    const node = await ask('query($id: ID!) { node(id: $id) { id } }', { id: bank });
    expect(node.data).toEqual({ node: null });
    const other = Buffer.from('Fund:018f0000-0000-7000-8000-000000000000').toString('base64url');
    const { errors } = await ask(statement, { id: other }, treasurer);
    expect(errors?.[0]?.extensions.code).toBe('INVALID_ID');
  });

  it('does not keep the books, nor sees what is about to be paid', async () => {
    const { userErrors } = await record('stranger', opening, '');
    expect(userErrors).toEqual([{ code: 'UNAUTHENTICATED', path: [] }]);
    const { errors } = await ask('{ holds(first: 1) { edges { node { id } } } }');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a report', () => {
  const columns = '{ code kind debit { decimal currency } balance { decimal } }';

  it('is a field with a type of its own and a file, and both say the same', async () => {
    const { data } = await ask<{ trialBalance: TrialBalanceRow[] }>(
      `{ trialBalance ${columns} }`,
      {},
      treasurer,
    );
    const bank = data.trialBalance.find(({ code }) => code === 'bank');
    expect(bank).toMatchObject({ kind: 'ASSET', debit: { currency: 'EUR' } });
    const client = new ApiClient(api.url).in('mill').as(treasurer);
    const { status, headers, text } = await client.get('/v1/reports/trial-balance.csv');
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe('attachment; filename="trial-balance.csv"');
    const [names, ...lines] = text.trimEnd().split('\r\n');
    expect(names).toBe(
      'code,name,kind,debit,debitCurrency,credit,creditCurrency,balance,balanceCurrency',
    );
    expect(lines).toHaveLength(data.trialBalance.length);
    const line = lines.find((one) => one.startsWith('bank,'));
    expect(line).toContain(`,ASSET,${bank?.debit.decimal},EUR,`);
    expect(line).toMatch(new RegExp(`,${bank?.balance.decimal},EUR$`));
  });

  it('takes its parameters, and says which one it cannot read', async () => {
    const before = 'before: "2000-01-01T00:00:00Z"';
    const query = `{ trialBalance(${before}) ${columns} }`;
    const { data } = await ask<{ trialBalance: TrialBalanceRow[] }>(query, {}, treasurer);
    expect(new Set(data.trialBalance.map(({ balance }) => balance.decimal))).toEqual(
      new Set(['0.00']),
    );
    const client = new ApiClient(api.url).in('mill').as(treasurer);
    const { status, body } = await client.get('/v1/reports/trial-balance.csv?before=yesterday');
    const february = '/v1/reports/trial-balance.csv?before=2026-02-30T00:00:00Z';
    expect((await client.get(february)).status).toBe(400);
    // A mistyped name would give the report of another moment.
    const mistyped = await client.get('/v1/reports/trial-balance.csv?befor=2026-01-31T00:00:00Z');
    expect(mistyped).toMatchObject({ status: 400, body: { path: ['befor'] } });
    expect({ status, body }).toMatchObject({ status: 400, body: { path: ['before'] } });
    expect((await client.get('/v1/reports/nothing.csv')).status).toBe(404);
  });

  it('is not for strangers', async () => {
    const { errors } = await ask(`{ trialBalance ${columns} }`);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const { status } = await new ApiClient(api.url).in('mill').get('/v1/reports/trial-balance.csv');
    expect(status).toBe(401);
  });
});

interface TrialBalanceRow {
  readonly code: string;
  readonly debit: { readonly decimal: string };
  readonly balance: { readonly decimal: string };
}

describe('the day of an entry', () => {
  it('is taken as it is given, and said', async () => {
    const taken = await record('of a day', opening, treasurer, { effectiveOn: '2026-01-02' });
    expect(taken.userErrors).toEqual([]);
    const { data } = await ask<{
      ledgerTransactions: { edges: { node: { effectiveAt: string; effectiveOn: string } }[] };
    }>(
      `{ ledgerTransactions(first: 50) { edges { node { effectiveAt effectiveOn } } } }`,
      {},
      treasurer,
    );
    expect(data.ledgerTransactions.edges.map(({ node }) => node)).toContainEqual({
      effectiveAt: '2026-01-02T12:00:00.000Z',
      effectiveOn: '2026-01-02',
    });
  });
});
