import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import { SettableClock, SystemClock } from '../kernel/clock.js';
import type { Clock } from '../kernel/clock.js';
import { daysLater } from '../kernel/day.js';
import { newId } from '../kernel/id.js';
import { VacuumTables } from './vacuum-tables.js';

const looked = 'notifications.letters';
const emptied = 'identity.rate_limits';
let world: TestWorld;
let vacuum: VacuumTables;
const vacuumAt = (clock: Clock, tables = [looked, emptied]) =>
  new VacuumTables(world.database.adminUrl, tables, clock);
beforeAll(async () => {
  world = await createTestWorld();
  vacuum = vacuumAt(new SystemClock());
});
afterAll(() => world.close());

const write = (kind: string) =>
  world.asOwner(
    `insert into notifications.letters (id, kind, state, created_at)
     values ($1, $2, 'queued', now())`,
    [newId(), kind],
  );
const known = async () => {
  const stats = `select coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '')
      as words from pg_stats where schemaname || '.' || tablename = any($1)`;
  const rows = await world.asOwner<{ words: string }>(stats, [[looked, emptied]]);
  return rows.map(({ words }) => words).join('\n');
};

describe('a year that is told in a minute', () => {
  it('has no nights but its last: nothing is learnt of tables that hold a day’s rows', async () => {
    const known = `select count(last_analyze)::int as tables from pg_stat_user_tables
      where schemaname || '.' || relname = any($1)`;
    const tables = ['identity.accounts'];
    const clock = new SettableClock(daysLater(new SystemClock().now(), -1));
    await vacuumAt(clock, tables).execute(systemActor(null, 'job'));
    expect(await world.asOwner(known, [tables])).toEqual([{ tables: 0 }]);
    clock.set(new SystemClock().now());
    await vacuumAt(clock, tables).execute(systemActor(null, 'job'));
    expect(await world.asOwner(known, [tables])).toEqual([{ tables: 1 }]);
  });
});

describe('a table that something else holds', () => {
  it('is waited for a while, keeps no other from being cleared, and is tried again', async () => {
    const tables = ['identity.passkeys', 'identity.sessions'];
    const cleared = async () =>
      (
        await world.asOwner<{ name: string }>(
          `select relname as name from pg_stat_user_tables where last_vacuum is not null
             and schemaname || '.' || relname = any($1) order by 1`,
          [tables],
        )
      ).map(({ name }) => name);
    const impatient = new VacuumTables(world.database.adminUrl, tables, new SystemClock(), 100);
    const migration = new pg.Client({ connectionString: world.database.adminUrl });
    await migration.connect();
    try {
      await migration.query('begin; lock table identity.passkeys in access exclusive mode');
      await expect(impatient.execute(systemActor(null, 'job'))).rejects.toMatchObject({
        code: '55P03',
      });
      expect(await cleared()).toEqual(['sessions']);
    } finally {
      await migration.end();
    }
    await impatient.execute(systemActor(null, 'job'));
    expect(await cleared()).toEqual(tables.map((name) => name.split('.')[1]));
  });
});

describe('what was erased', () => {
  it('is in nothing that is known of columns, nor are its rows left to clear', async () => {
    for (let n = 0; n < 5; n += 1) await write(`planted ${n}`);
    for (let n = 0; n < 2; n += 1) await write('of another');
    await world.asOwner(
      `insert into identity.rate_limits (key_hash, hits, window_ends_at)
       select 'planted' || n, 1, now() from generate_series(1, 5) n`,
    );
    for (const table of [looked, emptied]) await world.asOwner(`analyze ${table}`);
    expect(await known()).toMatch(/planted 1[^]*planted1|planted1[^]*planted 1/);
    await world.asOwner(`delete from notifications.letters where kind like 'planted%'`);
    await world.asOwner(`delete from identity.rate_limits`);
    expect(await known()).toContain('planted');
    await vacuum.execute(systemActor(null, 'job'));
    expect(await known()).not.toContain('planted');
    expect(await known()).toContain('of another');
    const dead = `select sum(n_dead_tup)::int as rows, count(last_vacuum)::int as tables
      from pg_stat_user_tables where schemaname || '.' || relname = any($1)`;
    expect(await world.asOwner(dead, [[looked, emptied]])).toEqual([{ rows: 0, tables: 2 }]);
  });

  it('leaves its pages to the table: cutting them off would lock out whoever reads', async () => {
    await world.asOwner('create table platform.emptied as select n from generate_series(1, 99) n');
    await world.asOwner('delete from platform.emptied');
    await vacuumAt(new SystemClock(), ['platform.emptied']).execute(systemActor(null, 'job'));
    const left = `select pg_relation_size(relid) > 0 as pages, n_dead_tup::int as rows
      from pg_stat_user_tables where relname = 'emptied' and last_vacuum is not null`;
    expect(await world.asOwner(left)).toEqual([{ pages: true, rows: 0 }]);
  });

  it('is cleared away once in six hours, and by the system alone', async () => {
    const last = async () =>
      world.asOwner(`select last_vacuum from pg_stat_user_tables where relname = 'letters'`);
    await vacuum.execute(systemActor(null, 'job'));
    const before = await last();
    await vacuum.execute(systemActor(null, 'job'));
    expect(await last()).toEqual(before);
    await expect(vacuum.execute(anonymousActor())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
