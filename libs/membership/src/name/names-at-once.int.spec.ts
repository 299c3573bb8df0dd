import type { Actor } from '@rochdale/platform';
import { holdBack, untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld } from '../testing/membership-world.js';

let world: MembershipWorld;
beforeAll(async () => {
  world = await createMembershipWorld();
});
afterAll(async () => {
  await world.close();
});

const rename = (by: Actor, displayName: string) =>
  world.useCases.rename.execute(by, { displayName });
const call = (by: Actor, pseudonym: string) =>
  world.useCases.choosePseudonym.execute(by, { pseudonym, visibleTo: 'public' });
type Choice = (by: Actor) => Promise<unknown>;

it.each<[string, string, Choice, Choice]>([
  ['like', 'a pseudonym like it', (by) => call(by, 'Nightjar'), (by) => call(by, 'N1ghtjar')],
  ['name', 'a name', (by) => call(by, 'Night Jar'), (by) => rename(by, 'Night Jar')],
  ['call', 'a pseudonym', (by) => rename(by, 'Jar Night'), (by) => call(by, 'Jar Night')],
])(
  'of two who look at the same time, the first has it: %s, %s',
  async (slug, _what, one, other) => {
    const house = await world.cooperative(`at-once-${slug}`);
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await world.useCases.choose.execute(ada, { name: 'public' });
    await world.useCases.choose.execute(bo, { name: 'public' });
    // Both may look, and neither writes yet.
    const { ends } = await holdBack(world, 'membership.members', async () => {
      const first = one(ada);
      await untilWaiting(world, 1);
      const second = other(bo);
      await untilWaiting(world, 2);
      return { ends: Promise.allSettled([first, second]) };
    });
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  },
);
