import { isHearing } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rooms } from './rooms.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

it('the database knows the same kinds of action for hearings as the rooms', async () => {
  const kinds = rooms.flatMap(({ actions = [] }) => actions.map(({ kind }) => kind));
  const known = await world.asOwner<{ kind: string }>(
    'select kind from unnest($1::text[]) kind where governance.is_hearing_kind(kind)',
    [kinds],
  );
  const heard = kinds.filter((kind) => isHearing([{ kind }]));
  expect(heard.length).toBeGreaterThan(3);
  expect(known.map(({ kind }) => kind).toSorted()).toEqual(heard.toSorted());
});
