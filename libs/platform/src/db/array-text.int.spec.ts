import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { arrayText } from './array-text.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

/** Texts of what has a meaning in an array, and of anything else that Postgres keeps. */
const text = fc.oneof(
  fc.constantFrom('', 'NULL', '{}', '"', '\\', ' a ', 'a,b', '{"a"}', '\\"', "'"),
  fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
);

it('is read by Postgres as the values that it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (values) => {
      const rows = await world.asOwner<{ found: string[] }>('select $1::text[] as found', [
        arrayText(values),
      ]);
      expect(rows).toEqual([{ found: values }]);
    }),
  );
});
