import { allRetentions, dayOf, keptSince, newId, startOfDay } from '@rochdale/platform';
import type { Retention } from '@rochdale/platform';
import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import './personal-data.js';

let database: TestDatabase;
let owner: pg.Client;
let service: pg.Client;
const [tenant, id] = [newId(), newId()];
const kept: string[] = [];

const dropped = allRetentions();
const tables = [...new Set(dropped.map(({ table }) => table))];
/** Rows that say when the term of another begins. */
const beside: Readonly<Record<string, string>> = {
  'expenses.items': 'expenses.expenses',
  'governance.ballots': 'governance.proposals',
  'ledger.postings': 'ledger.transactions',
  'partners.usage_events': 'partners.periods',
  'payments.bank_sightings': 'payments.bank_statements',
  'platform.attachments': 'expenses.expenses',
};

/** As the database wants a hash, and found again as what is planted. */
const hash = '706c616e746564'.repeat(5).slice(0, 64);

/** What a row says once its term has begun, and what the checks of emptied columns ask of it. */
const begun: Readonly<Record<string, object>> = {
  'collections.source_rows': { state: 'closed', content_hash: hash },
  'dues.waivers': { state: 'granted' },
  'expenses.expenses': { status: 'paid', text_salt: hash, bill_hash: hash },
  'governance.proposals': { state: 'rejected', is_hearing: true, options: null },
  'identity.api_keys': { replaced_by: null },
  'ledger.transactions': { fingerprint: hash },
  'membership.applications': { state: 'declined' },
  'notifications.letters': { status: 'sent', state: 'sent' },
  'partners.usage_events': { retracted_source: null, retracted_event_id: null },
  'payments.bank_lines': { state: 'matched' },
  'payments.payment_files': { state: 'withdrawn', withdrawn_by_account_id: newId() },
  'payments.payouts': { state: 'settled' },
  'payments.statement_files': { state: 'read', sha256: hash },
  'payments.status_reports': { sha256: hash },
};
/** What a row says besides, of which the term is another. */
const begunFor: Partial<Readonly<Record<string, Readonly<Record<string, object>>>>> = {
  books: { 'platform.facts': { type: 'payments.PayoutReleased' } },
  'let-go': { 'platform.attachments': { subject_kind: null } },
  'never-owed': {
    'expenses.expenses': { status: 'withdrawn', transaction_id: null, payout_id: null },
    'platform.attachments': { subject_kind: 'expense' },
  },
  refusals: { 'payments.statement_files': { state: 'refused' } },
  unanswered: { 'membership.applications': { state: 'open' } },
};

/** Plain and sealed stand beside each other in no row, and are planted in one all the same. */
const ofBoth = [
  'ballots_reason_once_check',
  'proposals_ending_once_check',
  'proposals_sealed_says_nothing_check',
];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  service = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), service.connect()]);
  await service.query(`select set_config('rochdale.cooperative_id', $1, false)`, [tenant]);
  // Nearly any row will do here: what a table lets in is said elsewhere. What it asks of a column
  // that is emptied stays, or a drop that the database refuses would be taken for one that works.
  const checks = await owner.query<{ at: string; name: string; columns: string[] }>(
    `select conrelid::regclass::text as at, conname as name,
       array(select attname::text from pg_attribute where attrelid = conrelid
         and attnum = any (conkey)) as columns
     from pg_constraint c where contype = 'c' and conrelid <> 0
       and connamespace::regnamespace::text <> 'pg_catalog'`,
  );
  const emptied = new Map(dropped.map(({ table, columns }) => [table, columns ?? []]));
  for (const { at, name, columns } of checks.rows) {
    const isAsked =
      columns.some((column) => emptied.get(at)?.includes(column)) && !ofBoth.includes(name);
    if (isAsked) kept.push(name);
    else await owner.query(`alter table ${at} drop constraint "${name}"`);
  }
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end()]);
  await database.drop();
});

/** What stands in a column that something was planted in. */
const words = new RegExp(`planted|706c616e746564|${id}`);
const planted = (at: Date): Readonly<Record<string, unknown>> => ({
  bytea: String.raw`\x706c616e746564`,
  boolean: false,
  date: at,
  jsonb: { planted: 1 },
  text: 'planted',
  'text[]': ['planted'],
  'timestamp with time zone': at,
  uuid: id,
  'uuid[]': [id],
});

/** A row that has something in every column, all of it of that moment. */
async function made(table: string, at: Date, term = ''): Promise<void> {
  const { rows } = await owner.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const values = planted(at);
  const all = Object.fromEntries(rows.map(({ name, type }) => [name, values[type] ?? 1]));
  const row = { ...all, cooperative_id: tenant, ...begun[table], ...begunFor[term]?.[table] };
  await owner.query('begin');
  await owner.query(`set local session_replication_role = 'replica'`);
  const names = rows.map(({ name }) => `"${name}"`).join(', ');
  await owner.query(
    `insert into ${table} (${names}) overriding system value
       select ${names} from jsonb_populate_record(null::${table}, $1)`,
    [row],
  );
  await owner.query('commit');
}

/** No row of before stands in the way of another. */
async function cleared(): Promise<void> {
  await owner.query('begin');
  await owner.query(`set local session_replication_role = 'replica'`);
  for (const table of [...tables, ...Object.values(beside)]) {
    await owner.query(`delete from ${table} where cooperative_id = $1`, [tenant]);
  }
  await owner.query('commit');
}

const told = async (table: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const found = `select to_jsonb(t) as told from ${table} t where cooperative_id = $1`;
  return (await owner.query<{ told: object }>(found, [tenant])).rows.map((one) => ({
    ...one.told,
  }));
};

/** A row of an hour before the term ends, or after, and how many of them the job drops. */
async function passed(one: Retention, country: string | null, hours: number): Promise<number> {
  const since = keptSince(one.term, { today: dayOf(new Date()), country });
  if (since === null) throw new Error(`${one.term} is counted`);
  const before = startOfDay(since);
  const at = new Date(before.getTime() + hours * 3_600_000);
  await cleared();
  const other = beside[one.table];
  if (other !== undefined) await made(other, at, one.term);
  await made(one.table, at, one.term);
  return (await service.query(one.statement.text, [tenant, before])).rowCount ?? 0;
}

/** The walls of the database ask in which country the co-operative is. */
async function livesIn(country: string | null): Promise<void> {
  const settings = country === null ? {} : { country };
  await owner.query('begin');
  await owner.query(`set local session_replication_role = 'replica'`);
  await owner.query('delete from membership.cooperatives where id = $1', [tenant]);
  await owner.query(
    `insert into membership.cooperatives
       (id, slug, name, currency, time_zone, settings, created_at, updated_at)
     values ($1, 'kept', 'Kept', 'EUR', 'UTC', $2, now(), now())`,
    [tenant, settings],
  );
  await owner.query('commit');
}

describe.each(['DE', 'GB', 'AU', null])('by the law of %s', (country) => {
  beforeAll(() => livesIn(country));

  it.each(dropped.map((one) => [one.table, one.term, one] as const))(
    'what %s holds for as long as %s is kept until the last day of its term, and goes after it',
    async (table, _term, one) => {
      expect(await passed(one, country, 1)).toBe(0);
      const [before, ...more] = await told(table);
      expect(more).toEqual([]);
      for (const column of one.columns ?? []) {
        expect(JSON.stringify(before?.[column]), column).toMatch(words);
      }
      expect(await passed(one, country, -1)).toBe(1);
      const [left, ...others] = await told(table);
      expect(others).toEqual([]);
      if (one.columns === null) {
        expect(left).toBeUndefined();
        return;
      }
      for (const column of one.columns) {
        expect(JSON.stringify(left?.[column]), column).not.toMatch(words);
      }
      const again = await service.query(one.statement.text, [tenant, new Date()]);
      expect(again.rowCount).toBe(0);
    },
  );
});

it.each([
  'collections.source_rows',
  'dues.payments',
  'ledger.postings',
  'ledger.transactions',
  'payments.bank_lines',
  'payments.bank_sightings',
  'payments.payouts',
])('the database itself keeps the words of %s for six years', async (table) => {
  await livesIn('GB');
  const years = (many: number) => new Date(Date.now() - many * 365.25 * 86_400_000);
  await cleared();
  const other = beside[table];
  if (other !== undefined) await made(other, years(5));
  await made(table, years(5));
  const text = dropped.find((one) => one.table === table)?.statement.text ?? '';
  await expect(service.query(text, [tenant, years(4)])).rejects.toThrow(
    /never changed|stays|does not change/,
  );
});

it.each(['queued', 'running', 'dead'])(
  'keeps a statement file that was never read from the end of its job on, which is %s',
  async (status) => {
    const days = (many: number) => new Date(Date.now() - many * 86_400_000);
    await cleared();
    await owner.query('delete from platform.jobs');
    await made('payments.statement_files', days(90), 'refusals');
    await owner.query(`update payments.statement_files set state = 'received'`);
    await owner.query(
      `insert into platform.jobs (id, cooperative_id, name, key, payload, status, max_attempts,
         run_at, created_at, finished_at)
       values (gen_random_uuid(), $1, 'payments.read-statement-file', $2::text, $3, $2, 8, now(),
         now(), $4)`,
      [tenant, status, { fileId: id }, status === 'dead' ? days(20) : null],
    );
    const refusals = dropped.find((one) => one.term === 'refusals')?.statement.text ?? '';
    const since = async (many: number) =>
      (await service.query(refusals, [tenant, days(many)])).rowCount;
    expect([await since(30), await since(19)]).toEqual([0, status === 'dead' ? 1 : 0]);
  },
);

it('asks it of every table whose drop is declared', () => {
  expect(tables.length).toBeGreaterThan(20);
  expect(kept.length).toBeGreaterThan(10);
});
