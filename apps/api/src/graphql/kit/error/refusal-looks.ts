import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { CodedError } from '@rochdale/platform';
import type { Actor, LooksBehind } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import { readGlobalId } from '../node/global-id.js';

type Resolver = GraphQLFieldResolver<unknown, { readonly graph: GraphContext }>;

/** Whose a thing is of which a refusal tells; null where it is nobody's. */
export type Refused = (refusal: CodedError, reader: Actor) => LooksBehind | null;

/** Every text in what a mutation was given. */
function textsIn(given: unknown): readonly string[] {
  if (typeof given === 'string') return [given];
  return typeof given === 'object' && given !== null ? Object.values(given).flatMap(textsIn) : [];
}

function lookAtRefused(
  refusal: CodedError,
  { actor, audience, looks }: GraphContext,
  args: object,
  refused: Readonly<Record<string, Refused>>,
): void {
  for (const text of new Set(textsIn(args))) {
    try {
      const { type, id } = readGlobalId(text, audience);
      const find = refused[type]?.(refusal, actor) ?? null;
      if (find !== null) looks.behind(find, id);
    } catch {
      // This text is no id.
    }
  }
}

/**
 * Puts on record whom the refusal of a mutation tells of: that there is no credit tells it as its
 * amount does. It is at whatever the mutation was given the id of, where it says how things stand
 * and who asks may see it: nobody writes into the list of others by naming them.
 *
 * @param refused by type
 * @param tells whether a refusal says how things stand
 */
export function withRefusalLooks(
  schema: GraphQLSchema,
  refused: Readonly<Record<string, Refused>>,
  tells: (refusal: CodedError) => boolean,
): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve as Resolver | undefined;
    if (resolve === undefined) continue;
    const looking: Resolver = async (...asked) => {
      try {
        return await resolve(...asked);
      } catch (error) {
        const [, args, { graph }] = asked;
        if (error instanceof CodedError && tells(error)) {
          lookAtRefused(error, graph, args, refused);
        }
        throw error;
      }
    };
    field.resolve = looking;
  }
  return schema;
}
