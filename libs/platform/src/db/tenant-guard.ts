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
const givenTenant = new RegExp(`"${tenantColumn}" (?:= |IN \\()\\$\\d`);

/** What holds in any case: the parts of a condition between which an OR stands. */
function alternativesOf(condition: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const word of condition.split(/(?<=[()])|(?=[()])|(?<= )/)) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (depth === 0 && word === 'OR ') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${word}`);
  }
  return parts;
}

/** `((a) OR (b))` without the brackets around the whole of it. */
function unwrapped(condition: string): string {
  const text = condition.trim();
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[()]/g)) {
    depth += bracket === '(' ? 1 : -1;
    if (depth === 0 && index < text.length - 1) return text;
  }
  return text.startsWith('(') ? unwrapped(text.slice(1, -1)) : text;
}

const conditionOf = /\sWHERE\s(.*?)(?:\s(?:GROUP|ORDER) BY\s|\sLIMIT\s|\sFOR\s|$)/s;

/** Whether each alternative of a statement's condition compares the tenant with a given one. */
export function namesTenant(query: string): boolean {
  return isBound(conditionOf.exec(query)?.[1] ?? '');
}

function isBound(condition: string): boolean {
  if (!condition.includes(' OR ')) return givenTenant.test(condition);
  const alternatives = alternativesOf(unwrapped(condition));
  if (alternatives.length > 1) return alternatives.every((one) => isBound(one));
  return givenTenant.test(condition);
}

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
    assert(namesTenant(query), `a statement on ${table} names its tenant`);
  }
}
