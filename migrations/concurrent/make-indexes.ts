/** Of TypeORM's `QueryRunner` what is needed. */
interface Runner {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** An index to make, in words of SQL. */
export interface NewIndex {
  readonly name: string;
  /** With its schema, which is the index's as well. */
  readonly table: string;
  /** What stands behind the table: columns in brackets, a condition. */
  readonly by: string;
  /** Whether an index of that name is there already, of another shape. */
  readonly replaces?: boolean;
}

/**
 * Makes indexes while others go on reading and writing, for a migration that says
 * `transaction = false`: outside one, each index is done once it is made. A process that dies on
 * the way leaves an index that no query uses and every write keeps up; the next drops that first,
 * and passes over those that are done.
 */
export async function makeIndexes(runner: Runner, indexes: readonly NewIndex[]): Promise<void> {
  for (const index of indexes) await makeIndex(runner, index);
}

/** Takes away indexes that nobody needs any more, named with their schemas. */
export async function dropIndexes(runner: Runner, names: readonly string[]): Promise<void> {
  for (const name of names) await runner.query(`drop index concurrently if exists ${name}`);
}

async function makeIndex(runner: Runner, index: NewIndex): Promise<void> {
  const { name, table, by, replaces = false } = index;
  const schema = table.slice(0, table.indexOf('.'));
  const made = replaces ? `${name}_anew` : name;
  if (await isHalfMade(runner, `${schema}.${made}`)) {
    await runner.query(`drop index concurrently ${schema}.${made}`);
  }
  await runner.query(`create index concurrently if not exists ${made} on ${table} ${by}`);
  if (!replaces) return;
  // One message is one transaction: there is no moment without an index of that name.
  await runner.query(
    `drop index if exists ${schema}.${name}; alter index ${schema}.${made} rename to ${name}`,
  );
}

async function isHalfMade(runner: Runner, index: string): Promise<boolean> {
  const rows = (await runner.query(
    'select from pg_index where indexrelid = to_regclass($1) and not indisvalid',
    [index],
  )) as readonly unknown[];
  return rows.length > 0;
}
