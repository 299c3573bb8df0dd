import { allRetentions, keptYears, newId } from '@rochdale/platform';
import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalData } from './personal-data.js';

let database: TestDatabase;
let owner: pg.Client;
let service: pg.Client;
const [tenant, id] = [newId(), newId()];
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  service = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), service.connect()]);
  await service.query(`select set_config('rochdale.cooperative_id', $1, false)`, [tenant]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end()]);
  await database.drop();
});

const hash = 'a'.repeat(64);
const bytes = String.raw`\x41`;
const amount = { amount_minor: 1, currency: 'EUR' };
/** A row of each table that names somebody. */
const rows: Readonly<Record<string, object>> = {
  'dues.credit_notes': {
    invoice_id: id,
    kind: 'credited',
    amount_minor: 1,
    reason: 'Ill',
    idempotency_key: '',
    transaction_id: id,
  },
  'dues.credit_entries': { ...amount, member_id: id, kind: 'credited', because: 'Ill' },
  'payments.status_reports': {
    payment_file_id: id,
    name: 'Ada.xml',
    format: '',
    sha256: hash,
    bytes,
    size_bytes: 1,
    words: [{ Ada: 1 }],
  },
  'payments.payment_files': {
    bank_account_id: id,
    message_id: 'b'.repeat(32),
    state: 'written',
    format: '',
    payouts: 1,
    total_minor: 1,
    currency: 'EUR',
    bytes,
    sha256: hash,
    written_at: 'now',
  },
};

const yearsAgo = (years: number) => new Date(Date.now() - years * 366 * 86_400_000);

/** By the owner, past walls and pointers to what is not there. */
async function pastWalls(text: string, values: readonly unknown[]): Promise<void> {
  await owner.query('begin');
  await owner.query(`set local session_replication_role = 'replica'`);
  await owner.query(text, [...values]);
  await owner.query('commit');
}

async function made(table: string, columns: object, years: number): Promise<void> {
  const keep = personalData
    .flatMap((room) => room.columns)
    .find((one) => one.table === table)?.keep;
  const row = { id, cooperative_id: tenant, [keep?.since ?? '']: yearsAgo(years), ...columns };
  await pastWalls(`delete from ${table} where id = $1`, [id]);
  const insert = `insert into ${table}
    select (jsonb_populate_record(null::${table}, $1)).*`;
  await pastWalls(insert, [row]);
}

async function dropped(table: string, before: Date): Promise<number | null> {
  const found = allRetentions().find((one) => one.table === table);
  return (await service.query(found?.statement.text ?? '', [tenant, before])).rowCount;
}

async function livesIn(settings: object): Promise<void> {
  await pastWalls(`delete from membership.cooperatives where id = $1`, [tenant]);
  const cooperative = { id: tenant, slug: 'kept', name: 'Kept', currency: 'EUR', settings };
  await pastWalls(
    `insert into membership.cooperatives
      select (jsonb_populate_record(null::membership.cooperatives, $1)).*`,
    [{ ...cooperative, time_zone: 'Europe/Berlin', created_at: 'now', updated_at: 'now' }],
  );
}

describe('the walls of the database', () => {
  it.each(['AU', 'DE', 'GB', 'FR', null])(
    'know the terms of %s as the job does',
    async (country) => {
      const years = async (term: string) => {
        const asked = 'select membership.kept_years($1, $2) as years';
        const { rows: found } = await service.query<{ years: number }>(asked, [tenant, term]);
        return found[0]?.years;
      };
      await livesIn(country === null ? {} : { country });
      for (const term of ['books', 'vouchers'] as const) {
        expect(await years(term), term).toBe(keptYears(term, { country }));
      }
      await livesIn({ country, vouchersYears: 12 });
      expect(await years('vouchers')).toBe(12);
      expect(await years('books')).toBe(keptYears('books', { country }));
    },
  );

  it.each(Object.entries(rows))(
    'keep %s of a German co-operative for eight years',
    async (table, row) => {
      await livesIn({ country: 'DE' });
      await made(table, row, 7);
      const kept = /never changed|written once|stays said/;
      await expect(dropped(table, yearsAgo(6))).rejects.toThrow(kept);
      await made(table, row, 9);
      expect(await dropped(table, yearsAgo(8))).toBe(1);
      await livesIn({});
      await made(table, row, 9);
      await expect(dropped(table, yearsAgo(8))).rejects.toThrow(kept);
    },
  );
});

describe('a voucher', () => {
  beforeAll(() => livesIn({ country: 'GB' }));

  it.each(Object.entries(rows))('%s loses its words when no law keeps it', async (table, row) => {
    await made(table, row, 7);
    expect(await dropped(table, yearsAgo(8))).toBe(0);
    expect(await dropped(table, yearsAgo(6))).toBe(1);
    expect(await dropped(table, yearsAgo(6))).toBe(0);
    const left = await owner.query<{ all: string }>(
      `select t::text as all from ${table} t where id = $1`,
      [id],
    );
    expect(left.rows).toHaveLength(1);
    expect(left.rows[0]?.all).not.toMatch(/Ill|Ada|x41/);
  });

  it.each(Object.entries(rows))('%s is kept by the database until then', async (table, row) => {
    await made(table, row, 5);
    const asked = dropped(table, yearsAgo(4));
    await expect(asked).rejects.toThrow(/never changed|written once|stays said/);
  });

  it('a key of a partner goes a year after it was taken back, and not before', async () => {
    const key = { partner_id: id, name: 'Ada', token_hash: hash, hint: '', scopes: ['a'] };
    const row = { ...key, id, cooperative_id: tenant, created_at: yearsAgo(9) };
    const insert = `insert into identity.api_keys
      select (jsonb_populate_record(null::identity.api_keys, $1)).*`;
    await pastWalls(insert, [{ ...row, revoked_at: yearsAgo(2) }]);
    expect(await dropped('identity.api_keys', yearsAgo(3))).toBe(0);
    expect(await dropped('identity.api_keys', yearsAgo(1))).toBe(1);
  });
});
