import type { Invariant } from './db/invariant.js';

/** What every policy of a tenant says, as Postgres writes it down. */
const wall = '(cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))';

/**
 * Who has to see what: the owner of a table every row, for migrations and for functions that look
 * across co-operatives; who asks, those of their own co-operative, by a policy that names them and
 * says just that. The answer is about policies and not about rows: hidden rows look like none, and
 * another co-operative's are found by nobody who does not look for them.
 */
const blindReaders = `
  with readers as (
    select c.oid as of_table, r.oid as reader, r.rolname as role,
        pg_has_role(r.oid, c.relowner, 'usage') as is_owner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname <> 'public'
      join pg_roles r on r.oid = c.relowner or r.rolname = current_user
      where c.relrowsecurity and c.relkind in ('r', 'p') and not r.rolsuper and not r.rolbypassrls
        and has_table_privilege(r.oid, c.oid, 'select')
        and (c.relforcerowsecurity or not pg_has_role(r.oid, c.relowner, 'usage'))
  ), policies as (
    select readers.*, p.polname, p.polpermissive, names_reader,
        pg_get_expr(p.polqual, p.polrelid) = 'true' as shows_all,
        pg_get_expr(p.polqual, p.polrelid) = '${wall}'
          and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '${wall}') = '${wall}' as is_wall,
        exists (select from pg_attribute a where a.attrelid = of_table
          and a.attname = 'cooperative_id' and not a.attisdropped) as has_tenant
      from readers join pg_policy p on p.polrelid = of_table and p.polcmd in ('*', 'r')
      cross join lateral (select exists (select from unnest(p.polroles) as named
        where named <> 0 and pg_has_role(reader, named, 'usage')) as names_reader) named
      where names_reader or p.polroles = '{0}'
  ), holes as (
    select * from policies where polpermissive and not is_owner and not is_wall
      and (names_reader or shows_all and has_tenant)
  )
  select of_table::regclass::text as "table", role, coalesce(
      (select format('drop policy %I on %s', p.polname, p.of_table::regclass) from policies p
        where p.of_table = readers.of_table and not p.polpermissive order by 1 limit 1),
      (select case when h.names_reader
          then format('alter policy %I on %s using (%s) with check (%3$s)', h.polname,
            h.of_table::regclass, '${wall}')
          else format('drop policy %I on %s', h.polname, h.of_table::regclass) end
        from holes h where h.of_table = readers.of_table and h.reader = readers.reader
        order by 1 limit 1),
      (select format('alter policy %I on %s to %I', p.polname, p.polrelid::regclass, role)
        from pg_policy p where p.polrelid = of_table
          and p.polname like case when is_owner then '%owner' else 'tenant' end limit 1)) as mend
    from readers where not exists (select from policies p where p.of_table = readers.of_table
        and p.reader = readers.reader and p.polpermissive
        and (p.shows_all or p.is_wall and p.names_reader and not is_owner))
      or exists (select from holes h where h.of_table = readers.of_table
        and h.reader = readers.reader)
      or exists (select from policies p where p.of_table = readers.of_table
        and p.reader = readers.reader and not p.polpermissive)
    order by 1, 2 limit 100`;

/** Asked before all other laws: of rows that nobody sees none is broken. */
export const everyRowIsSeen: Invariant = {
  name: 'platform.every-row-is-seen',
  describes:
    'Row-level security hides no rows from the owner of a table, and shows the role that asks ' +
    'those of its co-operative and no others. ' +
    'Where policies name a former owner, as after a restore, `rochdale migrate` mends them.',
  sql: blindReaders,
};

/** What has to hold before any law of a room can be asked. */
export const platformInvariants: readonly Invariant[] = [everyRowIsSeen];
