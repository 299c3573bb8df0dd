import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let house: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  house = await world.cooperative('words');
});

afterAll(async () => world.close());

const taken = expect.objectContaining({
  code: 'MEMBER_NAME_TAKEN',
  path: ['displayName'],
}) as Error;
const takenPseudonym = expect.objectContaining({ code: 'PSEUDONYM_TAKEN' }) as Error;
const rename = (by: Actor, displayName: string) =>
  world.useCases.rename.execute(by, { displayName });
const call = (by: Actor, pseudonym: string, visibleTo: string | null = null) =>
  world.useCases.choosePseudonym.execute(by, { pseudonym, visibleTo });

/** A member who is treasurer, known by name to members. */
async function treasurer(house: TestCooperative, name: string): Promise<Actor> {
  const member = await world.member(house, name);
  const term = { memberId: member.memberId ?? '', role: 'treasurer', startsAt: null, endsAt: null };
  await world.useCases.appoint.execute(await world.founder(house), term);
  return world.actor(member.accountId ?? '', house.id);
}

async function erased(house: TestCooperative, name: string): Promise<void> {
  const member = await world.member(house, name);
  await world.useCases.leave.execute(member);
  await world.useCases.erase.execute(await world.actor(member.accountId ?? '', house.id), {});
}

describe('a name', () => {
  it.each([
    'Treasurer',
    'TRE4SURER',
    'T r e a s u r e r',
    'officer-membership',
    'Deleted member',
    'erased',
  ])('is not %s, whether one joins by it or is renamed', async (name) => {
    const bo = await world.member(house, 'Bo');
    await expect(rename(bo, name)).rejects.toThrow(taken);
    await expect(call(bo, name)).rejects.toThrow(takenPseudonym);
    await expect(world.member(house, name)).rejects.toThrow(taken);
  });

  it.each(['Ad Min', 'Min, Ad', 'Bo Ard', 'Null'])(
    'of a person who is called %s is theirs where somebody lets them in',
    async (name) => {
      const [ad, bo] = [await world.member(house, name), await world.member(house, 'Bo')];
      expect(ad.standing).toBe('active');
      // Who is called so writes it as they like, and nobody else takes it.
      expect((await rename(ad, name.toUpperCase())).displayName).toBe(name.toUpperCase());
      await expect(rename(bo, name)).rejects.toThrow(taken);
      await expect(call(bo, name.replace(',', ''))).rejects.toThrow(takenPseudonym);
    },
  );

  it('of a person who is called Ad Min is not drawn together to another word', async () => {
    const ad = await world.member(house, 'Ad Min');
    for (const name of ['AdMin', 'A d m i n']) {
      await expect(rename(ad, name)).rejects.toThrow(taken);
    }
  });

  it('of who is in office is nobody else’s, nor is the co-operative’s own', async () => {
    const house = await world.cooperative('the-mill');
    const bram = await treasurer(house, 'Bram Okonjo');
    const bo = await world.member(house, 'Bo');
    for (const name of ['Bram Okonjo', 'Okonjo, Bram', 'bram 0konjo', 'The Mill']) {
      await expect(rename(bo, name)).rejects.toThrow(taken);
    }
    // Their own they write as they like.
    expect((await rename(bram, 'Bram OKONJO')).displayName).toBe('Bram OKONJO');
    await world.useCases.choose.execute(bram, { name: 'officers' });
    // Of a name that is hidden nothing is said, and nobody would be taken for it.
    expect((await rename(bo, 'Bram Okonjo')).displayName).toBe('Bram Okonjo');
  });

  it('is an officer’s while they are in office, neither before nor after', async () => {
    const house = await world.cooperative('terms');
    const founder = await world.founder(house);
    const bram = await world.member(house, 'Bram Okonjo');
    const [bo, cy] = [await world.member(house, 'Bo'), await world.member(house, 'Cy')];
    const startsAt = new Date(world.clock.now().getTime() + 86_400_000);
    const { id: termId } = await world.useCases.appoint.execute(founder, {
      memberId: bram.memberId ?? '',
      role: 'treasurer',
      startsAt,
      endsAt: null,
    });
    expect((await rename(bo, 'Bram Okonjo')).displayName).toBe('Bram Okonjo');
    await rename(bo, 'Bo');
    world.clock.advance({ hours: 25 });
    await expect(rename(bo, 'Bram Okonjo')).rejects.toThrow(taken);
    await world.useCases.endRole.execute(founder, { termId });
    expect((await rename(cy, 'Bram Okonjo')).displayName).toBe('Bram Okonjo');
  });

  it('may be what one is called by, or was', async () => {
    const house = await world.cooperative('own');
    const ada = await world.member(house, 'Ada');
    await call(ada, 'Kestrel');
    expect((await rename(ada, 'Kestrel')).displayName).toBe('Kestrel');
    await rename(ada, 'Ada');
    await call(ada, 'Heron');
    expect((await rename(ada, 'Kestrel')).displayName).toBe('Kestrel');
  });

  it('is shared by namesakes, who join by it and write it as they like', async () => {
    const house = await world.cooperative('namesakes');
    await treasurer(house, 'Maria Garcia');
    const [second, bo] = [
      await world.member(house, 'Maria Garcia'),
      await world.member(house, 'Ana'),
    ];
    await world.member(house, 'Rosa Luz');
    expect((await rename(second, 'María García')).displayName).toBe('María García');
    expect((await rename(bo, 'Rosa Luz')).displayName).toBe('Rosa Luz');
  });

  it('of who was erased is for a year nobody’s who read it, and is kept nowhere', async () => {
    const house = await world.cooperative('gone');
    const bo = await world.member(house, 'Bo');
    world.clock.advance({ days: 40 });
    // Two who were called the same.
    await erased(house, 'Ada Quillfeather');
    world.clock.advance({ days: 30 });
    await erased(house, 'Ada Quillfeather');
    // The year is that of the later one.
    const marks = await world.asOwner<{ at: Date }>(
      'select given_up_at as at from membership.pseudonyms where cooperative_id = $1',
      [house.id],
    );
    // By the month alone.
    const month = world.clock.now().toISOString().slice(0, 7);
    expect(marks).toEqual([{ at: new Date(`${month}-01T00:00:00Z`) }]);
    for (const name of ['Ada Quillfeather', 'QUILLFEATHER ada', 'Ada Qui11feather']) {
      await expect(rename(bo, name)).rejects.toThrow(taken);
      await expect(call(bo, name)).rejects.toThrow(takenPseudonym);
    }
    const kept = await world.asOwner<{ row: string }>(
      `select p::text as row from membership.pseudonyms p where cooperative_id = $1 union all
       select m::text from membership.members m where cooperative_id = $1`,
      [house.id],
    );
    expect(kept.map(({ row }) => row).join()).not.toMatch(/quill/i);
    const elsewhere = await world.member(await world.cooperative('gone-elsewhere'), 'Cy');
    expect((await rename(elsewhere, 'Ada Quillfeather')).displayName).toBe('Ada Quillfeather');
    // A namesake joins: whoever likes may apply, and is told of nobody.
    expect((await world.member(house, 'Ada Quillfeather')).standing).toBe('active');
  });

  it('is answered alike, whatever stands in the way', async () => {
    const house = await world.cooperative('alike');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await treasurer(house, 'Bram Okonjo');
    world.clock.advance({ days: 40 });
    await erased(house, 'Mo Gone');
    await call(ada, 'Kestrel');
    await call(ada, 'Night Jar', 'members');
    const answers: unknown[] = [];
    for (const name of ['Treasurer', 'null', 'Bram Okonjo', 'Mo Gone', 'Kestrel', 'Night Jar']) {
      answers.push(await rename(bo, name).catch((error: unknown) => error));
    }
    expect(answers[0]).toEqual(taken);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('is tried thirty times a day, those that were refused counted', async () => {
    const bo = await world.member(await world.cooperative('tries'), 'Bo');
    for (let nth = 0; nth < 15; nth += 1) {
      await expect(rename(bo, `${nth}`)).resolves.toMatchObject({ displayName: `${nth}` });
      await expect(call(bo, 'Treasurer')).rejects.toThrow(takenPseudonym);
    }
    const limited = expect.objectContaining({ code: 'RATE_LIMITED' }) as Error;
    await expect(rename(bo, 'Bob')).rejects.toThrow(limited);
    await expect(call(bo, 'Bob')).rejects.toThrow(limited);
  });
});
