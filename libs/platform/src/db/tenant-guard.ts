import { EventSubscriber } from 'typeorm';
import type { EntitySubscriberInterface } from 'typeorm';
import type { BeforeQueryEvent, DataSource } from 'typeorm';
import { assert } from '../kernel/assert.js';

const tenantTables = new WeakMap<DataSource, ReadonlySet<string>>();

function tenantTablesOf(dataSource: DataSource): ReadonlySet<string> {
  const known = tenantTables.get(dataSource);
  if (known !== undefined) return known;
  const found = new Set(
    dataSource.entityMetadatas
      .filter(({ columns }) => columns.some(({ databaseName }) => databaseName === tenantColumn))
      .map(({ schema, tableName }) => `"${schema ?? 'public'}"."${tableName}"`),
  );
  tenantTables.set(dataSource, found);
  return found;
}

const tenantColumn = 'cooperative_id';
const readOrChanged = /^(?:SELECT .*? FROM|UPDATE|DELETE FROM) ("\w+"\."\w+")/s;

/**
 * Stops a repository's statement that does not name its tenant before it is sent. Row-level
 * security would refuse it as well, but it is the second wall, and it costs a plan without its
 * index. An insert needs no guard: the column is never null.
 */
@EventSubscriber()
export class TenantGuard implements EntitySubscriberInterface {
  beforeQuery({ query, dataSource }: BeforeQueryEvent): void {
    const table = readOrChanged.exec(query)?.[1];
    if (table === undefined || !tenantTablesOf(dataSource).has(table)) return;
    const condition = query.slice(query.indexOf(' WHERE ') + 1);
    assert(
      condition.startsWith('WHERE ') && condition.includes(`"${tenantColumn}"`),
      `a statement on ${table} names its tenant`,
    );
  }
}
