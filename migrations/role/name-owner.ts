import type pg from 'pg';

/**
 * A policy that shows its owner every row names a role, and a dump carries the name of the one that
 * it was made from. Restored for another owner it shows them nothing, without an error.
 */
const misnamed = `
  select format('alter policy %I on %s to %I', p.polname, c.oid::regclass, r.rolname) as statement
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_roles r on r.oid = c.relowner
    where p.polname in ('owner', 'cooperatives_owner') and p.polroles <> array[c.relowner]
      and pg_has_role(current_user, c.relowner, 'usage')
    order by 1`;

/**
 * Lets the owner of each table see all of it again, in one transaction. Before any migration: one
 * that changes rows would change none.
 */
export async function nameOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(misnamed);
  if (rows.length > 0) await client.query(rows.map(({ statement }) => statement).join(';\n'));
}
