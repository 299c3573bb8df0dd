import pg from 'pg';

export interface AppRole {
  /** The role that the service connects as. Row-level security binds it. */
  readonly appRole: string;
  readonly appPassword: string;
}

interface RoleState {
  readonly superuser: boolean;
  readonly bypassrls: boolean;
  readonly createdb: boolean;
  readonly createrole: boolean;
  readonly login: boolean;
}

const insufficientPrivilege = '42501';
const refusedLogin: ReadonlySet<string> = new Set(['28P01', '28000']);

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** Runs a statement; where the owner may not, the error says what would let it. */
async function within(
  client: pg.Client,
  statement: string,
  { what, remedy }: { readonly what: string; readonly remedy: string },
): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if (codeOf(error) !== insufficientPrivilege) throw error;
    const message = `the owner of the database may not ${what}; have a superuser run: ${remedy}`;
    throw new Error(message, { cause: error });
  }
}

/**
 * Whether the role gets into this database with that password. Whatever else stands in the way (a
 * server that takes no more connections) is no word about the password.
 */
async function mayLogIn(ownerUrl: string, { appRole, appPassword }: AppRole): Promise<boolean> {
  const url = new URL(ownerUrl);
  url.username = appRole;
  url.password = encodeURIComponent(appPassword);
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (refusedLogin.has(String(codeOf(error)))) return false;
    throw error;
  } finally {
    await client.end();
  }
}

async function stateOf(client: pg.Client, role: string): Promise<RoleState | undefined> {
  const { rows } = await client.query<RoleState>(
    `select rolsuper as superuser, rolbypassrls as bypassrls, rolcreatedb as createdb,
       rolcreaterole as createrole, rolcanlogin as login from pg_roles where rolname = $1`,
    [role],
  );
  return rows[0];
}

/** The other databases of the server in which the role holds rights. */
async function usedElsewhere(client: pg.Client, role: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct d.datname as name from pg_shdepend s
       join pg_roles r on r.oid = s.refobjid and s.refclassid = 'pg_authid'::regclass
       join pg_database d on d.oid = s.dbid
     where r.rolname = $1 and d.datname <> current_database() order by 1`,
    [role],
  );
  return rows.map(({ name }) => name);
}

async function ownerOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ owner: string }>('select current_user as owner');
  return rows[0]?.owner ?? '';
}

/** Everybody may connect to a database unless somebody took that right away. */
async function openDoor(client: pg.Client, appRole: string): Promise<void> {
  const { rows } = await client.query<{ database: string }>(
    `select current_database() as database
     where not has_database_privilege($1, current_database(), 'connect')`,
    [appRole],
  );
  const [closed] = rows;
  if (closed === undefined) return;
  const [database, role] = [closed.database, appRole].map((one) => client.escapeIdentifier(one));
  const statement = `grant connect on database ${database} to ${role}`;
  await within(client, statement, {
    what: `let the role ${appRole} into ${closed.database}`,
    remedy: statement,
  });
}

/** More than the service may have would let it past the walls between co-operatives. */
async function takeAttributes(client: pg.Client, appRole: string, state: RoleState): Promise<void> {
  const excess = (['superuser', 'bypassrls', 'createdb', 'createrole'] as const).filter(
    (attribute) => state[attribute],
  );
  if (excess.length === 0) return;
  const role = client.escapeIdentifier(appRole);
  const statement = `alter role ${role} ${excess.map((one) => `no${one}`).join(' ')}`;
  const what = `take ${excess.join(' and ')} from the role ${appRole}`;
  await within(client, statement, { what, remedy: statement });
}

/**
 * Sets a password only where the one at hand does not let the role in: two installations that share
 * a server, and by oversight the role, would shut each other out with every start.
 */
async function letIn(
  client: pg.Client,
  ownerUrl: string,
  { appRole, appPassword }: AppRole,
  { login }: RoleState,
): Promise<void> {
  if (login && (await mayLogIn(ownerUrl, { appRole, appPassword }))) return;
  const elsewhere = login ? await usedElsewhere(client, appRole) : [];
  const role = client.escapeIdentifier(appRole);
  if (elsewhere.length > 0) {
    throw new Error(
      `the role ${appRole} has another password and is in use in ${elsewhere.join(', ')}: ` +
        'set DATABASE_APP_ROLE to a name of this installation alone; or, if nothing uses it ' +
        `there any more, run: alter role ${role} nologin`,
    );
  }
  const owner = await ownerOf(client);
  const name = client.escapeIdentifier(owner);
  await within(client, `alter role ${role} login password ${client.escapeLiteral(appPassword)}`, {
    what: `set the password of the role ${appRole}, which is another one`,
    remedy: `alter role ${name} createrole; grant ${role} to ${name} with admin option`,
  });
}

/**
 * Makes the application's role as it has to be, and changes nothing that is so already: an owner
 * who is no superuser may set some attributes of a role and not others, even to what they are.
 *
 * @throws Error with the statement that helps, when the owner may not do what is needed
 */
export async function prepareRole(
  client: pg.Client,
  ownerUrl: string,
  { appRole, appPassword }: AppRole,
): Promise<void> {
  const role = client.escapeIdentifier(appRole);
  const state = await stateOf(client, appRole);
  if (state === undefined) {
    await within(
      client,
      `create role ${role} login password ${client.escapeLiteral(appPassword)}`,
      {
        what: `create the role ${appRole}`,
        remedy: `alter role ${client.escapeIdentifier(await ownerOf(client))} createrole`,
      },
    );
    await openDoor(client, appRole);
  } else {
    await takeAttributes(client, appRole, state);
    await openDoor(client, appRole);
    await letIn(client, ownerUrl, { appRole, appPassword }, state);
  }
}
