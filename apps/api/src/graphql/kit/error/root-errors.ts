import { getNamedType, GraphQLError, isInputObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLInputType, GraphQLSchema } from 'graphql';
import { CodedError } from '@rochdale/platform';
import type { Metrics } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import { refuseBrokenTexts } from '../value/texts.js';
import { placing, toBePlaced } from '../placed.js';
import type { GraphqlErrors } from './graphql-errors.js';

type Resolver = GraphQLFieldResolver<unknown, { readonly graph: GraphContext }>;

/** What the client can do nothing about is an error of the request, not of its input. */
const ours: ReadonlySet<string> = new Set(['unavailable', 'internal']);

/** The input fields of an operation, outermost first. `input` itself is none. */
function inputsOf(
  name: string,
  type: GraphQLInputType,
  path: readonly string[] = [],
): InputField[] {
  const named = getNamedType(type);
  const here = path.length === 0 && name === 'input' ? [] : [...path, name];
  if (!isInputObjectType(named)) return [{ path: here, isId: named.name === 'ID' }];
  const fields = Object.values(named.getFields());
  const inside = fields.flatMap((field) => inputsOf(field.name, field.type, here));
  return here.length === 0 ? inside : [{ path: here, isId: false }, ...inside];
}

interface InputField {
  readonly path: readonly string[];
  readonly isId: boolean;
}

/**
 * Names the field at fault as the operation does. A use case knows its own input: what is JSON in a
 * text is no text there, and what an operation is about may have another name: then it is that id.
 */
export function pathIn(
  field: Pick<GraphQLField<unknown, unknown>, 'args'>,
): (error: CodedError) => readonly string[] {
  const inputs = field.args.flatMap(({ name, type }) => inputsOf(name, type));
  const names = new Set(inputs.flatMap(({ path }) => path));
  const ids = inputs.filter(({ isId }) => isId);
  const ofArguments = ids.filter(({ path }) => path.length === 1);
  const [id, ...otherIds] = ofArguments.length === 1 ? ofArguments : ids;
  return ({ kind, path }) => {
    const at = path.findIndex((part) => names.has(part) || names.has(`${part}Json`));
    const known = path[at];
    if (known !== undefined) return names.has(known) ? path : path.with(at, `${known}Json`);
    const isOfId = kind === 'not_found' || /[a-z]Id$/.test(path.at(-1) ?? '');
    return !isOfId || id === undefined || otherIds.length > 0 ? path : id.path;
  };
}

/** A mutation's coded error becomes `userErrors`: one mapper and one door for all mutations. */
function withUserErrors(
  resolve: Resolver,
  metrics: Metrics,
  pathOf: (error: CodedError) => readonly string[],
): Resolver {
  return async (...given) => {
    try {
      const [, args] = given;
      for (const [name, value] of Object.entries(args)) {
        refuseBrokenTexts(value, name === 'input' ? [] : [name]);
      }
      const payload: unknown = await resolve(...given);
      return { userErrors: [], ...(payload as object) };
    } catch (error) {
      if (!(error instanceof CodedError) || ours.has(error.kind)) throw toBePlaced(error);
      metrics.errors.inc({ code: error.code });
      const { code, message } = error;
      return { userErrors: [{ code, message, path: [...pathOf(error)] }] };
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

/** Gives every operation its way to tell what went wrong. */
export function withRootErrors(
  schema: GraphQLSchema,
  errors: GraphqlErrors,
  metrics: Metrics,
): GraphQLSchema {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const { resolve } = field;
    if (resolve !== undefined) field.resolve = (...given) => placing(() => resolve(...given));
  }
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve === undefined) continue;
    field.resolve = withUserErrors(field.resolve, metrics, pathIn(field));
  }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    if (field.subscribe !== undefined) field.subscribe = withCodedEnd(field.subscribe, errors);
  }
  return schema;
}
