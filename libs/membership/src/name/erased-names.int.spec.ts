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

const rename = (by: Actor, displayName: string) =>
  world.useCases.rename.execute(by, { displayName });
const free = (name: string) => expect.objectContaining({ displayName: name }) as object;
const called = (pseudonym: string) => expect.objectContaining({ pseudonym }) as object;
const code = (code: string) => expect.objectContaining({ code }) as Error;

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

  it('is told to nobody from whom it was hidden', async () => {
    const house = await world.cooperative('hidden-gone');
    const bo = await world.member(house, 'Bo');
    const hidden = await world.member(house, 'Ada Quillfeather');
    await world.useCases.choose.execute(hidden, { name: 'officers' });
    world.clock.advance({ days: 40 });
    const answers = async () => [
      await rename(bo, 'Ada Quillfeather').catch((error: unknown) => error),
      await call(bo, 'Quillfeather Ada').catch((error: unknown) => error),
      await rename(bo, 'Bo'),
      await call(bo, ''),
    ];
    const before = await answers();
    await erase(house, hidden);
    expect(await answers()).toEqual(before);
    expect(before[0]).toEqual(free('Ada Quillfeather'));
  });

  it('is told to nobody who came afterwards, and refused to who read it', async () => {
    const house = await world.cooperative('came-later');
    const bo = await world.member(house, 'Bo');
    const ada = await world.member(house, 'Ada Quillfeather');
    await call(ada, 'Nightjar');
    world.clock.advance({ days: 40 });
    await erase(house, ada);
    world.clock.advance({ days: 1 });
    await expect(rename(bo, 'Ada Quillfeather')).rejects.toThrow(code('MEMBER_NAME_TAKEN'));
    await expect(rename(bo, 'Nightjar')).rejects.toThrow(code('MEMBER_NAME_TAKEN'));
    await expect(call(bo, 'Nightjar')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    const later = await world.member(house, 'Cy');
    expect(await rename(later, 'Ada Quillfeather')).toEqual(free('Ada Quillfeather'));
    expect(await rename(later, 'Nightjar')).toEqual(free('Nightjar'));
    expect(await rename(later, 'Cy')).toEqual(free('Cy'));
    expect(await call(later, 'Nightjar')).toEqual(called('Nightjar'));
    // And is theirs, as it was another's before.
    await expect(call(await world.member(house, 'Di'), 'Nightjar')).rejects.toThrow(
      code('PSEUDONYM_TAKEN'),
    );
  });
});

describe('a pseudonym that only officers read', () => {
  it('is in nobody’s way, in use or erased, until it is opened', async () => {
    const house = await world.cooperative('hidden-word');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await call(ada, 'Nightjar', 'officers');
    expect(await rename(bo, 'Nightjar')).toEqual(free('Nightjar'));
    expect(await rename(bo, 'Bo')).toEqual(free('Bo'));
    expect(await call(bo, 'Nightjar')).toEqual(called('Nightjar'));
    const open = (by: Actor, visibleTo: string) =>
      world.useCases.choosePseudonym.execute(by, { visibleTo });
    await expect(open(ada, 'members')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await call(ada, 'Kestrel', 'members');
    expect(await open(ada, 'officers')).toEqual(called('Kestrel'));
    // Others read it until now.
    await expect(call(bo, 'Kestrel')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    expect(await open(ada, 'public')).toEqual(called('Kestrel'));
    await call(ada, 'Dunlin', 'officers');
    await erase(house, ada);
    expect(await rename(bo, 'Dunlin')).toEqual(free('Dunlin'));
    await rename(bo, 'Bo');
    expect(await call(bo, 'Dunlin')).toEqual(called('Dunlin'));
  });

  it('is tried thirty times a day to open', async () => {
    const ada = await world.member(await world.cooperative('opening'), 'Ada');
    const open = (visibleTo: string) => world.useCases.choosePseudonym.execute(ada, { visibleTo });
    await call(ada, 'Nightjar', 'officers');
    for (let nth = 0; nth < 29; nth += 1) await open(nth % 2 === 0 ? 'public' : 'members');
    await expect(open('public')).rejects.toThrow(code('RATE_LIMITED'));
    // What hides it is never held up.
    expect(await open('officers')).toEqual(called('Nightjar'));
  });
});
