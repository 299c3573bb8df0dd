type Ask = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

/**
 * Each table of the service, and its rows as text, in the order of the names. As text, `bytea` is
 * hexadecimal, in which no word is found: its bytes are read as they are, beside it.
 */
export const readableTables = `
  select c.oid::regclass::text as name, 'r::text' || coalesce((
      select string_agg(format(' || coalesce(encode(r.%I, ''escape''), '''')', a.attname), ''
        order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and a.attnum > 0
        and not a.attisdropped), '') as said
  from pg_catalog.pg_class c
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
  order by 1`;

/** Which tables say a word anywhere, whatever its case, also within bytes. */
export async function tablesSaying(ask: Ask, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, said } of await ask<{ name: string; said: string }>(readableTables)) {
    const rows = await ask(`select from ${name} r where ${said} ilike $1 limit 1`, [`%${word}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
