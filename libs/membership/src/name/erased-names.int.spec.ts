import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;

beforeAll(async () => {
  world = await createMembershipWorld();
});

afterAll(async () => world.close());

const call = (by: Actor, pseudonym: string, visibleTo: string | null = null) =>
  world.useCases.choosePseudonym.execute(by, { pseudonym, visibleTo });

async function erase(house: TestCooperative, member: Actor): Promise<void> {
  await world.useCases.leave.execute(member);
  await world.useCases.erase.execute(await world.actor(member.accountId ?? '', house.id), {});
}

describe('what an erased member was called', () => {
  it('is kept beside no member, and at no moment by which one is found', async () => {
    const house = await world.cooperative('unlinked');
    const cy = await world.member(house, 'Cy Gone');
    await call(cy, 'Nightjar');
    world.clock.advance({ days: 40 });
    await call(cy, 'Kestrel');
    await erase(house, cy);
    const marks = await world.asOwner(
      `select member_id as "memberId", to_char(taken_at at time zone 'UTC', 'DDHH24MISS') as taken,
              to_char(given_up_at at time zone 'UTC', 'DDHH24MISS') as "givenUp",
              substr(id::text, 15, 1) as version
         from membership.pseudonyms where cooperative_id = $1`,
      [house.id],
    );
    const row = { memberId: null, taken: '01000000', givenUp: '01000000', version: '4' };
    expect(marks).toEqual([row, row, row]);
  });
});
