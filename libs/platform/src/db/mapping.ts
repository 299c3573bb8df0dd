import { getMetadataArgsStorage } from 'typeorm';
import { assert } from '../kernel/assert.js';

/** A class that maps a table. */
export type EntityClass<Entity extends object = object> = new () => Entity;

export interface ColumnsOptions<Name> {
  /** The table's alias in the statement: `p` gives `p.id`. */
  readonly of?: string;
  /** These columns and no others, in this order. */
  readonly only?: readonly Name[];
  /** All columns but these. */
  readonly without?: readonly Name[];
}

/**
 * Every mapping that any loaded module declared, but those that refer to one of a room that is not
 * loaded: a room's own tests do without the rooms above it.
 */
export function mappedClasses(): EntityClass[] {
  const { tables, foreignKeys } = getMetadataArgsStorage();
  let classes = tables.map(({ target }) => target as EntityClass);
  for (;;) {
    const present = new Set<unknown>(classes.flatMap((one) => [one, one.name]));
    const refersAway = foreignKeys.filter(({ type }) => !present.has(targetOf(type)));
    const left = new Set(refersAway.map(({ target }) => target));
    const kept = classes.filter((one) => !left.has(one));
    if (kept.length === classes.length) return kept;
    classes = kept;
  }
}

/** Decorators name a mapping, or give it in a function, since files may refer to each other. */
function targetOf(type: unknown): unknown {
  return typeof type === 'function' ? (type as () => unknown)() : type;
}

/** By name of column, of which type each is; of a table that no loaded mapping knows, none. */
export function columnTypesOf(table: string): ReadonlyMap<string, string> {
  const { tables, columns } = getMetadataArgsStorage();
  const mapped = tables.find(({ schema, name }) => `${schema ?? ''}.${name ?? ''}` === table);
  return new Map(
    columns
      .filter(({ target }) => target === mapped?.target)
      .map(({ propertyName, options }) => [options.name ?? propertyName, String(options.type)]),
  );
}

function namesOf(entity: EntityClass): ReadonlyMap<string, string> {
  const columns = getMetadataArgsStorage().columns.filter(({ target }) => target === entity);
  assert(columns.length > 0, `${entity.name} maps columns`);
  return new Map(
    columns.map(({ propertyName, options }) => [propertyName, options.name ?? propertyName]),
  );
}

/**
 * The columns of a mapping, as a prepared statement selects or returns them:
 * `id, cooperative_id as "cooperativeId"`. The mapping is the one place that knows a column's name,
 * and the class is the type of the row.
 */
export function columnsOf<Entity extends object>(
  entity: EntityClass<Entity>,
  { of, only, without = [] }: ColumnsOptions<keyof Entity & string> = {},
): string {
  const names = namesOf(entity);
  const left = new Set<string>(without);
  const wanted = only ?? [...names.keys()].filter((property) => !left.has(property));
  return wanted
    .map((property) => {
      const name = names.get(property);
      assert(name !== undefined, `${entity.name} maps ${property}`);
      const column = of === undefined ? name : `${of}.${name}`;
      return name === property ? column : `${column} as "${property}"`;
    })
    .join(', ');
}
