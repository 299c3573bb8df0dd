import pg from 'pg';

/** Every right in this database, with the object as GRANT and REVOKE name it. */
const rights = `
  select acl.grantee, acl.privilege_type as privilege, object from (
    select n.nspacl as acl, n.nspowner as owner, format('schema %I', n.nspname) as object
      from pg_namespace n
    union all
    select c.relacl, c.relowner, format('%s %s',
        case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass)
      from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select p.proacl, p.proowner, format('%s %s',
        case p.prokind when 'p' then 'procedure' else 'function' end, p.oid::regprocedure)
      from pg_proc p
    union all
    select d.datacl, d.datdba, format('database %I', d.datname)
      from pg_database d where d.datname = current_database()
  ) held, aclexplode(held.acl) acl where acl.grantee <> held.owner`;

const columnRights = `
  select acl.grantee, acl.privilege_type || format(' (%I)', a.attname) as privilege,
    format('table %s', c.oid::regclass) as object
  from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) acl
  where acl.grantee <> c.relowner`;

/** $1 the role that has the rights, $2 the one that takes its place. */
const moves = `
  select format('grant %s on %s to %I', privilege, object, $2::text) as statement
    from (${rights} union all ${columnRights}) held where grantee = $1::regrole
  union all
  select format('revoke %s on %s from %s', privilege, object, $1::regrole)
    from (${rights} union all ${columnRights}) held where grantee = $1::regrole
  union all
  select format('alter policy %I on %s to %s', p.polname, p.polrelid::regclass,
      (select string_agg(format('%I', case when r.oid = $1::regrole then $2 else r.rolname end),
        ', ') from pg_roles r where r.oid = any (p.polroles)))
    from pg_policy p where $1::regrole = any (p.polroles)`;

/**
 * Who the service connected as until now: who writes jobs. Somebody else's role that reads the
 * books for a report keeps its rights.
 */
const former = `
  select r.rolname as name from pg_class c, aclexplode(c.relacl) acl join pg_roles r
    on r.oid = acl.grantee
  where c.oid = to_regclass('platform.jobs') and acl.privilege_type = 'INSERT'
    and acl.grantee <> c.relowner and r.rolname <> $1`;

async function strings(client: pg.Client, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text, values, rowMode: 'array' });
  return rows.map(([first]) => first ?? '');
}

/** What the role made by itself (the queue makes sequences) becomes the owner's. */
async function takeOver(client: pg.Client, owner: string, from: string): Promise<void> {
  const [own, former] = [client.escapeIdentifier(owner), client.escapeIdentifier(from)];
  const [isMember] = await strings(
    client,
    `select pg_has_role(current_user, $1::name, 'usage')::text`,
    [from],
  );
  if (isMember !== 'true') await client.query(`grant ${former} to ${own}`);
  await client.query(`reassign owned by ${former} to ${own}`);
  if (isMember !== 'true') await client.query(`revoke ${former} from ${own}`);
}

async function move(client: pg.Client, owner: string, from: string, to: string): Promise<void> {
  const [hasOwn] = await strings(
    client,
    `select exists (select from pg_class where relowner = $1::regrole)::text`,
    [from],
  );
  if (hasOwn === 'true') await takeOver(client, owner, from);
  for (const statement of await strings(client, moves, [from, to])) await client.query(statement);
}

/**
 * Another name in `DATABASE_APP_ROLE` than before: the new role gets the rights of the former one
 * in this database, its place in the policies, and the former one keeps nothing here. All of it in
 * one transaction, so that a service never finds half of its rights.
 *
 * @throws Error with the statement that helps, when the former role has made things of its own and
 *   the owner may not take them over
 */
export async function moveRights(client: pg.Client, to: string): Promise<void> {
  const [owner = ''] = await strings(client, 'select current_user::text', []);
  for (const from of await strings(client, former, [to])) {
    await client.query('begin');
    try {
      await move(client, owner, from, to);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      if ((error as { code?: unknown }).code !== '42501') throw error;
      const remedy =
        `grant ${client.escapeIdentifier(from)} to ${client.escapeIdentifier(owner)} ` +
        'with admin option';
      const message = `the rights of the role ${from} cannot be moved to ${to}`;
      throw new Error(`${message}; have a superuser run: ${remedy}`, { cause: error });
    }
  }
}
