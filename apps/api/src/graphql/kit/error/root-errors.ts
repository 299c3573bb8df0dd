import { GraphQLError } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { CodedError } from '@rochdale/platform';
import type { Metrics } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import type { GraphqlErrors } from './graphql-errors.js';

type Resolver = GraphQLFieldResolver<unknown, { readonly graph: GraphContext }>;

/** What the client can do nothing about is an error of the request, not of its input. */
const ours: ReadonlySet<string> = new Set(['unavailable', 'internal']);

/** A mutation's coded error becomes `userErrors`: one mapper for all mutations. */
function withUserErrors(resolve: Resolver, metrics: Metrics): Resolver {
  return async (...given) => {
    try {
      const payload: unknown = await resolve(...given);
      return { userErrors: [], ...(payload as object) };
    } catch (error) {
      if (!(error instanceof CodedError) || ours.has(error.kind)) throw error;
      metrics.errors.inc({ code: error.code });
      const { code, message, path } = error;
      return { userErrors: [{ code, message, path: [...path] }] };
    }
  };
}

/**
 * A feed that ends with an error tells it with a code. The socket sends errors as they are, past
 * the mapper of queries, so that they have to be mapped before they get there.
 */
function withCodedEnd(subscribe: Resolver, errors: GraphqlErrors): Resolver {
  return async (...given) => {
    const feed: unknown = await subscribe(...given);
    const isFeed = typeof feed === 'object' && feed !== null && Symbol.asyncIterator in feed;
    const [, , { graph }] = given;
    return isFeed ? coded(feed as AsyncIterable<unknown>, errors, graph) : feed;
  };
}

async function* coded(
  feed: AsyncIterable<unknown>,
  errors: GraphqlErrors,
  graph: GraphContext,
): AsyncGenerator {
  try {
    yield* feed;
  } catch (error) {
    const { message, extensions = {} } = errors.one(error, graph.ids);
    throw new GraphQLError(message, { extensions });
  }
}

/** Gives every mutation and every feed its way to tell what went wrong. */
export function withRootErrors(
  schema: GraphQLSchema,
  errors: GraphqlErrors,
  metrics: Metrics,
): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve !== undefined) field.resolve = withUserErrors(field.resolve, metrics);
  }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    if (field.subscribe !== undefined) field.subscribe = withCodedEnd(field.subscribe, errors);
  }
  return schema;
}
