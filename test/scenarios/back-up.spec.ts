import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startInstalledPostgres } from '@rochdale/testing';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/runbooks/back-up-and-restore.md'), 'utf8');
const installed = '/usr/lib/postgresql';
const owner = `keeper_${randomBytes(4).toString('hex')}`;

/** The commands under a name, as the page has them: what is tried is what is read. */
function commands(name: string): string {
  const [, text] = new RegExp(`^\`\`\`sh ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  if (text === undefined) throw new Error(`the runbook has no commands called "${name}"`);
  return text;
}

/** The oldest programs that may dump a server of this version, which newer ones may as well. */
function dumpPrograms(version: number): string | undefined {
  const versions = existsSync(installed) ? readdirSync(installed).map(Number) : [];
  return versions
    .filter((one) => one >= version)
    .toSorted((a, b) => a - b)
    .map((one) => join(installed, String(one), 'bin'))
    .find((folder) => existsSync(join(folder, 'pg_dump')));
}

const hasAge = (): Promise<boolean> =>
  run('age', ['--version']).then(
    () => true,
    () => false,
  );

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Installation {
  readonly ownerUrl: string;
  readonly superUrl: string;
}

/** A database of an owner who is no superuser; the same name on every server, or another. */
async function install(serverUrl: string, appRole: string, keeper = owner): Promise<Installation> {
  const database = `kept_${randomBytes(4).toString('hex')}`;
  const known = await ask(serverUrl, `select from pg_roles where rolname = '${keeper}'`);
  if (known.length === 0) {
    await ask(serverUrl, `create role ${keeper} login createrole password 'of-the-owner'`);
    const made = keeper === owner ? `${appRole}, ${keeper}` : keeper;
    closing.push(() => ask(serverUrl, `drop role if exists ${made}`));
  }
  await ask(serverUrl, `create database ${database} owner ${keeper}`);
  closing.push(() => ask(serverUrl, `drop database ${database} with (force)`));
  const [superUrl, ownerUrl] = [new URL(serverUrl), new URL(serverUrl)];
  superUrl.pathname = `/${database}`;
  ownerUrl.pathname = `/${database}`;
  [ownerUrl.username, ownerUrl.password] = [keeper, 'of-the-owner'];
  return { ownerUrl: ownerUrl.href, superUrl: superUrl.href };
}

const tables = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name
  from pg_tables where schemaname !~ '^(pg_|information_schema)' order by 1`;

/** How many rows this role sees in each table. */
async function countRows(url: string): Promise<ReadonlyMap<string, number>> {
  const names = (await ask<{ name: string }>(url, tables)).map(({ name }) => name);
  const counts = names.map(
    (name) => `select '${name}' as name, count(*)::int as rows from ${name}`,
  );
  const counted = await ask<{ name: string; rows: number }>(url, counts.join(' union all '));
  return new Map(counted.map(({ name, rows }) => [name, rows]));
}

/** Tables whose walls hide something from their owner, though it be empty today. */
const hiding = `select c.oid::regclass::text as name from pg_class c
  where c.relforcerowsecurity and (
    not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
      and p.polpermissive and c.relowner = any (p.polroles)
      and pg_get_expr(p.polqual, p.polrelid) = 'true')
    or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive))`;

interface Shell {
  run(script: string, databaseUrl: string): Promise<string>;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The commands are typed in the checkout; what they write goes to a folder of the test's own. */
async function openShell(programs: string, appRole: string): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-back-up-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env['PATH']}`,
    NODE_ENV: 'development',
    DATABASE_APP_ROLE: appRole,
    ROCHDALE_SECRET: 'kept-elsewhere-than-the-rest-of-it-all',
    ROCHDALE_DATA: join(folder, 'data'),
  };
  const here = (script: string) =>
    script
      .replaceAll(/\brochdale\.[a-z]+\b/g, (name) => join(folder, name))
      .replaceAll('npm run', `npm --prefix '${root}' run`);
  return {
    folder,
    env,
    run: async (script, databaseUrl) => {
      const options = { cwd: root, env: { ...env, DATABASE_URL: databaseUrl } };
      const { stdout } = await run('bash', ['-e', '-c', here(script)], options);
      return stdout;
    },
  };
}

/** A server of that version: the tests' own, or one that the machine has. */
async function serverOf(version: number): Promise<string | undefined> {
  const { adminUrl } = inject('testCluster');
  const [row] = await ask<{ major: number }>(
    adminUrl,
    `select current_setting('server_version_num')::int / 10000 as major`,
  );
  if (row?.major === version) return adminUrl;
  const other = await startInstalledPostgres(version);
  if (other !== undefined) closing.push(() => other.stop());
  return other?.url;
}

/** A demo's year, kept by this owner; every row of it is seen by the owner too. */
async function seed(shell: Shell, { ownerUrl, superUrl }: Installation) {
  await shell.run('npm run -s rochdale -- migrate', ownerUrl);
  await shell.run('npm run -s rochdale -- seed-demo', ownerUrl);
  expect(await ask(ownerUrl, hiding)).toEqual([]);
  const kept = await countRows(superUrl);
  expect(await countRows(ownerUrl)).toEqual(kept);
  expect(kept.get('membership.members')).toBeGreaterThan(10);
  return kept;
}

interface Member {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
}

/** Somebody who belongs, holds no office and is no administrator. */
const aMember = `select m.id, m.cooperative_id as tenant, m.display_name as name
  from membership.members m where m.display_name is not null and m.standing = 'active'
    and not exists (select from membership.role_terms t where t.member_id = m.id)
  order by m.id limit 1`;

describe('the runbook of back-up and restore', () => {
  it.for([15, 18])(
    'keeps every row, of Postgres %i, without superuser',
    async (version, { skip }) => {
      const programs = dumpPrograms(version);
      if (programs === undefined) return skip(`no pg_dump for Postgres ${version} in ${installed}`);
      if (!(await hasAge())) return skip('no age, with which back-ups are encrypted');
      const source = await serverOf(version);
      if (source === undefined) return skip(`no server of Postgres ${version}`);
      const appRole = `app_${randomBytes(4).toString('hex')}`;
      const shell = await openShell(programs, appRole);
      const before = await install(source, appRole);
      const kept = await seed(shell, before);

      await shell.run(commands('keys'), before.ownerUrl);
      const dumps = () => readdirSync(shell.folder).filter((name) => /dump|part/.test(name));

      // One that fails on its way, as without the flag, leaves nothing that looks like a back-up.
      const failing = commands('back-up').replace('--enable-row-security', '');
      await expect(shell.run(failing, before.ownerUrl)).rejects.toThrow('row-level security');
      expect(dumps()).toEqual(['rochdale.part']);
      await shell.run(commands('back-up'), before.ownerUrl);
      expect(dumps()).toEqual(['rochdale.dump']);
      const [member] = await ask<Member>(before.superUrl, aMember);
      const sealed = readFileSync(join(shell.folder, 'rochdale.dump'));
      expect(sealed.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
      expect(sealed.includes(member?.name ?? '')).toBe(false);
      await shell.run(commands('files'), before.ownerUrl);
      expect(dumps()).toEqual(['rochdale.dump']);
      const data = join(shell.folder, 'data');
      const files = readdirSync(data, { recursive: true });
      await rm(data, { recursive: true });
      await shell.run(commands('restore-files'), before.ownerUrl);
      expect(readdirSync(data, { recursive: true })).toEqual(files);
      expect(files.length).toBeGreaterThan(5);

      const after = await install(inject('testCluster').adminUrl, appRole);
      const said = await shell.run(commands('restore'), after.ownerUrl);
      expect(said).toMatch(/^[1-9]\d* invariants checked, 0 broken$/m);
      expect(said).toMatch(/^members erased again: 0$/m);
      expect(await countRows(after.superUrl)).toEqual(kept);
      expect(await countRows(after.ownerUrl)).toEqual(kept);
      const members = await shell.run(commands('count'), after.ownerUrl);
      expect(Number(members)).toBe(kept.get('membership.members'));

      // For an owner of another name the policies are wrong until the second `migrate`.
      const other = await install(inject('testCluster').adminUrl, appRole, `${owner}_new`);
      // The dump is of an older release: it does not know all that this one makes.
      await shell.run('npm run -s rochdale -- migrate', other.ownerUrl);
      await ask(other.ownerUrl, 'create table platform.of_a_newer_release ()');
      const restored = await shell.run(commands('restore'), other.ownerUrl);
      expect(restored).toContain(`co-operatives: 1, members: ${members.trim()}\n`);
      expect(restored).toMatch(/^[1-9]\d* invariants checked, 0 broken$/m);
      expect(await ask(other.ownerUrl, hiding)).toEqual([]);
      expect(await countRows(other.ownerUrl)).toEqual(kept);

      // Somebody was erased after the dump was made: the list beside the files knows.
      if (member === undefined) throw new Error('the demo has members');
      const list = join(data, 'files/erasures');
      await mkdir(list, { recursive: true });
      const erasures = [{ memberId: member.id, accountId: null, erasedAt: new Date() }];
      await writeFile(join(list, member.tenant), JSON.stringify({ version: 1, erasures }));
      const env = { ...shell.env, DATABASE_URL: other.ownerUrl };
      await expect(startApi({ env })).rejects.toThrow('members again who were erased (1)');
      const [, end = ''] =
        /^(npm run -s rochdale -- replay-erasures[^]*)/m.exec(commands('restore')) ?? [];
      const replayed = await shell.run(end, other.ownerUrl);
      expect(replayed).toMatch(/^members erased again: 1$/m);
      expect(replayed).toMatch(/^[1-9]\d* invariants checked, 0 broken$/m);
      const left = await ask<Member>(other.superUrl, aMember.replace('limit 1', ''));
      expect(left.map(({ id }) => id)).not.toContain(member.id);
    },
  );

  it('keeps files, and neither archives of persons nor what is half written', async ({ skip }) => {
    if (!(await hasAge())) return skip('no age, with which back-ups are encrypted');
    const shell = await openShell(installed, 'nobody');
    const files = join(shell.folder, 'data/files');
    const kept = ['coop/receipt', 'coop/statements/one', 'erasures/coop/member'];
    for (const path of [...kept, 'coop/archives/one', '.drafts/half', '.drafts/of-one/bytes']) {
      await mkdir(join(files, path, '..'), { recursive: true });
      await writeFile(join(files, path), 'of a person');
    }
    await shell.run(commands('keys'), '');
    await shell.run(commands('files'), '');
    await rm(files, { recursive: true });
    await shell.run(commands('restore-files'), '');
    const found = readdirSync(files, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(files.length + 1));
    expect(found.toSorted()).toEqual(kept);
  });

  it('keeps back-ups for 35 days, and no longer', async () => {
    const shell = await openShell(installed, 'nobody');
    const folder = join(shell.folder, 'rochdale.kept');
    await mkdir(folder);
    const dayMs = 86_400_000;
    for (const days of [0, 34, 36, 400]) {
      const at = new Date(Date.now() - days * dayMs);
      await writeFile(join(folder, `of-${days}`), 'sealed');
      await utimes(join(folder, `of-${days}`), at, at);
    }
    await shell.run(commands('expire'), '');
    expect(readdirSync(folder).toSorted()).toEqual(['of-0', 'of-34']);
  });
});
