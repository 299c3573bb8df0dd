import { isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { assert } from '@rochdale/platform';
import type { Total } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import type { Connection } from './connection.js';

interface Asked {
  readonly graph: GraphContext;
}

type OfTotal = GraphQLFieldResolver<Connection<unknown>, Asked>;

/** Counted once for both fields, in a read of its own: the page's transaction is over by then. */
function totalOf(connection: Connection<unknown>, { graph }: Asked): Promise<Total> {
  return graph.kept(connection, () => {
    const { count } = connection;
    assert(count !== undefined, 'a list that tells its length can be counted');
    return graph.read((tx) => count(tx));
  });
}

const answers: Readonly<Record<string, OfTotal>> = {
  totalCount: async (connection, _, asked) => (await totalOf(connection, asked)).atLeast,
  isTotalExact: async (connection, _, asked) => (await totalOf(connection, asked)).isExact,
};

/** Gives `totalCount` and `isTotalExact` of every connection what counts them. */
export function withTotals(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.name.endsWith('Connection')) continue;
    const fields = type.getFields();
    for (const [name, resolve] of Object.entries(answers)) {
      const field = fields[name];
      if (field !== undefined) field.resolve = resolve;
    }
  }
  return schema;
}
