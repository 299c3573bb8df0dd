import { defineErrors } from '@rochdale/platform';

/** What the edge refuses before a room is asked. Declared, so that the list of codes is whole. */
export const edgeErrors = defineErrors('api', {
  GRAPHQL_PARSE_FAILED: 'invalid',
  GRAPHQL_REQUEST_INVALID: 'invalid',
  GRAPHQL_VALIDATION_FAILED: 'invalid',
  INTROSPECTION_DISABLED: 'forbidden',
  METHOD_NOT_ALLOWED: 'invalid',
  NOT_ACCEPTABLE: 'invalid',
  SUBSCRIPTION_NEEDS_SOCKET: 'invalid',
  TOO_COMPLEX: 'too_large',
  TOO_DEEP: 'too_large',
  TOO_MANY_ALIASES: 'too_large',
  TOO_MANY_FIELDS: 'too_large',
});

export type EdgeCode = keyof typeof edgeErrors.kinds;
