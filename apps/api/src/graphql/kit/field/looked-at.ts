import { defaultFieldResolver, getNamedType, isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { Actor, LookedAt, LooksBehind } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import type { Connection } from '../list/connection.js';

interface Person {
  readonly what: LookedAt;
  readonly memberId: string;
}

interface Thing {
  readonly behind: LooksBehind;
  readonly id: string;
}

/** Whose a row is, and what it is of them, or how that is found; null when it is nobody's. */
export type Whose = (row: never, reader: Actor) => readonly Person[] | Person | Thing | null;

type OfRow = (row: object, reader: Actor) => ReturnType<Whose>;

interface Asked {
  readonly graph: GraphContext;
}

type Resolver = GraphQLFieldResolver<unknown, Asked>;

/** The rows in what a field gave: a row, a list of them, or a connection. */
function rowsIn(given: unknown): readonly object[] {
  if (Array.isArray(given)) return given.flatMap((one) => rowsIn(one));
  if (typeof given !== 'object' || given === null) return [];
  if ('edges' in given) return (given as Connection<object>).edges.map(({ node }) => node);
  return [given];
}

/**
 * Puts on record who is shown what is another person's: wherever the schema gives a row of such a
 * type, alone, in a list, in a connection or by its id. What is asked of the row itself costs
 * nothing more.
 */
export function withLooks(
  schema: GraphQLSchema,
  whose: Readonly<Record<string, Whose>>,
): GraphQLSchema {
  const shownBy = (type: GraphQLOutputType): OfRow | null => {
    const { name } = getNamedType(type);
    const known = whose[name.replace(/Connection$/, '')];
    if (known !== undefined) return (row, reader) => known(row as never, reader);
    if (name !== 'Node') return null;
    return (row, reader) =>
      whose[(row as { __typename: string }).__typename]?.(row as never, reader) ?? null;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    // The rows of a connection are seen where it is given.
    if (!isObjectType(type) || /(Connection|Edge)$/.test(type.name)) continue;
    for (const field of Object.values(type.getFields())) {
      const ofRow = shownBy(field.type);
      if (ofRow === null) continue;
      field.resolve = seen((field.resolve ?? defaultFieldResolver) as Resolver, ofRow);
    }
  }
  return schema;
}

/** By type what puts on record that whoever asks is told of such rows; null of other types. */
export const looksAtRows =
  (whose: Readonly<Record<string, Whose>>) =>
  (type: string): ((graph: GraphContext, rows: readonly object[]) => void) | null => {
    const known = whose[type];
    if (known === undefined) return null;
    return (graph, rows) => lookAtRows(graph, rows, (row, reader) => known(row as never, reader));
  };

function lookAtRows({ actor, looks }: GraphContext, rows: readonly object[], ofRow: OfRow): void {
  for (const found of rows.flatMap((row) => ofRow(row, actor) ?? [])) {
    if ('behind' in found) looks.behind(found.behind, found.id);
    else looks.at(found.what, found.memberId);
  }
}

function seen(resolve: Resolver, ofRow: OfRow): Resolver {
  const lookAt = (given: unknown, { graph }: Asked): unknown => {
    lookAtRows(graph, rowsIn(given), ofRow);
    return given;
  };
  return (...asked) => {
    const given: unknown = resolve(...asked);
    const [, , context] = asked;
    return given instanceof Promise
      ? given.then((value: unknown) => lookAt(value, context))
      : lookAt(given, context);
  };
}
