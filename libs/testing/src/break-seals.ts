/**
 * What changes a byte of each text that lies sealed in these schemas, past every guard, as one
 * statement: of all rows, or of the first of each table alone.
 */
export const breakSeals = (schemas: readonly string[], rows: 'all' | 'first' = 'all'): string => `
  do $do$ declare kept record;
  begin
    perform set_config('session_replication_role', 'replica', true);
    for kept in select a.attrelid::regclass as in_table, a.attname as of_column
        from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
        where c.relnamespace::regnamespace::text = any ('{${schemas.join(',')}}')
          and a.atttypid = 'bytea'::regtype and a.attname like '%sealed' and not a.attisdropped
    loop
      execute format('update %1$s set %2$I = set_byte(%2$I, length(%2$I) - 1,
          get_byte(%2$I, length(%2$I) - 1) # 1)
        where length(%2$I) > 0 and (%3$L or ctid = (select min(ctid) from %1$s
          where length(%2$I) > 0))', kept.in_table, kept.of_column, ${rows === 'all'});
    end loop;
  end $do$`;
