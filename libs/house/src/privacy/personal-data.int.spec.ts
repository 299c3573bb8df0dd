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
  readonly column: string;
  readonly type: string;
  /** A check names all that it may say: `state in ('open', 'closed')`. */
  readonly isOfFew: boolean;
}

// What the queue keeps of jobs, and which migrations ran, is the libraries' own and names nobody.
const everyColumn = `
  select format('%s.%s.%s', n.nspname, c.relname, a.attname) as name,
    format('%s.%s', n.nspname, c.relname) as table, a.attname as column,
    format_type(a.atttypid, null) as type,
    exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
      and k.conkey = array[a.attnum]
      and pg_get_constraintdef(k.oid) like '%ANY (ARRAY[%') as "isOfFew"
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('pg_catalog', 'information_schema', 'bullmq', 'public')
  order by 1`;

/** In a table that is of no person: amounts, days and states of what belongs to all. */
const saysNothing = ['boolean', 'bigint', 'integer', 'numeric', 'date', 'timestamp with time zone'];

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
    'number',
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

const columns = async () => (await client.query<Column>(everyColumn)).rows;
const said = personalData.flatMap((room) => room.columns);
const ofPersons = new Set(said.map(({ table }) => table));
const named = new Set([
  ...said.map(({ table, column }) => `${table}.${column}`),
  ...personalData.flatMap(({ impersonal }) =>
    [...impersonal].flatMap(([table, besides]) => besides.map((column) => `${table}.${column}`)),
  ),
]);
const tables = new Set([
  ...ofPersons,
  ...personalData.flatMap((one) => [...one.impersonal.keys()]),
]);

/** Columns of which no room says whether they hold a person. */
const unsaid = (all: readonly Column[]) =>
  all
    .filter(({ name, table, column, type, isOfFew }) => {
      if (named.has(name) || column === 'cooperative_id') return false;
      if (!tables.has(table) || ofPersons.has(table)) return true;
      return column !== 'id' && !isOfFew && !saysNothing.includes(type);
    })
    .map(({ name }) => name);

describe('the catalogue of personal data', () => {
  it('says of every column whether it holds a person', async () => {
    expect(unsaid(await columns())).toEqual([]);
  });

  it('names no column that is gone', async () => {
    const there = new Set((await columns()).map(({ name }) => name));
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  });

  it('notices a new table and a new column, of a table of persons and of one of none', async () => {
    await client.query('begin');
    await client.query(`create table dues.gifts (id uuid primary key, note text)`);
    await client.query(`alter table dues.pledges add column is_large boolean`);
    await client.query(`alter table dues.plans add column note text`);
    const found = unsaid(await columns());
    await client.query('rollback');
    expect(found).toEqual([
      'dues.gifts.id',
      'dues.gifts.note',
      'dues.plans.note',
      'dues.pledges.is_large',
    ]);
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
