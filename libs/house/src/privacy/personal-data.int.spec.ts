import { allRetentions, newId } from '@rochdale/platform';
import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalData, rowsOf } from './personal-data.js';

interface Column {
  /** `schema.table.column` */
  readonly name: string;
  readonly table: string;
}

/** The tables that the queue brings along, and how many columns it gives them. */
const ofTheQueue = {
  dedup: 4,
  dedup_next: 3,
  event: 5,
  job: 32,
  job_dependency: 7,
  job_log: 4,
  meta: 3,
  metrics: 6,
  migration: 4,
  rate_limit: 3,
  relay_inbox: 9,
  relay_node: 9,
  relay_retained: 6,
  relay_subscription: 5,
  scheduler: 15,
};

// Whatever its rows are kept in. Which migrations ran names nobody, and which co-operative a row
// is of says nothing of a person.
const everyColumn = `
  select format('%s.%s.%s', n.nspname, c.relname, a.attname) as name,
    format('%s.%s', n.nspname, c.relname) as table
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'v', 'f') and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('pg_catalog', 'information_schema')
    and c.oid <> 'public.rochdale_migrations'::regclass
    and not (a.attname = 'cooperative_id' and a.atttypid = 'uuid'::regtype)
    and not (n.nspname = 'bullmq' and a.attnum <= coalesce(($1::jsonb ->> c.relname)::int, 0))
  order by n.nspname, c.relname, a.attnum`;

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Tables whose terms are counted and kept by others than the daily job, each with the reason. */
const left = new Map<string, string>([
  ['membership.invitations', 'membership.sweep-invitations forgets them'],
  ['identity.sessions', 'identity.sweep-expired takes them every hour'],
  ['identity.verifications', 'identity.sweep-expired takes them every hour'],
  ['identity.rate_limits', 'identity.sweep-expired takes them every hour'],
  ['membership.archives', 'membership.sweep-archives takes them'],
  ['platform.jobs', 'the worker forgets what ended'],
]);

/**
 * What stays of the books and their vouchers when their term is over, so that they add up: amounts,
 * days, and ids that lead to nobody once the member is erased. No words.
 */
const figures: Readonly<Record<string, readonly string[]>> = {
  'collections.source_rows': ['closed_at', 'closed_by_account_id', 'external_id', 'swept_at'],
  'dues.credit_entries': ['amount_minor', 'currency', 'kind', 'member_id', 'recorded_at'],
  'dues.credit_notes': [
    'amount_minor',
    'invoice_id',
    'kind',
    'made_at',
    'made_by_account_id',
    'waiver_id',
  ],
  'dues.invoices': [
    'amount_minor',
    'credited_minor',
    'currency',
    'due_on',
    'issued_at',
    'member_id',
    'paid_at',
    'paid_minor',
    'period_end',
    'period_start',
    'plan_id',
    'reference',
    'state',
  ],
  'dues.payments': ['amount_minor', 'currency', 'kind', 'member_id', 'paid_on', 'recorded_at'],
  'dues.refunds': [
    'amount_minor',
    'currency',
    'ended_at',
    'member_id',
    'payout_id',
    'requested_at',
    'requested_by_account_id',
    'state',
  ],
  'dues.shared_payments': ['payment_id', 'shared_at', 'shared_in_id'],
  'ledger.holds': ['source_id'],
  'ledger.postings': ['amount_minor', 'currency', 'effective_at'],
  'ledger.transactions': ['effective_at', 'outside_fact', 'recorded_at', 'source_id'],
  'partners.statements': ['approved_at', 'approved_by_account_id'],
  'payments.bank_lines': [
    'amount_minor',
    'booking_date',
    'currency',
    'locked_at',
    'locked_because',
    'matched_at',
    'matched_id',
    'matched_kind',
    'recorded_at',
    'value_date',
  ],
  'payments.payment_files': [
    'ordered_at',
    'ordered_by_account_id',
    'withdrawal_asked_at',
    'withdrawal_asked_by_account_id',
    'withdrawn_at',
    'withdrawn_by_account_id',
  ],
  'payments.payouts': [
    'amount_minor',
    'changed_at',
    'currency',
    'destination_id',
    'entered_by_account_id',
    'failure_code',
    'late_told_at',
    'obligation_id',
    'payee_details_id',
    'payee_id',
    'released_at',
    'released_by_account_id',
    'requested_at',
    'requested_by_account_id',
    'settled_at',
    'state',
  ],
  'payments.statement_files': ['received_at', 'received_by_account_id'],
  'payments.status_reports': ['received_at', 'received_by_account_id'],
  'payments.undone_matches': ['member_ids', 'undone_at'],
  'treasury.accounting_periods': ['closed_at', 'closed_by_account_id'],
};

const columns = async () => (await client.query<Column>(everyColumn, [ofTheQueue])).rows;
const said = personalData.flatMap((room) => room.columns);
const ofPersons = new Set(said.map(({ table }) => table));
const named = new Set([
  ...said.map(({ table, column }) => `${table}.${column}`),
  ...personalData.flatMap(({ impersonal }) =>
    [...impersonal].flatMap(([table, besides]) => besides.map((column) => `${table}.${column}`)),
  ),
]);

/** Columns of which no room says whether they hold a person. */
const unsaid = (all: readonly Column[]) =>
  all.map(({ name }) => name).filter((name) => !named.has(name));

describe('the catalogue of personal data', () => {
  it('says of every column whether it holds a person', async () => {
    expect(unsaid(await columns())).toEqual([]);
  });

  it('names no column that is gone', async () => {
    const there = new Set((await columns()).map(({ name }) => name));
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  });

  it.each([
    ['a table', 'create table dues.gifts (id uuid primary key, note text)', ['id', 'note']],
    ['a table of ids', 'create table treasury.quiet (a uuid, b integer)', ['a', 'b']],
    ['a column of persons', 'alter table dues.pledges add is_large boolean', ['is_large']],
    ['a column of a member', 'alter table membership.members add shoe_size integer', ['shoe_size']],
    ['words in a table of nobody', 'alter table dues.plans add note text', ['note']],
    ['a telephone number', 'alter table treasury.funds add phone bigint', ['phone']],
    ['a birthday', 'alter table treasury.funds add born_on date', ['born_on']],
    ['an hour', 'alter table treasury.funds add seen_at timestamptz', ['seen_at']],
    ['an illness', 'alter table treasury.funds add is_ill boolean', ['is_ill']],
    ['a weight', 'alter table treasury.funds add weight numeric', ['weight']],
    [
      'a state out of few',
      `alter table treasury.funds add faith text check (faith in ('one', 'other'))`,
      ['faith'],
    ],
    ['a tenant that is none', 'alter table dues.gone add cooperative_id text', ['cooperative_id']],
    ['a table in no room', 'create table public.notes (member_id uuid)', ['member_id']],
    ['what the queue never had', 'alter table bullmq.job add member_id uuid', ['member_id']],
    ['a table of the queue’s', 'create table bullmq.notes (member_id uuid)', ['member_id']],
    [
      'a copy of names',
      'create materialized view membership.seen as select display_name from membership.members',
      ['display_name'],
    ],
    ['a look at names', 'create view dues.seen as select email from identity.accounts', ['email']],
    [
      'a table elsewhere',
      `create foreign data wrapper far; create server far foreign data wrapper far;
       create foreign table membership.far (name text) server far`,
      ['name'],
    ],
  ])('notices %s', async (_, change, found) => {
    await client.query('begin');
    try {
      await client.query('create table dues.gone ()');
      await client.query(change);
      expect(unsaid(await columns()).map((name) => name.split('.').at(-1))).toEqual(found);
    } finally {
      await client.query('rollback');
    }
  });

  it('leads from each to a person by what is there', async () => {
    for (const one of said) {
      const rows = rowsOf(one);
      expect(rows === null, one.column).toBe(one.person.every((path) => 'whoever' in path));
      const found = `select t.${one.column} from ${one.table} t where ${rows ?? 'false'}`;
      await client.query(found, rows === null ? [] : [[], []]);
    }
  });

  it('counts a term from what is there', async () => {
    for (const { table, keep } of said) {
      const { since = 'null', when = 'true' } = keep;
      await client.query(`select ${since} from ${table} where ${when} limit 0`);
    }
    expect(said.length).toBeGreaterThan(300);
  });

  it('drops what it counts, or says what else does', async () => {
    const done = allRetentions().flatMap(({ table, term, columns: emptied }) =>
      said
        .filter((one) => one.table === table && one.keep.term === term)
        .filter(({ column }) => emptied === null || emptied.includes(column))
        .map(({ column }) => `${table}.${column}`),
    );
    const counted = said.filter(({ table, keep }) => keep.since !== undefined && !left.has(table));
    const missing = counted.filter(({ table, column }) => !done.includes(`${table}.${column}`));
    const staying = Object.entries(figures).flatMap(([table, all]) =>
      all.map((column) => `${table}.${column}`),
    );
    expect(missing.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      staying.toSorted(),
    );
    const figuresHold = ['id', 'money', 'behaviour'];
    expect(missing.filter(({ holds }) => !figuresHold.includes(holds))).toEqual([]);
    expect([...left.keys()].filter((table) => !ofPersons.has(table))).toEqual([]);
  });

  it('may drop it: every statement is one that the service is let do', async () => {
    const service = new pg.Client({ connectionString: database.appUrl });
    await service.connect();
    try {
      for (const { statement } of allRetentions()) {
        await service.query('begin');
        const asked = [newId(), new Date(0)];
        expect((await service.query(statement.text, asked)).rowCount, statement.name).toBe(0);
        await service.query('rollback');
      }
      expect(allRetentions().length).toBeGreaterThan(5);
    } finally {
      await service.end();
    }
  });
});
