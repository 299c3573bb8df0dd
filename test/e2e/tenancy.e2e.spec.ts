import { newId } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The queue's own schema: ids of jobs and nothing else, made by the queue's own migrations. */
const notOurs = `('pg_catalog', 'information_schema', 'pg_toast', 'bullmq')`;
const role = 'rochdale_app';

/** What a worker sees without a tenant, to find whose turn it is. */
const workersOwn: ReadonlySet<string> = new Set([
  'notifications.webhook_endpoints',
  'platform.jobs',
]);

let world: TestWorld;
let tenantTables: readonly string[];

beforeAll(async () => {
  world = await createTestWorld();
  tenantTables = await tablesWith(true);
});
afterAll(() => world.close());

/** Every table that has a `cooperative_id`, or every table that has none. */
async function tablesWith(cooperativeId: boolean): Promise<string[]> {
  const found = await world.asOwner<{ name: string }>(
    `select quote_ident(nspname) || '.' || quote_ident(relname) as name
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind in ('r', 'p') and nspname not in ${notOurs} and nspname not like 'pg\\_%'
       and exists (select 1 from pg_attribute where attrelid = pg_class.oid
                   and attname = 'cooperative_id' and not attisdropped) = $1
     order by 1`,
    [cooperativeId],
  );
  return found.map(({ name }) => name);
}

describe('what the catalogue says about tenants', () => {
  it('finds the tables of every room', () => {
    const rooms = new Set(tenantTables.map((name) => name.split('.')[0]));
    for (const room of ['dues', 'expenses', 'governance', 'identity', 'ledger', 'membership']) {
      expect(rooms).toContain(room);
    }
    for (const room of ['partners', 'payments', 'platform', 'treasury']) {
      expect(rooms).toContain(room);
    }
  });

  it('enables and forces row-level security on every table with a co-operative', async () => {
    const open = await world.asOwner(
      `select oid::regclass::text as name from pg_class
       where oid = any($1::regclass[]) and not (relrowsecurity and relforcerowsecurity)`,
      [tenantTables],
    );
    expect(open).toEqual([]);
  });

  it('keys every table by the unit of work’s co-operative, for reading and writing', async () => {
    const kept = await world.asOwner<{ name: string }>(
      `select polrelid::regclass::text as name from pg_policy
       where polname = 'tenant' and polcmd = '*' and polpermissive
         and polroles = array[$1::regrole::oid]
         and pg_get_expr(polqual, polrelid)
           like '%cooperative_id = ( SELECT%current_cooperative()%'
         and pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)
       order by 1`,
      [role],
    );
    expect(kept.map(({ name }) => name)).toEqual([...tenantTables].toSorted());
  });

  it('lets the application past the tenant only where a worker has to see all', async () => {
    const more = await world.asOwner<{ policy: string }>(
      `select polrelid::regclass || ' ' || polname as policy from pg_policy
       where polname <> 'tenant' and polrelid = any($2::regclass[])
         and (polroles = '{0}' or $1::regrole::oid = any(polroles))
       order by 1`,
      [role, tenantTables],
    );
    expect(more.map(({ policy }) => policy)).toEqual([
      'notifications.letters kept',
      'notifications.letters outside_tenants',
      'notifications.webhook_deliveries relay',
      'notifications.webhook_endpoints relay',
      'platform.facts outside_tenants',
      'platform.jobs worker',
    ]);
  });

  it('knows each table that belongs to no co-operative', async () => {
    expect(await tablesWith(false)).toEqual([
      'identity.accounts',
      'identity.credentials',
      'identity.passkeys',
      'identity.rate_limits',
      'identity.sessions',
      'identity.two_factors',
      'identity.verifications',
      'membership.cooperatives',
      'platform.fact_outbox',
      'platform.secret_marks',
      'public.rochdale_migrations',
    ]);
  });
});

describe('the role of the application', () => {
  it('cannot bypass row-level security, nor become anybody who can', async () => {
    const [attributes] = await world.asOwner(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*) from pg_auth_members where member = pg_roles.oid) as memberships,
         (select count(*) from pg_class where relowner = pg_roles.oid
            and relnamespace::regnamespace::text not in ${notOurs}) as owned,
         (select count(*) from pg_proc where proowner = pg_roles.oid) as functions
       from pg_roles where rolname = $1`,
      [role],
    );
    expect(attributes).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      memberships: '0',
      owned: '0',
      functions: '0',
    });
  });

  it('has no privilege that goes around the policies', async () => {
    const wide = await world.asOwner(
      `select oid::regclass::text as name, privilege from pg_class,
         unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
       where relnamespace::regnamespace::text not in ${notOurs} and relkind in ('r', 'p', 'v', 'm')
         and relnamespace::regnamespace::text not like 'pg\\_%'
         and has_table_privilege($1, oid, privilege)`,
      [role],
    );
    expect(wide).toEqual([]);
    const creates = await world.asOwner(
      `select nspname from pg_namespace where has_schema_privilege($1, oid, 'CREATE')
         and nspname not in ${notOurs} and nspname not like 'pg\\_%'`,
      [role],
    );
    expect(creates).toEqual([]);
  });

  it('calls functions of the owner only where their search path is fixed', async () => {
    const doors = await world.asOwner<{ name: string; path: string | null }>(
      `select pg_proc.oid::regprocedure::text as name,
         (select option from unnest(proconfig) as option where option like 'search_path=%') as path
       from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
       where prosecdef and nspname not in ${notOurs} order by 1`,
    );
    expect(doors.length).toBeGreaterThan(3);
    expect(doors.filter(({ path }) => path === null || path.includes('$user'))).toEqual([]);
    const publicly = await world.asOwner(
      `select pg_proc.oid::regprocedure::text as name
       from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
       where prosecdef and nspname not in ${notOurs} and prorettype <> 'trigger'::regtype
         and (proacl is null or exists (select 1 from aclexplode(proacl) where grantee = 0))`,
    );
    expect(publicly).toEqual([]);
  });
});

describe('one row of another co-operative in every table', () => {
  const ours = newId();
  const theirs = newId();

  /** Only the policies are tried here: whatever else would refuse the bare rows goes away first. */
  beforeAll(async () => {
    await world.asOwner(`do $$ declare one record; begin
      for one in select conrelid::regclass as tbl, conname from pg_constraint
        where conrelid <> 0 and contype in ('f', 'c', 'x', 'u', 'p')
          and connamespace::regnamespace::text not in ${notOurs}
        order by contype = 'p', contype = 'u'
      loop
        execute format('alter table %s drop constraint if exists %I cascade', one.tbl, one.conname);
      end loop; end $$`);
    for (const table of tenantTables) await emptyRow(table);
  });

  async function emptyRow(table: string): Promise<void> {
    await world.asOwner(`do $$ declare one record; begin
      for one in select attname from pg_attribute
        where attrelid = '${table}'::regclass and attnum > 0 and attnotnull and attidentity = ''
          and not attisdropped and attname <> 'cooperative_id'
      loop
        execute format('alter table ${table} alter column %I drop not null', one.attname);
      end loop; end $$`);
    await world.asOwner(`alter table ${table} disable trigger user`);
    await world.asOwner(`insert into ${table} (cooperative_id) values ($1), ($2)`, [ours, theirs]);
    await world.asOwner(`grant select, insert, update, delete on ${table} to ${role}`);
  }

  const seen = async (table: string, tenant?: string) => {
    const rows = await world.asApplication<{ cooperative_id: string }>(
      `select cooperative_id from ${table}`,
      [],
      tenant,
    );
    return rows.map((row) => row.cooperative_id);
  };

  it('is not read', async () => {
    for (const table of tenantTables) {
      expect({ table, seen: await seen(table, ours) }).toEqual({ table, seen: [ours] });
    }
  });

  it('is not changed, removed, taken over or added', async () => {
    for (const table of tenantTables) {
      const changed = await world.asApplication(
        `update ${table} set cooperative_id = cooperative_id where cooperative_id = $1 returning 1`,
        [theirs],
        ours,
      );
      const removed = await world.asApplication(
        `delete from ${table} where cooperative_id <> $1 returning 1`,
        [ours],
        ours,
      );
      expect({ table, changed, removed }).toEqual({ table, changed: [], removed: [] });
      const give = world.asApplication(`update ${table} set cooperative_id = $1`, [theirs], ours);
      await expect(give, table).rejects.toThrow('row-level security');
      const add = world.asApplication(
        `insert into ${table} (cooperative_id) values ($1)`,
        [theirs],
        ours,
      );
      await expect(add, table).rejects.toThrow('row-level security');
      const left = await world.asOwner(`select 1 from ${table} where cooperative_id = $1`, [
        theirs,
      ]);
      expect({ table, left: left.length }).toEqual({ table, left: 1 });
    }
  });

  it('is not seen where no co-operative is named, but for what workers hand out', async () => {
    for (const table of tenantTables) {
      const expected = workersOwn.has(table) ? [ours, theirs] : [];
      expect({ table, seen: await seen(table) }).toEqual({ table, seen: expected });
    }
  });
});
