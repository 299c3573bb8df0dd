import { columnTypesOf } from '../db/mapping.js';
import { sql } from '../db/statement.js';
import type { Statement } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { PersonalColumn, PersonalData } from './personal-data.js';
import type { PersonOfData } from './person.js';
import { rowsOfPerson } from './rows-of-person.js';

/** Handed over by their room, which knows what of them is of nobody else, or another’s draft. */
const toldByTheirRoom: ReadonlySet<string> = new Set([
  'governance.candidates',
  'payments.bank_lines',
  'payments.bank_sightings',
  'collections.source_rows',
]);

interface Told extends PersonalColumn {
  readonly type: string | undefined;
  readonly rows: string;
}

/** What a person signs in with, and what only the machine reckons with, is shown to nobody. */
function toldColumns(catalogue: readonly PersonalData[], table: string): Told[] {
  const types = columnTypesOf(table);
  return catalogue
    .flatMap(({ columns }) => columns)
    .filter((one) => one.table === table && one.holds !== 'secret')
    .filter(({ seenBy }) => seenBy.some((viewer) => viewer !== 'nobody'))
    .flatMap((one) => {
      const rows = rowsOfPerson(one, catalogue);
      const type = types.get(one.column);
      return rows === null || type === 'bytea' ? [] : [{ ...one, type, rows }];
    });
}

/** JSON has no whole numbers of any size. */
const valueOf = ({ column, type = '' }: Told): string =>
  ['bigint', 'numeric'].includes(type)
    ? `to_jsonb(t."${column}"::text)`
    : `to_jsonb(t."${column}")`;

function statementOf(catalogue: readonly PersonalData[], table: string): Statement | null {
  const columns = toldColumns(catalogue, table);
  if (columns.length === 0) return null;
  const ways = [...new Set(columns.map(({ rows }) => rows))];
  const told = columns.map(
    (one) => `'${one.column}', case when w.w${ways.indexOf(one.rows)} then ${valueOf(one)} end`,
  );
  const isOfTenant = columnTypesOf(table).has('cooperative_id');
  return sql(
    `platform.export-own-rows-of-${table.replaceAll(/[._]/g, '-')}`,
    `select jsonb_strip_nulls(jsonb_build_object(${told.join(', ')})) as row
     from ${table} t cross join lateral (
       select ${ways.map((way, place) => `(${way}) is true as w${place}`).join(', ')}) w
     where ${isOfTenant ? 't.cooperative_id = $3' : '$3::uuid is not null'}
       and (${ways.map((_way, place) => `w.w${place}`).join(' or ')})`,
  );
}

/** One statement for each table in which something leads to a person. */
export function ownRowsStatements(
  catalogue: readonly PersonalData[],
): ReadonlyMap<string, Statement> {
  const tables = new Set(catalogue.flatMap(({ columns }) => columns.map(({ table }) => table)));
  return new Map(
    [...tables]
      .filter((table) => !toldByTheirRoom.has(table))
      .toSorted()
      .flatMap((table) => {
        const statement = statementOf(catalogue, table);
        return statement === null ? [] : [[table, statement] as const];
      }),
  );
}

/** By table: of each row that leads to the person those columns which do, as they are stored. */
export async function ownRows(
  tx: Tx,
  statements: ReadonlyMap<string, Statement>,
  { accountId, memberId }: PersonOfData,
): Promise<Record<string, readonly unknown[]>> {
  const whose = [memberId === null ? [] : [memberId], [accountId], tx.cooperativeId];
  const told: Record<string, readonly unknown[]> = {};
  for (const [table, statement] of statements) {
    const rows = await tx.rows<{ row: unknown }>(statement, whose);
    if (rows.length > 0) told[table] = rows.map(({ row }) => row);
  }
  return told;
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Rows whose ids lead to nothing outside of them: the person is `you`, anything else a number. */
export function withoutIds(
  { accountId, memberId }: PersonOfData,
  tables: Readonly<Record<string, readonly unknown[]>>,
): Record<string, readonly unknown[]> {
  const numbers = new Map<string, string>();
  const told = (id: string): string => {
    if (id === memberId || id === accountId) return 'you';
    const known = numbers.get(id) ?? `#${numbers.size + 1}`;
    numbers.set(id, known);
    return known;
  };
  // Row by row: the text of all of them would be as much again.
  const rowOf = (row: unknown): unknown => JSON.parse(JSON.stringify(row).replaceAll(uuids, told));
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => rowOf(row))]),
  );
}
