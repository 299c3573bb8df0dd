import { GraphQLError } from 'graphql';
import { CodedError } from '@rochdale/platform';

/**
 * What a resolver throws, so that its answer says at which field. GraphQL takes an error that has a
 * `path` for one that it placed itself, and hands it on as it is; ours have one, of the input. What
 * is compiled places every error, so that the first request for a document would be told less than
 * the second.
 */
export const toBePlaced = (error: unknown): unknown =>
  error instanceof CodedError ? new GraphQLError(error.message, { originalError: error }) : error;

/** The same of an answer that may come later. */
export function placing(answer: () => unknown): unknown {
  try {
    const given = answer();
    if (!(given instanceof Promise)) return given;
    return given.catch((error: unknown) => {
      throw toBePlaced(error);
    });
  } catch (error) {
    throw toBePlaced(error);
  }
}
