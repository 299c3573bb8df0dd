import { expect, it } from 'vitest';
import { welcome } from './welcome.mjs';

const url = 'http://127.0.0.1:3000';

it('names where GraphQL is, and where it can be explored', () => {
  expect(welcome({ url, graphiqlUrl: `${url}/graphiql` })).toBe(
    `\nRochdale is at ${url}\n  GraphQL   ${url}/graphql\n  GraphiQL  ${url}/graphiql\n`,
  );
});

it('names no page that is not shown', () => {
  expect(welcome({ url, graphiqlUrl: null })).not.toContain('GraphiQL');
});
