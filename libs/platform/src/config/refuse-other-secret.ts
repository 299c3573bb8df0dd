import { createHmac } from 'node:crypto';
import pg from 'pg';
import { sealingKey } from '../seal/seal.js';
import { openText } from '../seal/sealed-text.js';

/** A column in which values lie sealed, each to its row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly purpose: string;
}

export interface HeldSecret {
  /** Who alone may read by which secret a database is sealed. */
  readonly ownerUrl: string;
  readonly secret: string;
}

const advice =
  'Nothing was read, changed or erased. Start with the ROCHDALE_SECRET that was kept with this ' +
  'database; where it is lost, or another one is meant, see "The secret" in ' +
  'docs/runbooks/back-up-and-restore.md.';

/** The process was given another secret than the one by which its database is sealed. */
export class SecretDiffers extends Error {
  override readonly name = 'SecretDiffers';
  readonly code = 'SECRET_DIFFERS';

  constructor(what: string) {
    super(`SECRET_DIFFERS: ${what} ${advice}`);
  }
}

const known = 'select fingerprint from platform.secret_marks';
const isThere = `select to_regclass('platform.secret_marks') is not null as "isThere"`;
/** Whoever is first says it; one that an operator emptied is said by the next start. */
const say = `insert into platform.secret_marks (fingerprint) values ($1)
  on conflict (is_only) do update set fingerprint = excluded.fingerprint
    where secret_marks.fingerprint is null`;

/** So many of the oldest and of the newest rows: a few that were changed do not decide. */
const tried = 8;

/** By a key of this purpose alone: it tells nothing of the secret, nor of what it seals. */
const fingerprintOf = (secret: string): string =>
  createHmac('sha256', sealingKey({ secret, purpose: 'the secret itself' }))
    .update('rochdale')
    .digest('hex');

async function asOwner<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'rochdale secret',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
  });
  // A lost connection is said by the statement that it was lost in.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}

interface Mark {
  readonly fingerprint: string | null;
}

async function markOf(client: pg.Client): Promise<Mark | undefined> {
  const { rows } = await client.query<Mark>(known);
  return rows[0];
}

function refuseWhere(mark: Mark | undefined, own: string): void {
  if (mark === undefined || mark.fingerprint === null || mark.fingerprint === own) return;
  throw new SecretDiffers('ROCHDALE_SECRET is not the one by which this database is sealed.');
}

const sampleOf = ({ table, column }: SealedColumn): string => {
  const some = (order: 'asc' | 'desc') =>
    `(select id, ${column} as sealed from ${table}
      where length(${column}) > 0 order by id ${order} limit ${tried})`;
  return `${some('desc')} union all ${some('asc')}`;
};

function opens(secret: string, purpose: string, rowId: string, sealed: Buffer): boolean {
  try {
    openText({ secret, purpose, rowId }, sealed);
    return true;
  } catch {
    return false;
  }
}

/** Of a database of before: whether something is sealed in it, and nothing of it opens. */
async function isOfAnother(
  client: pg.Client,
  secret: string,
  columns: readonly SealedColumn[],
): Promise<boolean> {
  let found = 0;
  for (const column of columns) {
    const { rows } = await client.query<{ id: string; sealed: Buffer }>(sampleOf(column));
    if (rows.some(({ id, sealed }) => opens(secret, column.purpose, id, sealed))) return false;
    found += rows.length;
  }
  return found > 0;
}

/**
 * Before a process reads, writes or erases anything: with another secret nothing opens that lies
 * sealed, and an erasure would miss what it is found by. The first start in a database says which
 * secret it is of; where something is sealed there already, some of it has to open.
 *
 * @param sealed where to look, in a database that says nothing yet
 * @throws SecretDiffers
 */
export function refuseOtherSecret(
  { ownerUrl, secret }: HeldSecret,
  sealed: readonly SealedColumn[],
): Promise<void> {
  return asOwner(ownerUrl, async (client) => {
    const own = fingerprintOf(secret);
    const mark = await markOf(client);
    refuseWhere(mark, own);
    if (mark?.fingerprint === own) return;
    if (mark === undefined && (await isOfAnother(client, secret, sealed))) {
      throw new SecretDiffers(
        'Nothing that lies sealed in this database opens by ROCHDALE_SECRET.',
      );
    }
    await client.query(say, [own]);
    // Of two that start at once, the later one reads what the first one said.
    refuseWhere(await markOf(client), own);
  });
}

/**
 * The same for what brings a database to its newest shape, which may say nothing of secrets yet.
 *
 * @throws SecretDiffers
 */
export function refuseKnownOtherSecret({ ownerUrl, secret }: HeldSecret): Promise<void> {
  return asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ isThere: boolean }>(isThere);
    if (rows[0]?.isThere === true) refuseWhere(await markOf(client), fingerprintOf(secret));
  });
}
