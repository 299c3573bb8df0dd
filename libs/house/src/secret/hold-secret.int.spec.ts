import { newId, seal } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdSecret } from './hold-secret.js';
import { sealedColumns } from './sealed-columns.js';

const [right, wrong] = ['the right secret, for tests only', 'a wrong secret, for tests as well'];

/** Bytes that are not tried in a database of before: others are there with them, or earlier. */
const untried: readonly string[] = [
  // Boxes of ballots are younger than marks: where there are some, a start has said the secret.
  'governance.ballot_boxes.chest',
  'governance.ballot_boxes.inbox',
  'identity.passkeys.public_key',
  'notifications.letters.address_mark',
  // Files of before lie there as they are.
  'payments.payment_files.bytes',
  'payments.status_reports.bytes',
];

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const hold = (secret: string) =>
  holdSecret({ secret, database: { ownerUrl: world.database.adminUrl } as never });
const differs = { name: 'SecretDiffers', code: 'SECRET_DIFFERS' };
const marks = () => world.asOwner<{ fingerprint: string }>('select * from platform.secret_marks');

/** A database of before: it has letters, and says of no secret that it is its own. */
async function letters(...secrets: readonly string[]): Promise<void> {
  for (const secret of secrets) {
    const id = newId();
    const sealed = seal({ secret, purpose: 'letters', rowId: id }, '{}');
    await world.asOwner(
      `insert into notifications.letters (id, kind, sealed, state, created_at)
       values ($1, 'x', $2, 'queued', now())`,
      [id, sealed],
    );
  }
}

beforeEach(async () => {
  await world.asOwner('delete from platform.secret_marks');
  await world.asOwner('delete from notifications.letters');
});

describe('a start', () => {
  it('refuses another secret than that of the first one, and says what to do', async () => {
    await hold(right);
    await hold(right);
    const [mark] = await marks();
    await expect(hold(wrong)).rejects.toMatchObject(differs);
    await expect(hold(wrong)).rejects.toThrow(/^SECRET_DIFFERS: .*back-up-and-restore\.md/);
    expect(await marks()).toEqual([mark]);
    expect(mark?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses a secret by which nothing opens that lies in a database of before', async () => {
    await letters(right, right);
    await expect(hold(wrong)).rejects.toMatchObject(differs);
    expect(await marks()).toEqual([]);
    await hold(right);
    await expect(hold(wrong)).rejects.toMatchObject(differs);
  });

  it('takes one by which some opens: a row may have been changed', async () => {
    await letters(wrong, right, wrong);
    await hold(right);
    await expect(hold(wrong)).rejects.toMatchObject(differs);
  });

  it('lets one of two in that say different secrets at once', async () => {
    const both = await Promise.allSettled([hold(right), hold(wrong), hold(right), hold(wrong)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await marks()).toHaveLength(1);
  });

  it('says its own where an operator said so', async () => {
    await letters(right);
    await hold(right);
    await world.asOwner(
      `insert into platform.secret_marks (fingerprint) values (null)
       on conflict (is_only) do update set fingerprint = null`,
    );
    await hold(wrong);
    await expect(hold(right)).rejects.toMatchObject(differs);
  });
});

it('all bytes are tried or named beside, and the service’s role reads no fingerprint', async () => {
  const there = await world.asOwner<{ name: string }>(
    `select a.attrelid::regclass::text || '.' || a.attname as name from pg_attribute a
       join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
     where a.atttypid = 'bytea'::regtype and not a.attisdropped
       and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
  );
  const tried = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(there.map(({ name }) => name).toSorted()).toEqual([...tried, ...untried].toSorted());
  const reading = world.asApplication('select * from platform.secret_marks', [], newId());
  await expect(reading).rejects.toThrow('permission denied');
});
