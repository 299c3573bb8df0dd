import { allFacts } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import './personal-data.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

/** Rooms whose facts explain what stands in the books. A new room is put here, or below. */
const keepsBooks = [
  'banking',
  'collections',
  'dues',
  'expenses',
  'ledger',
  'partners',
  'payments',
  'treasury',
];
const keepsNone = ['governance', 'identity', 'letters', 'membership', 'platform', 'webhooks'];
/** What a person chose or told, from which nothing was booked yet. */
const personal = [
  'dues.PledgeChosen',
  'dues.WaiverChanged',
  'expenses.ClaimedForMember',
  'expenses.ExpenseDiscarded',
  'payments.PayeeDetailsChanged',
];

it('each fact is kept as long as the books that it explains, or three years', async () => {
  // Other specs declare some for themselves.
  const types = [...allFacts().keys()].filter((type) => !/-test[.]/.test(type)).toSorted();
  const said = await world.asOwner<{ type: string }>(
    'select type from unnest($1::text[]) as type where platform.is_of_the_books(type)',
    [types],
  );
  const roomOf = (type: string): string => type.slice(0, type.indexOf('.'));
  expect(types.filter((type) => ![...keepsBooks, ...keepsNone].includes(roomOf(type)))).toEqual([]);
  expect(types).toEqual(expect.arrayContaining(personal));
  expect(said.map(({ type }) => type).toSorted()).toEqual(
    types.filter((type) => keepsBooks.includes(roomOf(type)) && !personal.includes(type)),
  );
});
