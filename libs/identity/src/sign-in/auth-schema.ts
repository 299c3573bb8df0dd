import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { BetterAuthOptions } from 'better-auth';
import { getAuthTables } from 'better-auth/db';
import { isWithheld } from './auth-secrets.js';

const columns = sql(
  'identity.list-auth-columns',
  `select c.relname || '.' || a.attname as "column"
     from pg_catalog.pg_attribute a
     join pg_catalog.pg_class c on c.oid = a.attrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'identity' and a.attnum > 0 and not a.attisdropped`,
);

/** `table.column` of everything that better-auth, so configured, would write to. */
export function expectedColumns(options: BetterAuthOptions): string[] {
  return Object.values(getAuthTables(options)).flatMap(({ modelName, fields }) =>
    Object.entries(fields)
      .map(([field, { fieldName }]) => fieldName ?? field)
      .filter((column) => !isWithheld(modelName, column))
      .map((column) => `${modelName}.${column}`),
  );
}

/** What better-auth needs and our migrations did not make: asked at every start. */
export async function missingColumns(tx: Tx, options: BetterAuthOptions): Promise<string[]> {
  const known = new Set((await tx.rows<{ column: string }>(columns)).map(({ column }) => column));
  return expectedColumns(options).filter((column) => !known.has(column));
}
