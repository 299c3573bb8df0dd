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
  const who = ['--email', 'ada@example.org', '--name', 'Ada', '--slug', 'mill'];
  await rochdale('admin', ...who);
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

const rochdale = (...argv: string[]) => runHere(service.env, argv);

const account = (verb: string, email = 'ada@example.org') =>
  rochdale('account', verb, '--email', email);

async function state() {
  const { rows } = await owner.query<{ disabled: boolean; facts: string[] }>(
    `select disabled_at is not null as disabled,
       array(select type from platform.facts where type like 'identity.Account%abled'
         order by position) as facts
     from identity.accounts`,
  );
  return rows[0];
}

describe('account', () => {
  it('is shut out by its address, once, and let in again', async () => {
    expect(await account('disable')).toMatchObject({ code: 0 });
    expect((await account('disable')).text).toContain('ada@example.org is shut out');
    const facts = ['identity.AccountDisabled'];
    expect(await state()).toEqual({ disabled: true, facts });
    expect(await account('enable', 'ADA@example.org')).toMatchObject({ code: 0 });
    expect(await state()).toEqual({
      disabled: false,
      facts: [...facts, 'identity.AccountEnabled'],
    });
  });

  it('is refused in a line where nobody has the address, or nothing is asked for', async () => {
    const unknown = await account('disable', 'eve@example.org');
    expect(unknown).toEqual({
      code: 2,
      text: 'rochdale account: nobody has an account with the address eve@example.org\n',
    });
    for (const words of [[], ['disable'], ['remove', '--email', 'ada@example.org'], ['--all']]) {
      const refused = await rochdale('account', ...words);
      expect(refused.code).toBe(2);
      expect(refused.text).toContain('account disable --email <address>');
    }
    expect(await state()).toMatchObject({ disabled: false });
  });
});
