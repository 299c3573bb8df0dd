import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { invariants } from '@rochdale/house';
import { allFacts, seal, SettableClock } from '@rochdale/platform';
import {
  ApiClient,
  createEmptyDatabase,
  createServiceEnvironment,
  createTestDatabase,
  letKeysCostWhatTheyDo,
  testAppRole,
} from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { startWorker } from '../../apps/worker/src/main.js';
import type { RunningWorker } from '../../apps/worker/src/main.js';
import { PlatformLowerToldFacts1796900300003 } from '../../migrations/1796900300003-platform-lower-told-facts.js';
import { PayoutsNameByChance1796900800001 } from '../../migrations/1796900800001-payouts-name-by-chance.js';
import { migrate } from '../../migrations/migrate.js';
import { describeSchema } from '../../migrations/schema.js';

/**
 * A year of a co-operative as version 0.1.0 left it: `seed-demo` on Postgres 15, then a webhook, a
 * personal token and a waiver over the API, then `pg_dump --no-owner --inserts
 * --rows-per-insert=200`. See test/fixtures/upgrade/README.md.
 */
const dump = new URL('../fixtures/upgrade/0.1.0.sql.gz', import.meta.url);
const dumpedAt = new Date('2026-11-27T09:00:00Z');
const ownerInDump = 'rochdale_admin';
const passwords = {
  bram: 'vIZ6__pVtD0HMgcS2vHT',
  casimir: 'OJI_CTwgIUahp3_iY45t',
} as const;
const partnerKey = 'rck_G8wR1mJBkL5gCBkP5P-1WCkHBJ51ZJM5hwzBlQt410E';

// Those passwords were set where keys cost what they do.
letKeysCostWhatTheyDo();

/** Tables that a migration moved, old name to new. What is in neither must still be there. */
const moved: Readonly<Record<string, string>> = {};

let service: ServiceEnvironment;
let client: pg.Client;
let before: Books;
let ran: readonly string[];
let api: RunningApi | undefined;
let worker: RunningWorker | undefined;

interface Books {
  readonly counts: Readonly<Record<string, number>>;
  readonly balances: readonly object[];
  readonly ballots: readonly object[];
}

beforeAll(async () => {
  service = await createServiceEnvironment({}, await createEmptyDatabase());
  const { adminUrl } = service.database;
  await restore(adminUrl);
  client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  before = await booksOf(await tablesNow(), (table) => table, ballotsThen);
  ran = await migrate({ ownerUrl: adminUrl, ...testAppRole });
  await sealAnew();
});

afterAll(async () => {
  await worker?.close();
  await api?.close();
  await client.end();
  await service.close();
});

/** The secret of that installation went with it; a real one keeps its secret when it upgrades. */
async function sealAnew(): Promise<void> {
  const account = JSON.stringify({
    holderName: 'Casimir Oyelaran',
    accountNumber: 'NL91ABNA0417164300',
    bic: null,
  });
  const secret = service.env['ROCHDALE_SECRET'] ?? '';
  for (const { id } of await rows<{ id: string }>('select id from payments.payee_details')) {
    const sealed = seal({ secret, purpose: 'payee details', rowId: id }, account);
    await client.query('update payments.payee_details set sealed = $2 where id = $1', [id, sealed]);
  }
}

/** The role of the dump's owner is the one of whoever restores it. */
async function restore(adminUrl: string): Promise<void> {
  const restoring = new pg.Client({ connectionString: adminUrl });
  await restoring.connect();
  const owner = restoring.escapeIdentifier(decodeURIComponent(new URL(adminUrl).username));
  const text = gunzipSync(readFileSync(dump)).toString('utf8');
  await restoring.query(text.replaceAll(` TO ${ownerInDump} `, ` TO ${owner} `));
  await restoring.end();
}

const rows = async <Row>(text: string): Promise<Row[]> => (await client.query(text)).rows as Row[];

/** How 0.1.0 kept a ballot, and how it is kept now: both tell who said what, once. */
const ballotsThen = `select id, proposal_id, member_id, stance, weight, superseded_at
  from governance.ballots order by id`;
const ballotsNow = ballotsThen.replace('stance', `mark #>> '{}' as stance`);

/** A payment file as it was kept before it had a name of its own. */
const fileIn = (state: string): string => `
  insert into payments.payment_files (id, cooperative_id, bank_account_id, state, format, bytes,
    sha256, payouts, total_minor, currency, ordered_at, written_at, withdrawal_reason,
    withdrawal_asked_by_account_id, withdrawal_asked_at, withdrawn_by_account_id, withdrawn_at)
  select gen_random_uuid(), cooperative_id, id, '${state}', 'of before', 'x', repeat('0', 64), 1,
    100, 'EUR', now(), now(), reason, gen, day, other, day
  from payments.bank_accounts, (select case '${state}' when 'withdrawn' then 'lost' end as reason,
    case '${state}' when 'withdrawn' then gen_random_uuid() end as gen,
    case '${state}' when 'withdrawn' then gen_random_uuid() end as other,
    case '${state}' when 'withdrawn' then now() end as day) said
  limit 1`;

/** What a member would miss: rows by table, balances to the cent, and who voted how. */
async function booksOf(
  tables: readonly string[],
  nameOf: (table: string) => string,
  ballots: string,
): Promise<Books> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await rows<{ count: string }>(`select count(*) as count from ${nameOf(table)}`);
    counts[table] = Number(row?.count);
  }
  return {
    counts,
    balances: await rows(`select id, code, currency, balance_minor, held_minor
      from ledger.accounts order by id`),
    ballots: await rows(ballots),
  };
}

async function tablesNow(): Promise<string[]> {
  const found = await rows<{ name: string }>(`select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_'
      and n.nspname not in ('information_schema', 'bullmq', 'public') order by 1`);
  return found.map(({ name }) => name);
}

/** What was printed and read again has fewer brackets around its ands. */
const withoutBrackets = (schema: string): string => schema.replaceAll(/[()]/g, '');

describe('a database of version 0.1.0, migrated', () => {
  it('was one of that version', () => {
    const filled = Object.values(before.counts).filter((count) => count > 0);
    expect(filled.length).toBeGreaterThan(40);
    expect(ran).not.toContain('PartnersCreateRoom1795100000000');
  });

  it('has every row, balance and ballot that it had', async () => {
    const tables = Object.keys(before.counts);
    const nameOf = (table: string): string => moved[table] ?? table;
    expect(await booksOf(tables, nameOf, ballotsNow)).toEqual(before);
  });

  it('has every claim approved and voted on as its terms are hashed now', async () => {
    const hashes = await rows<{ what: string; same: boolean }>(
      `select 'approval' as what, a.terms_hash = e.terms_hash as same
       from expenses.approvals a join expenses.expenses e on e.id = a.expense_id
       where a.voided_at is null
       union all select a.state, a.payload ->> 'termsHash' = e.terms_hash
       from governance.actions a join expenses.expenses e on e.id::text = a.payload ->> 'expenseId'
       where a.kind = 'expense.approve'
       union all select 'itself', e.terms_hash = expenses.terms_hash(e)
         and e.texts_hash = expenses.texts_hash(e) from expenses.expenses e`,
    );
    expect(hashes.filter(({ same }) => !same)).toEqual([]);
    expect(new Set(hashes.map(({ what }) => what))).toEqual(
      new Set(['approval', 'executed', 'pending', 'itself']),
    );
  });

  it('calls payouts at the bank as it did: what is under way is known again', async () => {
    const names = await rows<{ name: string; then: string; key: string | null }>(
      `select end_to_end_id as name, replace(id::text, '-', '') as then, provider_key as key
       from payments.payouts`,
    );
    expect(names.filter(({ key }) => key !== null).length).toBeGreaterThan(3);
    expect(names.filter(({ name, then }) => name !== then)).toEqual([]);
    expect(names.filter(({ name, key }) => key !== null && key !== name)).toEqual([]);
  });

  it('keeps the names of files as well, also of one that was withdrawn', async () => {
    const query = async (text: string): Promise<unknown[]> => (await client.query(text)).rows;
    await client.query('begin');
    try {
      await query(`alter table payments.payouts drop column end_to_end_id cascade;
        alter table payments.payment_files drop column message_id cascade;
        drop function payments.keep_name()`);
      for (const state of ['written', 'withdrawn']) await query(fileIn(state));
      await new PayoutsNameByChance1796900800001().up({ query } as QueryRunner);
      expect(
        await query(`select state, message_id = replace(id::text, '-', '') as same
          from payments.payment_files where format = 'of before' order by state`),
      ).toEqual([
        { state: 'withdrawn', same: true },
        { state: 'written', same: true },
      ]);
      // The guard is awake again.
      await expect(
        query(`update payments.payment_files set total_minor = 1 where format = 'of before'`),
      ).rejects.toThrow('written once');
    } finally {
      await client.query('rollback');
    }
  });

  it('is told sizes of its votes as if nobody had paused when they opened', async () => {
    const sizes = await rows<{ size: number; told: number; then: number }>(
      `select p.electorate_size as size, p.told_size as told, (
         select count(*)::int from membership.members m
         join membership.member_classes c using (cooperative_id)
         where m.cooperative_id = p.cooperative_id and c.key = m.class_key and c.may_vote
           and (select s.to_standing from membership.standing_changes s
             where s.member_id = m.id and s.changed_at <= p.opened_at
             order by s.changed_at desc, s.id desc limit 1) in ('active', 'paused', 'in-arrears')
         ) as then
       from governance.proposals p where p.opened_at is not null
         and p.rule #>> '{eligibility,classes}' is null`,
    );
    expect(sizes.filter(({ told, then }) => told !== then)).toEqual([]);
    expect(sizes.some(({ size, told }) => told > size)).toBe(true);
  });

  it.each(invariants.map((law) => [law.name, law] as const))('keeps %s', async (_name, law) => {
    expect(await rows(law.sql)).toEqual([]);
  });

  it('tells nobody what is told to fewer now', async () => {
    const width = ['private', 'members', 'public'];
    const told = await rows<{ type: string; visibility: string }>(
      'select distinct type, visibility from platform.facts',
    );
    const wider = told.filter(({ type, visibility }) => {
      const now = allFacts().get(type)?.visibility ?? 'private';
      return width.indexOf(visibility) > width.indexOf(now);
    });
    expect(wider).toEqual([]);
    expect(told.map(({ type }) => type)).toContain('ledger.TransactionPosted');
  });

  it('lowers what was told batch by batch, and done again changes nothing', async () => {
    const query = async (text: string, values?: unknown[]): Promise<unknown[]> =>
      (await client.query(text, values)).rows;
    const lower = () => new PlatformLowerToldFacts1796900300003().up({ query } as QueryRunner);
    const untouched = 'select max(xmin::text::bigint) as newest from platform.facts';
    const before = await query(untouched);
    await lower();
    expect(await query(untouched)).toEqual(before);
    const position = `(select max(position) from platform.facts where type = 'ledger.HoldPlaced')`;
    await client.query('alter table platform.facts disable trigger refuse_change');
    await client.query(
      `update platform.facts set visibility = 'members' where position = ${position}`,
    );
    await client.query('alter table platform.facts enable trigger refuse_change');
    await lower();
    expect(
      await query(`select visibility from platform.facts where position = ${position}`),
    ).toEqual([{ visibility: 'private' }]);
    for (const change of [
      `visibility = 'members' where position = ${position}`,
      `visibility = 'private' where type = 'membership.MemberAdmitted'`,
      `visibility = 'private', data = '{}' where type = 'governance.PolicyAdopted'`,
    ]) {
      await expect(client.query(`update platform.facts set ${change}`)).rejects.toThrow(
        'never changed or removed',
      );
    }
  });

  it('has the schema of a fresh one, to the last predicate', async () => {
    const fresh = await createTestDatabase();
    try {
      const upgraded = withoutBrackets(await describeSchema(service.database.adminUrl));
      expect(upgraded).toBe(withoutBrackets(await describeSchema(fresh.adminUrl)));
    } finally {
      await fresh.drop();
    }
  });
});

describe('its co-operative goes on', () => {
  let casimir: ApiClient;
  let bram: ApiClient;

  beforeAll(async () => {
    const clock = new SettableClock(dumpedAt);
    api = await startApi({ env: service.env, clock });
    worker = await startWorker({ env: service.env, clock, beating: false });
    const stranger = new ApiClient(api.url);
    casimir = await stranger.signIn('casimir@millpond.example', passwords.casimir);
    bram = await stranger.signIn('bram@millpond.example', passwords.bram);
  });

  it('a ballot is cast on a proposal that was open', async () => {
    type Found = { proposals: { edges: { node: { id: string; status: string } }[] } };
    const { proposals } = await casimir.query<Found>(
      '{ proposals(first: 50) { edges { node { id status } } } }',
    );
    const open = proposals.edges.find(({ node }) => node.status === 'OPEN')?.node;
    const { ballot } = await casimir.change<{ ballot: object }>(
      `mutation ($id: ID!) { ballotCast(proposalId: $id, input: { stance: DISAGREE }) {
         ballot { stance voter { displayName } } userErrors { code message } } }`,
      { id: open?.id },
    );
    expect(ballot).toEqual({ stance: 'DISAGREE', voter: { displayName: 'Casimir Oyelaran' } });
  });

  it('a payout that was approved is released and settled', async () => {
    type Found = { payouts: { edges: { node: { id: string; state: string } }[] } };
    const list = '{ payouts(first: 50) { edges { node { id state } } } }';
    const stateOf = async (id: string) => {
      const { payouts } = await bram.query<Found>(list);
      return payouts.edges.find(({ node }) => node.id === id)?.node.state;
    };
    const { payouts } = await bram.query<Found>(list);
    const id = payouts.edges.find(({ node }) => node.state === 'APPROVED')?.node.id ?? '';
    type Accounts = { bankAccounts: { id: string }[] };
    const { bankAccounts } = await bram.query<Accounts>('{ bankAccounts { id } }');
    await bram.change(
      `mutation ($input: PayoutsReleaseInput!) {
         payoutsRelease(input: $input) { userErrors { code message } } }`,
      { input: { payoutIds: [id], bankAccountId: bankAccounts[0]?.id } },
    );
    await worker?.loop.drain();
    expect(await stateOf(id)).toBe('SETTLED');
  });

  it('a claim that was handed in is approved as it is read', async () => {
    type Node = { id: string; title: string; status: string; termsHash: string };
    const { expenses } = await bram.query<{ expenses: { edges: { node: Node }[] } }>(
      '{ expenses(first: 50) { edges { node { id title status termsHash } } } }',
    );
    const claim = expenses.edges.find(({ node }) => node.title === 'Letters to members')?.node;
    expect(claim?.status).toBe('SUBMITTED');
    const { expense } = await bram.change<{ expense: object }>(
      `mutation ($id: ID!, $read: String!) { expenseApprove(id: $id, termsHash: $read) {
         expense { status } userErrors { code message } } }`,
      { id: claim?.id, read: claim?.termsHash },
    );
    expect(expense).toEqual({ status: 'APPROVED' });
  });

  it('the key of a partner opens what it opened', async () => {
    const { body } = await new ApiClient(api?.url ?? '')
      .withKey(partnerKey)
      .get('/partner/v1/statements');
    expect((body as { items: object[] }).items.length).toBeGreaterThan(0);
  });

  it('and the books still keep every law', async () => {
    for (const law of invariants) expect(await rows(law.sql), law.name).toEqual([]);
  });
});
