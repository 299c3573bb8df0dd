import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daysLater, newId, readGlobalId } from '@rochdale/platform';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runHere } from '../testing/run-here.js';

const tail = randomBytes(4).toString('hex');
const database = `verified_${tail}`;
const [former, owner, appRole] = [`former_${tail}`, `owner_${tail}`, `app_${tail}`];
const data = mkdtempSync(join(tmpdir(), 'verified-'));
const { adminUrl } = inject('testCluster');

function address(user: string): string {
  const url = new URL(adminUrl);
  [url.username, url.password, url.pathname] = [user, 'of the owner', `/${database}`];
  return url.href;
}

async function asSuperuser<Row extends object = object>(
  text: string,
  inDatabase = true,
): Promise<Row[]> {
  const url = new URL(adminUrl);
  if (inDatabase) url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Row & pg.QueryResultRow>(text)).rows;
  } finally {
    await client.end();
  }
}

/** What `verify --json` says. */
interface Found {
  readonly broken: readonly {
    readonly name: string;
    readonly rows: readonly { readonly id: string; readonly cooperative_id: string }[];
  }[];
}

/** A command line of the operator's, who connects as that owner. */
const rochdale = (user: string, ...args: readonly string[]) =>
  runHere(
    {
      DATABASE_URL: address(user),
      DATABASE_APP_ROLE: appRole,
      ROCHDALE_DATA: data,
      ROCHDALE_SECRET: 'a secret for tests only, long enough',
    },
    args,
  );

const sound = /^co-operatives: 1, members: 1\n[1-9]\d* invariants checked, 0 broken$/m;

beforeAll(async () => {
  for (const role of [former, owner]) {
    await asSuperuser(`create role ${role} login createrole password 'of the owner'`, false);
  }
  await asSuperuser(`create database ${database} owner ${former}`, false);
  await rochdale(former, 'migrate');
  const founder = ['--email', 'ada@example.org', '--name', 'Ada', '--slug', 'mill'];
  await rochdale(former, 'admin', ...founder);
});
afterAll(async () => {
  await asSuperuser(`drop database ${database} with (force)`, false);
  await asSuperuser(`drop role ${appRole}, ${former}, ${owner}`, false);
  await rm(data, { recursive: true, force: true });
});

describe('verify', () => {
  it('says which books it looked at', async () => {
    const said = await rochdale(former, 'verify');
    expect(said).toMatchObject({ code: 0, text: expect.stringMatching(sound) as string });
    const { text } = await rochdale(former, 'verify', '--json');
    expect(JSON.parse(text)).toMatchObject({ broken: [], seen: { cooperatives: 1, members: 1 } });
  });

  it('names what breaks a law by the id that every edge gives', async () => {
    const standing = (value: string) =>
      asSuperuser(`begin; set local session_replication_role = replica;
        update membership.members set standing = '${value}'; commit`);
    await standing('paused');
    const { code, text } = await rochdale(former, 'verify', '--json');
    expect(code).toBe(1);
    const { broken } = JSON.parse(text) as Found;
    expect(broken.map(({ name }) => name)).toEqual([
      'membership.standing-is-the-end-of-its-history',
    ]);
    const [row] = broken[0]?.rows ?? [];
    expect(readGlobalId(row?.id ?? '', 'inside').type).toBe('Member');
    expect(readGlobalId(row?.cooperative_id ?? '', 'inside').type).toBe('Cooperative');
    await standing('active');
  });

  it('names files without bytes, and bytes that no row speaks of for a month', async () => {
    const [row] = await asSuperuser<{ id: string }>('select id from membership.cooperatives');
    const folder = join(data, 'files', row?.id ?? '');
    const [whole, bare, young] = [newId(), newId(), newId()];
    const madeAt = daysLater(new Date(), -32).getTime().toString(16).padStart(12, '0');
    const old = `${madeAt.slice(0, 8)}-${madeAt.slice(8)}-7000-8000-000000000000`;
    await asSuperuser(
      [whole, bare]
        .map(
          (id) => `insert into platform.attachments
             (id, cooperative_id, name, media_type, size_bytes, sha256, created_at)
           values ('${id}', '${row?.id}', 'a.png', 'image/png', 1, repeat('0', 64), now());`,
        )
        .join(''),
    );
    await mkdir(folder, { recursive: true });
    for (const id of [whole, young, old]) await writeFile(join(folder, id), 'x');
    const { code, text } = await rochdale(former, 'verify', '--json');
    expect(code).toBe(1);
    const { broken } = JSON.parse(text) as Found;
    expect(broken).toMatchObject([
      {
        name: 'platform.files-as-rows-say',
        rows: [
          { key: `${row?.id}/${bare}`, missing: 'bytes' },
          { key: `${row?.id}/${old}`, missing: 'row' },
        ],
      },
    ]);
    await asSuperuser('delete from platform.attachments');
    await rm(folder, { recursive: true });
    // What cannot be read is found, and leaves the rest of the verdict as it is.
    await writeFile(folder, 'no folder');
    const unread = await rochdale(former, 'verify', '--json');
    expect(unread.code).toBe(1);
    expect((JSON.parse(unread.text) as Found).broken).toMatchObject([
      {
        name: 'platform.files-as-rows-say',
        rows: [{ key: row?.id, missing: 'answer', because: 'ENOTDIR' }],
      },
    ]);
    await rm(folder);
    expect(await rochdale(former, 'verify')).toMatchObject({ code: 0 });
  });

  it('refuses an owner whom policies hide all rows from, until migrate names them', async () => {
    // What a dump leaves behind that was restored for another owner.
    await asSuperuser(`grant create on database ${database} to ${owner};
      alter database ${database} owner to ${owner}; reassign owned by ${former} to ${owner};
      grant ${appRole} to ${owner} with admin option`);
    const { code, text } = await rochdale(owner, 'verify');
    expect(code).toBe(1);
    expect(text).toContain('BROKEN platform.every-row-is-seen');
    expect(text).toContain(`"mend":"alter policy owner on membership.members to ${owner}"`);
    expect(text).toContain('no other law was asked');
    expect(text).not.toContain('members: ');
    expect(await rochdale(owner, 'migrate')).toMatchObject({ code: 0 });
    const after = await rochdale(owner, 'verify');
    expect(after).toMatchObject({ code: 0, text: expect.stringMatching(sound) as string });
  });

  it('refuses when the service would see none of what it counts again', async () => {
    const name = (role: string) =>
      asSuperuser(`alter policy tenant on governance.ballots to ${role}`);
    await name(owner);
    const { code, text } = await rochdale(owner, 'verify');
    expect(code).toBe(1);
    expect(text).toContain(`"mend":"alter policy tenant on governance.ballots to ${appRole}"`);
    await name(appRole);
    expect(await rochdale(owner, 'verify')).toMatchObject({ code: 0 });
  });

  it('refuses where a policy takes rows away again', async () => {
    await asSuperuser(`create policy fewer on membership.members as restrictive using (false)`);
    const { code, text } = await rochdale(owner, 'verify');
    expect(code).toBe(1);
    expect(text).toContain('"mend":"drop policy fewer on membership.members"');
    await asSuperuser('drop policy fewer on membership.members');
  });

  it.each(['verify', 'migrate'])(
    '%s does nothing where it is told more than it heeds',
    async (verb) => {
      const { code, text } = await rochdale(owner, verb, '--dry-run');
      expect([code, text]).toEqual([2, expect.stringContaining(`'--dry-run' is not heeded`)]);
    },
  );
});
