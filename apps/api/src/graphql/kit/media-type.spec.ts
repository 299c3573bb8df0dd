import { expect, it } from 'vitest';
import { spokenBy } from './media-type.js';

it.each([
  [undefined, 'any'],
  ['*/*', 'any'],
  ['application/json', 'json'],
  ['application/graphql-response+json', 'graphql-response'],
  ['application/graphql-response+json, application/json;q=0.9', 'graphql-response'],
  ['application/json, application/graphql-response+json', 'graphql-response'],
  ['application/json; q=1, Application/GraphQL-Response+JSON; q=0.5', 'json'],
  ['application/graphql-response+json;q=0', 'any'],
  ['application/graphql-response+json;q=x', 'any'],
] as const)('%s is answered in %s', (accept, spoken) => {
  expect(spokenBy(accept)).toBe(spoken);
});
