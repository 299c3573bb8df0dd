import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { defineFact } from '../catalogue/fact.js';
import { defineJob } from '../catalogue/job.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { sql } from './statement.js';

const Noted = defineFact({
  type: 'tenancy-spec.Noted',
  version: 1,
  subject: 'cooperative',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({}),
});
const Follow = defineJob({
  name: 'tenancy-spec.follow',
  payload: z.object({ cooperativeId: z.uuid() }),
});

const mill = newId();
const dairy = newId();
const tables = ['platform.facts', 'platform.jobs', 'platform.attachments'];

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  for (const cooperativeId of [mill, dairy]) {
    await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
      tx.announce(Noted.of(cooperativeId, {}));
      tx.enqueue(Follow, { cooperativeId });
    });
    await world.asOwner(
      `insert into platform.attachments (id, cooperative_id, name, media_type, size_bytes, sha256,
         created_at) values ($1, $2, 'a.pdf', 'application/pdf', 1, repeat('0', 64), now())`,
      [newId(), cooperativeId],
    );
  }
});
afterAll(() => world.close());

const seen = async (table: string, tenant?: string) =>
  (
    await world.asApplication<{ tenant: string }>(
      `select cooperative_id as tenant from ${table}`,
      [],
      tenant,
    )
  ).map((row) => row.tenant);

describe('row-level security', () => {
  it.each(tables)('shows of %s one co-operative its own rows', async (table) => {
    expect(await seen(table, mill)).toEqual([mill]);
    expect(await seen(table, dairy)).toEqual([dairy]);
    expect(await seen(table, newId())).toEqual([]);
  });

  it('shows a unit of work without a tenant the jobs, and nothing else', async () => {
    expect((await seen('platform.jobs')).toSorted()).toEqual([mill, dairy].toSorted());
    expect(await seen('platform.facts')).toEqual([]);
    expect(await seen('platform.attachments')).toEqual([]);
  });

  it.each([
    [
      'a fact',
      `insert into platform.facts (id, type, version, subject_kind, subject_id,
       visibility, data, cooperative_id, actor_kind, via, request_id, occurred_at)
       values (gen_random_uuid(), 'x.Y', 1, 'x', $1, 'public', '{}', $1, 'system', 'cli', '',
         now())`,
    ],
    [
      'a job',
      `insert into platform.jobs (id, cooperative_id, name, key, payload, max_attempts,
       run_at, created_at)
       values (gen_random_uuid(), $1, 'x.y', gen_random_uuid()::text, '{}', 1, now(), now())`,
    ],
    [
      'an attachment',
      `insert into platform.attachments (id, cooperative_id, name, media_type,
       size_bytes, sha256, created_at)
       values (gen_random_uuid(), $1, 'x', 'x', 1, repeat('0', 64), now())`,
    ],
  ])('lets nobody write %s of another', async (_, text) => {
    await expect(world.asApplication(text, [dairy], mill)).rejects.toThrow(/row-level security/);
    await expect(world.asApplication(text, [mill], mill)).resolves.toEqual([]);
  });

  it('lets nobody change what is another’s', async () => {
    const take = `update platform.jobs set cooperative_id = $1 where cooperative_id = $2`;
    await world.asApplication(take, [mill, dairy], mill);
    expect(await seen('platform.jobs', dairy)).toEqual([dairy]);
    await expect(world.asApplication(take, [dairy, mill], mill)).rejects.toThrow(
      /row-level security/,
    );
  });

  it.each(tables)('binds the owner of %s too', async (table) => {
    const flags = await world.asOwner(
      'select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass',
      [table],
    );
    expect(flags).toEqual([{ relrowsecurity: true, relforcerowsecurity: true }]);
  });

  it('has no say over the outbox, which nobody reads but through its functions', async () => {
    const looking = world.asApplication('select * from platform.fact_outbox', [], mill);
    await expect(looking).rejects.toThrow(/permission denied/);
  });

  it('is not put off by the application', async () => {
    const look = 'select cooperative_id from platform.facts';
    await expect(world.asApplication(`set local row_security = off; ${look}`)).rejects.toThrow(
      /row-level security/,
    );
    const owner = new URL(world.database.adminUrl).username;
    await expect(world.asApplication(`set local role ${owner}; ${look}`)).rejects.toThrow(
      /permission denied to set role/,
    );
  });

  it('binds a role that cannot bypass it, and owns nothing', async () => {
    const [role] = await world.asApplication(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
       where rolname = current_user`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
    });
    const owned = await world.asApplication(
      `select relname from pg_class where relowner = current_user::regrole`,
    );
    expect(owned.filter(({ relname }) => !String(relname).includes('bullmq'))).toEqual([]);
  });
});

describe('the tenant of a connection', () => {
  const where = sql(
    'tenancy-spec.where-am-i',
    `select pg_backend_pid() as pid, current_setting('rochdale.cooperative_id', true) as tenant`,
  );
  const whereAmI = (cooperativeId: string | null) =>
    world.unitOfWork.run(systemActor(cooperativeId, 'cli'), (tx) =>
      tx.one<{ pid: number; tenant: string }>(where),
    );

  it('is that of each transaction in turn, and of none in between', async () => {
    const turns = [mill, null, dairy, mill, null, null, dairy];
    const rows = [];
    for (const tenant of turns) rows.push(await whereAmI(tenant));
    expect(rows.map(({ tenant }) => tenant)).toEqual(turns.map((tenant) => tenant ?? ''));
    expect(new Set(rows.map(({ pid }) => pid)).size).toBeLessThan(turns.length);
    const client = await world.pool.pool.connect();
    const { rows: left } = await client.query<{ tenant: string | null }>(where.text);
    client.release();
    expect(left[0]?.tenant ?? '').toBe('');
  });

  it('is left behind by a transaction that failed', async () => {
    const failing = world.unitOfWork.run(systemActor(mill, 'cli'), () =>
      Promise.reject(new Error('on the last line')),
    );
    await expect(failing).rejects.toThrow('on the last line');
    expect((await whereAmI(null)).tenant).toBe('');
  });

  it('is never mixed up among a hundred at once', async () => {
    const wanted = Array.from({ length: 100 }, (_, n) => [mill, dairy, null][n % 3] ?? null);
    const rows = await Promise.all(wanted.map(whereAmI));
    expect(rows.map(({ tenant }) => tenant)).toEqual(wanted.map((tenant) => tenant ?? ''));
  });
});
