import { createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../testing/run-here.js';

let service: ServiceEnvironment;
let owner: pg.Client;
beforeAll(async () => {
  service = await createServiceEnvironment();
  owner = new pg.Client({ connectionString: service.database.adminUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

function admin(more: Readonly<Record<string, string>>, password = '') {
  const given = { email: 'ada@example.org', name: 'Ada', slug: 'mill', ...more };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  const env = { ...service.env, ROCHDALE_ADMIN_PASSWORD: password };
  return runHere(env, ['admin', ...args]);
}

/** What there is of everything that the command makes, and of what is told of it. */
async function made() {
  const { rows } = await owner.query<Record<string, number>>(`select
    (select count(*)::int from identity.accounts) as accounts,
    (select count(*)::int from membership.cooperatives) as cooperatives,
    (select count(*)::int from membership.role_terms) as offices,
    (select count(*)::int from platform.facts) as facts`);
  return rows[0];
}
const hashes = async () =>
  (await owner.query('select account_id, password_hash from identity.credentials order by 1')).rows;

describe('admin', () => {
  it('makes nothing under a short name that cannot be, nor with a weak password', async () => {
    const before = await made();
    const wrong = await admin({ slug: 'Not A Slug' });
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.text).toMatch(/COOPERATIVE_SLUG_INVALID: .* Nothing was made\.$/m);
    expect(wrong.text).not.toContain('password, shown');
    expect((await admin({}, 'short')).text).toContain('PASSWORD_TOO_WEAK');
    expect((await admin({ 'time-zone': 'Mars/Olympus' })).text).toContain('Nothing was made.');
    expect(await made()).toEqual(before);
  });

  it('makes account, co-operative and office at once, and says the password', async () => {
    const { code, text } = await admin({ email: 'Ada@Example.org' });
    expect(text).toMatch(/^ada@example\.org has an account\npassword, shown this once: \S{20}\n/);
    expect(text).toContain('\nmill (mill) is founded\n');
    expect(code).toBe(0);
    expect(await made()).toMatchObject({ accounts: 1, cooperatives: 1, offices: 1 });
  });

  it('makes no account for who is no member of a co-operative that is there', async () => {
    const before = await made();
    const { code, text } = await admin({ email: 'bea@example.org', name: 'Bea' });
    expect(code).toBe(2);
    expect(text).toContain('a co-operative mill already');
    expect(text).toContain('nothing was made');
    expect(await made()).toEqual(before);
  });

  it('says that a password is not set where the account had one', async () => {
    const before = await hashes();
    const { code, text } = await admin({ slug: 'dairy' }, 'another than it had');
    expect(code).toBe(0);
    expect(text).toContain('dairy (dairy) is founded');
    expect(text).toContain(
      'the password that was given is not set: ada@example.org had an account',
    );
    expect(await hashes()).toEqual(before);
    expect(await made()).toMatchObject({ accounts: 1, cooperatives: 2, offices: 2 });
  });

  it('uses the password that is chosen for a new account, and does not show it', async () => {
    const person = { email: 'cy@example.org', name: 'Cy', slug: 'forge' };
    const { code, text } = await admin(person, 'chosen by the operator');
    expect(code).toBe(0);
    expect(text).not.toMatch(/chosen by|shown this once/);
    expect(await made()).toMatchObject({ accounts: 2, cooperatives: 3, offices: 3 });
  });

  it('gives nothing to an account whose address nobody proved', async () => {
    await owner.query(`insert into identity.accounts (id, name, email, created_at, updated_at)
      values (gen_random_uuid(), 'Ann', 'ann@example.org', now(), now())`);
    const before = await made();
    for (const slug of ['orchard', 'mill']) {
      const { code, text } = await admin({ email: 'Ann@example.org', name: 'Ann', slug });
      expect(code).toBe(2);
      expect(text).toContain('nobody has confirmed that the address is theirs; nothing was made');
    }
    expect(await made()).toEqual(before);
  });
});
