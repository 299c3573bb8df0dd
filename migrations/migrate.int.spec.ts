import { randomBytes } from 'node:crypto';
import { startInstalledPostgres } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { migrate } from './migrate.js';

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** What of a database and its roles a test may need. */
interface Installation {
  readonly ownerUrl: string;
  readonly superUrl: string;
  readonly owner: string;
  readonly database: string;
  readonly appRole: string;
  readonly appPassword: string;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  closing.push(() => client.end());
  return client;
}

async function ask<T extends object>(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function address(serverUrl: string, user: string, password: string, database: string): string {
  const url = new URL(serverUrl);
  [url.username, url.password, url.pathname] = [user, password, `/${database}`];
  return url.href;
}

/** A database of an owner who is no superuser, as the runbook says. */
async function install(serverUrl: string, appRole?: string): Promise<Installation> {
  const tail = randomBytes(4).toString('hex');
  const [owner, database] = [`owner_${tail}`, `owned_${tail}`];
  const role = appRole ?? `app_${tail}`;
  await ask(serverUrl, `create role ${owner} login createrole password 'of the owner'`);
  await ask(serverUrl, `create database ${database} owner ${owner}`);
  closing.push(async () => {
    await ask(serverUrl, `drop database ${database} with (force)`);
  });
  return {
    ownerUrl: address(serverUrl, owner, 'of the owner', database),
    superUrl: address(
      serverUrl,
      new URL(serverUrl).username,
      new URL(serverUrl).password,
      database,
    ),
    owner,
    database,
    appRole: role,
    appPassword: `password % of ${tail}`,
  };
}

const asApp = ({ superUrl, appRole, appPassword, database }: Installation): string =>
  address(superUrl, appRole, encodeURIComponent(appPassword), database);

/** What the service has to be able to do, as the role that it has. */
const works = (installation: Installation) =>
  ask(asApp(installation), `select count(*)::int as jobs from platform.jobs`);

async function migratesTwice(serverUrl: string): Promise<void> {
  const installation = await install(serverUrl);
  expect(await migrate(installation)).not.toEqual([]);
  // The queue makes sequences by itself, as the service's role.
  await ask(asApp(installation), 'create sequence bullmq.of_the_service');
  expect(await migrate(installation)).toEqual([]);
  expect(await works(installation)).toEqual([{ jobs: 0 }]);
  await ask(installation.superUrl, `alter role ${installation.owner} nocreaterole`);
  expect(await migrate(installation)).toEqual([]);
}

describe('an owner who is no superuser', () => {
  it('migrates again and again, and without CREATEROLE once the role is there', async () => {
    await expect(migratesTwice(inject('testCluster').adminUrl)).resolves.toBeUndefined();
    // Another version, where the machine has it.
    const other = await startInstalledPostgres(15);
    if (other === undefined) return;
    const mine = closing.splice(0);
    try {
      await migratesTwice(other.url);
      await movesRights(other.url);
    } finally {
      for (const close of closing.splice(0).toReversed()) await close();
      closing.push(...mine);
      await other.stop();
    }
  });

  it('reads which statement helps, when a role cannot be made or let in', async () => {
    const { adminUrl } = inject('testCluster');
    const installation = await install(adminUrl);
    const { owner, appRole } = installation;
    await ask(adminUrl, `alter role ${owner} nocreaterole`);
    await expect(migrate(installation)).rejects.toThrow(`alter role "${owner}" createrole`);
    await ask(adminUrl, `create role ${appRole} login password 'another'`);
    const granted = `grant "${appRole}" to "${owner}" with admin option`;
    const words = `alter role "${owner}" createrole; ${granted}`;
    await expect(migrate(installation)).rejects.toThrow(words);
    await ask(adminUrl, words.slice(words.indexOf('alter')));
    expect(await migrate(installation)).not.toEqual([]);
    expect(await works(installation)).toEqual([{ jobs: 0 }]);
  });

  it('is not served by a role that passes the walls between co-operatives', async () => {
    const { adminUrl } = inject('testCluster');
    const installation = await install(adminUrl);
    const { appRole, appPassword } = installation;
    await ask(adminUrl, `create role ${appRole} login bypassrls password '${appPassword}'`);
    const words = `alter role "${appRole}" nobypassrls`;
    await expect(migrate(installation)).rejects.toThrow(words);
    await ask(adminUrl, words);
    expect(await migrate(installation)).not.toEqual([]);
  });
});

/** A new name gets everything that the old one had, and the old one keeps nothing. */
async function movesRights(serverUrl: string): Promise<void> {
  const installation = await install(serverUrl);
  await migrate(installation);
  const rights = (role: string) =>
    ask<{ table_schema: string; table_name: string; privilege_type: string }>(
      installation.superUrl,
      `select table_schema, table_name, privilege_type from information_schema.role_table_grants
       where grantee = $1 and table_name <> 'of_the_service' order by 1, 2, 3`,
      [role],
    );
  const before = await rights(installation.appRole);
  await ask(asApp(installation), 'create sequence bullmq.of_the_service');
  const moved = { ...installation, appRole: `${installation.appRole}_new` };
  expect(await migrate(moved)).toEqual([]);
  expect(before.length).toBeGreaterThan(100);
  expect(await rights(moved.appRole)).toEqual(before);
  expect(await rights(installation.appRole)).toEqual([]);
  const policies = `select count(*)::int as of_it from pg_policies where $1 = any (roles)`;
  expect(await ask(installation.superUrl, policies, [installation.appRole])).toEqual([
    { of_it: 0 },
  ]);
  await ask(asApp(moved), `select nextval('bullmq.of_the_service')`);
  await expect(works(installation)).rejects.toThrow(/permission denied/);
  expect(await works(moved)).toEqual([{ jobs: 0 }]);
  expect(await migrate(moved)).toEqual([]);
}

describe('the role of the service', () => {
  it('may have another name later', async () => {
    await expect(movesRights(inject('testCluster').adminUrl)).resolves.toBeUndefined();
  });

  it('is not taken from another installation of the same server', async () => {
    const { adminUrl } = inject('testCluster');
    const first = await install(adminUrl);
    await migrate(first);
    const second = await install(adminUrl, first.appRole);
    await ask(adminUrl, `grant ${first.appRole} to ${second.owner} with admin option`);
    await expect(migrate(second)).rejects.toThrow(
      new RegExp(`in use in ${first.database}: set DATABASE_APP_ROLE`),
    );
    expect(await works(first)).toEqual([{ jobs: 0 }]);
    await ask(adminUrl, `alter role ${first.appRole} nologin`);
    expect(await migrate(second)).not.toEqual([]);
    expect(await works(second)).toEqual([{ jobs: 0 }]);
  });
});

describe('a migration under way', () => {
  /** Holds the lock that a migrating process takes, as another one would. */
  async function migratingElsewhere({ ownerUrl }: Installation): Promise<pg.Client> {
    const holder = await connected(ownerUrl);
    await holder.query('select pg_advisory_lock($1)', [0x726f6368_64616c65n.toString()]);
    return holder;
  }
  const waiting = ({ superUrl, database }: Installation) =>
    ask<{ pid: number }>(
      superUrl,
      `select pid from pg_stat_activity where datname = $1 and query like '%advisory_lock%'
         and pid <> pg_backend_pid() and application_name = 'rochdale migrate'`,
      [database],
    );

  it('says in one sentence that the connection was lost', async () => {
    const installation = await install(inject('testCluster').adminUrl);
    await migratingElsewhere(installation);
    const migrating = migrate(installation).catch((error: Error) => error.message);
    await vi.waitFor(async () => expect(await waiting(installation)).toHaveLength(1), 20_000);
    for (const { pid } of await waiting(installation)) {
      await ask(installation.superUrl, 'select pg_terminate_backend($1)', [pid]);
    }
    expect(await migrating).toMatch(/^the connection to Postgres was lost; .* start again$/);
  });

  it('does not hold up an index that another makes concurrently', async () => {
    const installation = await install(inject('testCluster').adminUrl);
    const holder = await migratingElsewhere(installation);
    await holder.query('create table things (id int)');
    const migrating = migrate(installation);
    await vi.waitFor(async () => expect(await waiting(installation)).toHaveLength(1), 20_000);
    const maker = await connected(installation.ownerUrl);
    await maker.query(`set statement_timeout = '10s'`);
    await maker.query('create index concurrently things_id on things (id)');
    await holder.end();
    expect(await migrating).not.toEqual([]);
  });
});
