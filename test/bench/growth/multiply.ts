import type pg from 'pg';
import { assert } from '@rochdale/platform';
import { history, settings } from './tables.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
  /** One of a closed list of words, which a copy keeps though the column is part of a key. */
  readonly isClosed: boolean;
}

async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select a.attname as name, a.atttypid::regtype::text as type, exists (
       select from pg_index i where i.indrelid = a.attrelid and i.indisunique
         and a.attnum = any (i.indkey)) as "isKey", exists (
       select from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'c'
         and c.conkey = array[a.attnum] and pg_get_constraintdef(c.oid) like '%= ANY (ARRAY[%'
       ) as "isClosed"
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''`,
    [table],
  );
  return rows;
}

/**
 * Counted numbers, which are keys without being ids, and the sequence that tells a posting's. What
 * a bank calls a statement's number is a text.
 */
const counted = new Set(['number', 'sequence']);

/** An id of its own for each copy, and one that looks like ours. */
const idOf = (column: string): string =>
  `overlay(overlay(md5(${column}::text || nth) placing '7' from 13) placing '8' from 17)::uuid`;

/** What a column holds in the nth copy. Ids of what is not multiplied stay. */
function copyOf(table: string, { name, type, isKey, isClosed }: Column): string {
  const column = `one.${name}`;
  if (table === 'membership.members' && name === 'account_id') return 'null';
  if (table === 'membership.members' && name === 'id') return idOf(column);
  if (type === 'uuid') {
    return `case when ${column} in (select id from pg_temp.settled) then ${column}
      else ${idOf(column)} end`;
  }
  if (counted.has(name) && type !== 'text') return `${column} + nth * 10000000`;
  if (table === 'platform.facts' && name === 'position') return `${column} + nth * 10000000`;
  if (type === 'text' && isKey && !isClosed && !name.endsWith('_kind')) {
    return `case when ${column} ~ '^[0-9a-f]{64}$'
      then encode(sha256((${column} || nth)::bytea), 'hex')
      when ${column} ~ '^[0-9a-f]{32}$' then md5(${column} || nth)
      else ${column} || '-' || nth end`;
  }
  if (type === 'timestamp with time zone') return `${column} - nth * interval '7 hours'`;
  return column;
}

async function multiplyTable(client: pg.Client, table: string, copies: number): Promise<void> {
  const columns = await columnsOf(client, table);
  // A demo may have less of something than a page shows; its copies are as many all the same.
  await client.query(
    `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')})
     overriding system value
     select ${columns.map((column) => copyOf(table, column)).join(', ')}
     from ${table} one cross join generate_series(1, $1) nth on conflict do nothing`,
    [copies],
  );
}

/** Indexes that only speed reading up are made anew when the rows are there: much faster. */
async function withoutIndexes(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indrelid = any ($1::regclass[]) and not i.indisunique
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [history],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { definition } of rows) await client.query(definition);
}

async function tenantTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'cooperative_id'
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Ids that all copies share: of settings, and of members, who have done so much more. */
async function noteSettled(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query('create temporary table settled (id uuid primary key)');
  for (const table of ['membership.cooperatives', 'identity.accounts', ...tables]) {
    const isShared = !history.includes(table) || table === 'membership.members';
    const hasId = (await columnsOf(client, table)).some(
      ({ name, type }) => name === 'id' && type === 'uuid',
    );
    if (!isShared || !hasId) continue;
    await client.query(`insert into settled select id from ${table} on conflict do nothing`);
  }
}

/** Balances follow what was copied beneath them. */
const follow = [
  `update ledger.accounts a set balance_minor = p.balance, debited_minor = p.debited,
     held_minor = a.held_minor * $1
   from (select account_id, sum(amount_minor) as balance,
     sum(greatest(amount_minor, 0)) as debited from ledger.postings group by 1) p
   where p.account_id = a.id`,
  'delete from ledger.balance_checkpoints where $1 > 0',
  'update ledger.accounts set checkpointed_before = null where $1 > 0',
  'select ledger.write_checkpoints(id, now()) from ledger.accounts where $1 > 0',
];

/**
 * Makes a co-operative's history so many times as long, by SQL. Every copy of a row is one of its
 * own, with its own id and its own references to copies; settings, accounts and members are shared.
 */
export async function multiplyHistory(client: pg.Client, times: number): Promise<void> {
  const tables = await tenantTables(client);
  const undecided = tables.filter((name) => !history.includes(name) && !settings.test(name));
  assert(undecided.length === 0, `whether these grow is to be said here: ${undecided.join(', ')}`);
  await client.query('set session_replication_role = replica');
  await client.query('set synchronous_commit = off');
  await noteSettled(client, tables);
  await client.query(`set maintenance_work_mem = '256MB'`);
  await withoutIndexes(client, async () => {
    for (const table of tables.filter((name) => history.includes(name))) {
      await multiplyTable(client, table, times - 1);
    }
  });
  for (const statement of follow) await client.query(statement, [times]);
  await client.query('set session_replication_role = origin');
}
