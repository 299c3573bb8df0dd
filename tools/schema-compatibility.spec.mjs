import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakingChanges } from './schema.mjs';

const lastRelease = new URL('../test/fixtures/releases/0.1.0.graphql', import.meta.url);
const committed = new URL('../schema.graphql', import.meta.url);

describe('the GraphQL schema', () => {
  it('keeps every promise of the last release', async () => {
    const [before, now] = [lastRelease, committed].map((file) => readFileSync(file, 'utf8'));
    expect(await breakingChanges(before, now)).toEqual([]);
  });

  it.each([
    ['a field that went', 'type Query { a: String b: String }', 'type Query { a: String }'],
    ['an argument more', 'type Query { a: String }', 'type Query { a(id: ID!): String }'],
    ['null where none was', 'type Query { a: String! }', 'type Query { a: String }'],
    [
      'an input that asks for more',
      'type Query { a(i: I): Int } input I { b: Int }',
      'type Query { a(i: I): Int } input I { b: Int c: Int! }',
    ],
    [
      'a value that went',
      'type Query { a: E } enum E { ONE TWO }',
      'type Query { a: E } enum E { ONE }',
    ],
  ])('would be broken by %s', async (_what, before, now) => {
    expect((await breakingChanges(before, now)).length).toBeGreaterThan(0);
  });

  it('may grow', async () => {
    const before = 'type Query { a: String }';
    expect(await breakingChanges(before, 'type Query { a: String b(c: Int): Int }')).toEqual([]);
  });
});
