import { newId, openPersonalDataSources, systemActor } from '@rochdale/platform';
import type { PersonalColumn } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalData } from './personal-data.js';

let world: TestWorld;
const cooperativeId = newId();
const person = { accountId: newId(), memberId: newId(), inFull: true };
const sources = openPersonalDataSources(personalData);
const read = (of = person) =>
  world.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) => sources.rows(tx, of));

beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

it('the database answers for every table that an archive asks', async () => {
  expect(await read()).toEqual({});
});

type PersonPath = PersonalColumn['person'][number];
type Path = Exclude<PersonPath, { readonly whoever: true }>;
const leads = (path: PersonPath): path is Path => !('whoever' in path);
const columns = personalData.flatMap((room) => room.columns);
const pathsOf = new Map(personalData.flatMap(({ paths }) => [...paths]));

/** Rooms hand these over themselves: they know what of a line is of nobody else, or a draft. */
const byTheirRoom = [
  'collections.source_rows',
  'governance.candidates',
  'payments.bank_lines',
  'payments.bank_sightings',
];
/** Sealed, and opened by their room for the person alone. */
const opened = [
  'dues.waivers.reason_sealed',
  'governance.ballots.reason_sealed',
  'governance.proposals.ended_reason_sealed',
  'governance.proposals.words_sealed',
  'membership.applications.decision_note_sealed',
  'membership.applications.note_sealed',
  'membership.standing_changes.note_sealed',
  'payments.payee_details.sealed',
];

/** What the catalogue says of a person who asks, and is to be shown to them. */
const shown = columns.filter(
  ({ table, holds, seenBy, person: ways }) =>
    holds !== 'secret' &&
    seenBy.some((viewer) => viewer !== 'nobody') &&
    ways.some(leads) &&
    !byTheirRoom.includes(table),
);

interface Column {
  readonly name: string;
  readonly type: string;
}
/** What stands in the way of planting: what is planted is no co-operative's real life. */
const free = `do $do$ declare one record; begin
  for one in select c.conrelid::regclass as place, c.conname from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'bullmq', 'public')
      and c.contype in ('c', 'f', 'u', 'p', 'x') and c.conrelid <> 0 order by c.contype = 'p'
  loop
    execute format('alter table %s drop constraint if exists %I cascade', one.place, one.conname);
  end loop;
  for one in select i.indexrelid::regclass as place from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where i.indisunique and n.nspname !~ '^(pg_|information_schema|bullmq|public)'
  loop execute format('drop index %s', one.place); end loop;
  for one in select c.oid::regclass as place from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|bullmq|public)'
  loop execute format('alter table %s disable trigger user', one.place); end loop;
end $do$`;

let planted = 0;
/** A value that no other column of no other row has. */
function valueOf({ type }: Column): unknown {
  planted += 1;
  if (type.endsWith('[]')) return [`planted ${planted}`];
  if (type === 'text') return `planted ${planted}`;
  if (type === 'uuid') return newId();
  if (type === 'boolean') return true;
  if (type === 'jsonb') return JSON.stringify({ said: `planted ${planted}` });
  if (type === 'bytea') return Buffer.from(`planted ${planted}`);
  if (['bigint', 'integer', 'numeric', 'smallint'].includes(type)) return planted;
  const day = new Date(Date.UTC(2000, 0, 1) + planted * 86_400_000).toISOString();
  if (type === 'date') return day.slice(0, 10);
  if (type.startsWith('timestamp')) return day;
  throw new Error(`how is ${type} planted?`);
}

const columnsOfTable = (table: string) =>
  world.asOwner<Column>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and attidentity = ''`,
    [table],
  );

/** What a row holds so that a path leads from it to the person. */
async function following(path: Path): Promise<Map<string, unknown>> {
  const held = new Map<string, unknown>();
  // What is planted elsewhere is in no state that a room knows.
  if (path.when !== undefined && !path.when.startsWith('not exists')) {
    // What is not null is planted in any case.
    const one = /^(\w+) = '([^']+)'(?: and \w+ is not null)?$/;
    const [, column = '', value] = one.exec(path.when) ?? [];
    expect(column, `${path.when} is of one column`).not.toBe('');
    held.set(column, value);
  }
  if ('member' in path) return held.set(path.member, person.memberId);
  if ('account' in path) return held.set(path.account, person.accountId);
  if ('address' in path) {
    const email = 'planted@example.org';
    await world.asOwner(
      `insert into identity.accounts (id, name, email, email_verified, created_at, updated_at)
       values ($1, '', $2, true, now(), now())`,
      [person.accountId, email],
    );
    return held.set(path.address, email);
  }
  const [next] = (pathsOf.get(path.of) ?? []).filter(leads);
  if (next === undefined) throw new Error(`${path.of} leads nowhere`);
  const row = await plant(path.of, next);
  return held.set(path.through, row['id']);
}

/** A row that leads to the person that way, as JSON tells it. */
async function plant(table: string, path: Path): Promise<Record<string, unknown>> {
  const held = await following(path);
  if (!held.has('cooperative_id')) held.set('cooperative_id', cooperativeId);
  const all = await columnsOfTable(table);
  const names = all.map(({ name }) => `"${name}"`).join(', ');
  const places = all.map((_one, nth) => `$${nth + 1}`).join(', ');
  const values = all.map((one) => (held.has(one.name) ? held.get(one.name) : valueOf(one)));
  const [row] = await world.asOwner<{ row: Record<string, unknown> }>(
    `insert into ${table} as t (${names}) values (${places}) returning to_jsonb(t) as row`,
    values,
  );
  return row?.row ?? {};
}

const isWhole = (type: string) => ['bigint', 'numeric'].includes(type);

/** The columns whose planted values an archive lacks, by the way that leads to them. */
async function lacking(table: string): Promise<string[]> {
  const of = shown.filter((one) => one.table === table);
  const types = new Map((await columnsOfTable(table)).map(({ name, type }) => [name, type]));
  const ways = new Map(
    of.flatMap((one) => one.person.filter(leads).map((path) => [key(path), path])),
  );
  const lacks: string[] = [];
  for (const [name, path] of ways) {
    const row = await plant(table, path);
    const told = (await read())[table] ?? [];
    const shows = ({ column }: PersonalColumn) => {
      const value = row[column];
      const expected = isWhole(types.get(column) ?? '') ? String(value) : value;
      return told.some((one) => isSame((one as Record<string, unknown>)[column], expected));
    };
    const led = of.filter((one) => one.person.some((way) => leads(way) && key(way) === name));
    lacks.push(...led.filter((one) => !shows(one)).map(({ column }) => `${table}.${column}`));
  }
  return [...new Set(lacks)];
}
const key = (path: Path): string => JSON.stringify(path);
const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

describe('an archive', () => {
  it('has what is planted in every column that the catalogue says is of the person', async () => {
    await world.asOwner(free);
    const lacks: string[] = [];
    for (const table of new Set(shown.map((one) => one.table))) {
      lacks.push(...(await lacking(table)));
    }
    expect(lacks.toSorted()).toEqual(opened);
    expect(shown.length).toBeGreaterThan(200);
  });

  it('has nothing of it for anybody else', async () => {
    expect(await read({ accountId: newId(), memberId: newId(), inFull: true })).toEqual({});
  });
});
