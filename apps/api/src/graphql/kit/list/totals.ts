import { isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { assert } from '@rochdale/platform';
import type { Total } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import type { Connection } from './connection.js';

interface Asked {
  readonly graph: GraphContext;
}

/** Puts on record that whoever asks is told of these rows. */
export type LookAt = (graph: GraphContext, rows: readonly object[]) => void;

type Listed = Connection<object>;
type OfList = GraphQLFieldResolver<Listed, Asked>;

/**
 * Counted once for both fields, in a read of its own: the page's transaction is over by then. Where
 * few are meant, how many they are tells of each of them.
 */
function totalOf(connection: Listed, graph: GraphContext, lookAt: LookAt | null): Promise<Total> {
  return graph.kept(connection, () => {
    const { count, narrowed } = connection;
    assert(count !== undefined, 'a list that tells its length can be counted');
    return graph.read(async (tx) => {
      if (narrowed !== undefined && lookAt !== null) {
        lookAt(graph, await narrowed.found(tx));
      }
      return count(tx);
    });
  });
}

const answersFor = (lookAt: LookAt | null): Readonly<Record<string, OfList>> => ({
  totalCount: async (connection, _, { graph }) =>
    (await totalOf(connection, graph, lookAt)).atLeast,
  isTotalExact: async (connection, _, { graph }) =>
    (await totalOf(connection, graph, lookAt)).isExact,
});

/** Where a page stands; of few, that there is a next row tells of that row. */
const pageInfoFor =
  (lookAt: LookAt): OfList =>
  ({ pageInfo, narrowed }, _, { graph }) => {
    const next = narrowed?.next ?? null;
    if (next !== null) lookAt(graph, [next]);
    return pageInfo;
  };

/**
 * Gives `totalCount` and `isTotalExact` of every connection what counts them, and puts on record
 * whom a list tells of by no more than its length.
 *
 * @param looksAt by type: what is a look at its rows
 */
export function withTotals(
  schema: GraphQLSchema,
  looksAt: (type: string) => LookAt | null,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.name.endsWith('Connection')) continue;
    const lookAt = looksAt(type.name.replace(/Connection$/, ''));
    const fields = type.getFields();
    const answers = {
      ...answersFor(lookAt),
      ...(lookAt !== null && { pageInfo: pageInfoFor(lookAt) }),
    };
    for (const [name, resolve] of Object.entries(answers)) {
      const field = fields[name];
      if (field !== undefined) field.resolve = resolve;
    }
  }
  return schema;
}
