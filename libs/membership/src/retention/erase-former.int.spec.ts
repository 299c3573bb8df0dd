import { Accounts } from '@rochdale/identity';
import type { IdentitySettings } from '@rochdale/identity';
import { platformErrors, systemActor } from '@rochdale/platform';
import type { Actor, Log } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChangeCooperative } from '../index.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { EraseFormer } from './erase-former.js';
import { FormerPost } from './former-post.js';

let world: MembershipWorld;
let mill: TestCooperative;
let here = 0;
const logged: object[] = [];
beforeAll(async () => {
  world = await createMembershipWorld(new Date('2026-03-02T09:00:00Z'));
});
afterAll(() => world.close());
beforeEach(async () => {
  const { letterbox } = world.useCases;
  letterbox.isDelivered = true;
  letterbox.letters.length = 0;
  logged.length = 0;
  world.clock.set(new Date('2026-03-02T09:00:00Z'));
  mill = await world.cooperative(`mill-${(here += 1)}`);
  const founder = await world.founder(mill);
  const change = new ChangeCooperative(world.unitOfWork);
  await change.execute(founder, { settings: { country: 'DE' } });
});

function job(): EraseFormer {
  const { cooperatives, letterbox, erase, affairs } = world.useCases;
  const settings = { publicUrl: 'https://house.example' } as IdentitySettings;
  const post = new FormerPost(cooperatives, new Accounts(), letterbox, settings);
  const log = { info: (said: object) => void logged.push(said) } as unknown as Pick<Log, 'info'>;
  return new EraseFormer(world.unitOfWork, cooperatives, affairs, post, erase, log);
}

/** What a night does on that day. */
async function night(day: string): Promise<number> {
  world.clock.set(new Date(`${day}T02:10:00Z`));
  return job().execute(systemActor(mill.id, 'job'));
}

async function left(name: string): Promise<Actor & { memberId: string }> {
  const member = await world.member(mill, name);
  await world.useCases.leave.execute(member);
  return { ...member, memberId: member.memberId ?? '' };
}

const nameOf = async (memberId: string): Promise<string | null> => {
  const [row] = await world.asOwner<{ name: string | null }>(
    `select display_name as name from membership.members where id = $1`,
    [memberId],
  );
  return row?.name ?? null;
};
const letters = () => world.useCases.letterbox.letters.map(({ kind, to }) => ({ kind, to }));

describe('who left', () => {
  it('is told in the December before, and erased when the law lets go', async () => {
    const { memberId } = await left('Lou Left');
    const stays = await world.member(mill, 'Sue Stays');
    expect(await night('2029-11-30')).toBe(0);
    expect(letters()).toEqual([]);
    expect(await night('2029-12-01')).toBe(0);
    expect(await night('2029-12-02')).toBe(0);
    expect(letters()).toEqual([expect.objectContaining({ kind: 'membership.former-goes' })]);
    expect(world.useCases.letterbox.letters[0]?.text).toContain('2029-12-31');
    expect(await night('2029-12-31')).toBe(0);
    expect(await nameOf(memberId)).toBe('Lou Left');
    expect(await night('2030-01-01')).toBe(1);
    expect(await nameOf(memberId)).toBeNull();
    expect(await nameOf(stays.memberId ?? '')).toBe('Sue Stays');
    expect(letters().length).toBe(1);
    expect(await night('2030-01-02')).toBe(0);
  });

  it('is kept for whole years of the co-operative, whose clocks say which one it is', async () => {
    world.useCases.letterbox.isDelivered = false;
    await world.asOwner(
      `update membership.cooperatives set time_zone = 'Europe/Berlin' where id = $1`,
      [mill.id],
    );
    const member = await world.member(mill, 'Nele New Year');
    world.clock.set(new Date('2026-12-31T23:30:00Z'));
    await world.useCases.leave.execute(member);
    expect(await night('2030-01-01')).toBe(0);
    expect(await night('2030-12-31')).toBe(0);
    expect(await night('2031-01-01')).toBe(1);
  });

  it('is told late where nobody was told in time, and thirty days are theirs still', async () => {
    const { memberId } = await left('Lou Left');
    expect(await night('2031-05-10')).toBe(0);
    expect(await night('2031-06-09')).toBe(0);
    expect(await nameOf(memberId)).toBe('Lou Left');
    expect(await night('2031-06-10')).toBe(1);
    expect(letters().length).toBe(1);
  });

  it('is erased at the term where no letter leaves', async () => {
    world.useCases.letterbox.isDelivered = false;
    const { memberId } = await left('Lou Left');
    expect(await night('2029-12-31')).toBe(0);
    expect(await night('2030-01-01')).toBe(1);
    expect(await nameOf(memberId)).toBeNull();
    expect(letters()).toEqual([]);
  });

  it('stays who came back, and while something is owed to them', async () => {
    world.useCases.letterbox.isDelivered = false;
    const back = await left('Bea Back');
    const owed = await left('Owen Owed');
    const underWay = platformErrors.error('CONFLICT', 'under way');
    let isOpen = true;
    world.useCases.affairs.register(
      `payouts-${here}`,
      async (_, ids) =>
        new Map(isOpen && ids.includes(owed.memberId) ? [[owed.memberId, underWay]] : []),
    );
    await world.useCases.apply.execute(back, {
      classKey: 'worker',
      kind: 'person',
      displayName: 'Bea Back',
      note: null,
    });
    expect(await night('2030-01-01')).toBe(0);
    expect(await nameOf(owed.memberId)).toBe('Owen Owed');
    isOpen = false;
    expect(await night('2030-01-02')).toBe(1);
    expect(await nameOf(back.memberId)).toBe('Bea Back');
  });

  it('has thirty days from the letter where the term got shorter meanwhile', async () => {
    const founder = await world.founder(mill);
    const change = new ChangeCooperative(world.unitOfWork);
    await change.execute(founder, { settings: { country: 'GB' } });
    const first = await left('First');
    world.clock.set(new Date('2032-05-01T09:00:00Z'));
    const second = await left('Second');
    expect(await night('2036-12-01')).toBe(0);
    expect(await night('2037-01-01')).toBe(1);
    expect(await nameOf(first.memberId)).toBeNull();
    await change.execute(await world.founder(mill), { settings: { country: 'DE' } });
    expect(await night('2037-02-01')).toBe(0);
    expect(await nameOf(second.memberId)).toBe('Second');
    expect(letters().length).toBe(2);
    expect(await night('2037-03-03')).toBe(0);
    expect(await night('2037-03-04')).toBe(1);
  });

  it('is told nothing untrue while something is owed to them, and then as all others', async () => {
    const owed = await left('Owen Owed');
    const underWay = platformErrors.error('CONFLICT', 'under way');
    let isOpen = true;
    world.useCases.affairs.register(
      `credit-${here}`,
      async (_, ids) =>
        new Map(isOpen && ids.includes(owed.memberId) ? [[owed.memberId, underWay]] : []),
    );
    for (const day of ['2029-12-01', '2030-01-01', '2030-12-01']) {
      expect(await night(day)).toBe(0);
    }
    expect(letters()).toEqual([]);
    isOpen = false;
    expect(await night('2031-03-01')).toBe(0);
    expect(await night('2031-04-01')).toBe(1);
    expect(letters().length).toBe(1);
  });

  it('is told anew where what was told is long ago', async () => {
    const owed = await left('Owen Owed');
    expect(await night('2029-12-01')).toBe(0);
    const underWay = platformErrors.error('CONFLICT', 'under way');
    let isOpen = true;
    world.useCases.affairs.register(
      `refund-${here}`,
      async (_, ids) =>
        new Map(isOpen && ids.includes(owed.memberId) ? [[owed.memberId, underWay]] : []),
    );
    expect(await night('2030-01-01')).toBe(0);
    isOpen = false;
    expect(await night('2033-06-01')).toBe(0);
    expect(letters().length).toBe(2);
    expect(await night('2033-07-02')).toBe(1);
  });

  it('is told once a year that their word is waited for, and goes when it is said', async () => {
    const owed = await left('Owen Owed');
    const waiting = platformErrors.error('NOT_FOUND', 'A word of somebody about Owen');
    let isOpen = true;
    world.useCases.affairs.register(
      `left-${here}`,
      async (_, ids) =>
        new Map(isOpen && ids.includes(owed.memberId) ? [[owed.memberId, waiting]] : []),
      ['NOT_FOUND'],
    );
    const kinds = () => letters().map(({ kind }) => kind);
    expect(await night('2029-11-30')).toBe(0);
    expect([kinds(), logged]).toEqual([[], []]);
    for (const day of ['2029-12-01', '2029-12-02', '2030-11-30']) expect(await night(day)).toBe(0);
    expect(kinds()).toEqual(['membership.former-owed']);
    expect(world.useCases.letterbox.letters[0]?.text).toContain('https://house.example/');
    expect(await night('2030-12-02')).toBe(0);
    expect(kinds()).toEqual(['membership.former-owed', 'membership.former-owed']);
    expect(logged).toHaveLength(4);
    expect(new Set(logged.map((said) => JSON.stringify(said)))).toEqual(
      new Set([JSON.stringify({ cooperativeId: mill.id, code: 'NOT_FOUND', members: 1 })]),
    );
    isOpen = false;
    // What they were told of it is no word of when they go.
    expect(await night('2030-12-03')).toBe(0);
    expect(kinds().at(-1)).toBe('membership.former-goes');
    expect(await night('2031-01-02')).toBe(0);
    expect(await night('2031-01-03')).toBe(1);
    expect(await nameOf(owed.memberId)).toBeNull();
    expect(kinds()).toHaveLength(3);
  });

  it('goes with others in an order that says nothing of when they joined', async () => {
    world.useCases.letterbox.isDelivered = false;
    const joined: string[] = [];
    for (let one = 0; one < 8; one += 1) joined.push((await left(`Number ${one}`)).memberId);
    expect(await night('2030-01-01')).toBe(8);
    const facts = await world.asOwner<{ id: string }>(
      `select subject_id as id from platform.facts where type = 'membership.MemberErased'
         and cooperative_id = $1 order by position`,
      [mill.id],
    );
    // One in 40,320 nights has them so by chance.
    expect(facts.map(({ id }) => id)).not.toEqual(joined);
    expect(facts.map(({ id }) => id).toSorted()).toEqual(joined.toSorted());
  });

  it('is told and erased also where a letter to another cannot be written', async () => {
    const [stuck, other] = [await left('Stuck'), await left('Other')];
    const { letterbox } = world.useCases;
    const write = letterbox.write.bind(letterbox);
    const account = await world.asOwner<{ email: string }>(
      `select a.email from membership.members m join identity.accounts a on a.id = m.account_id
       where m.id = $1`,
      [stuck.memberId],
    );
    letterbox.write = async (tx, letter, to, data) => {
      if (to.email === account[0]?.email) throw new Error('no such template');
      await write(tx, letter, to, data);
    };
    await expect(night('2029-12-01')).rejects.toThrow('no such template');
    await expect(night('2030-01-02')).rejects.toThrow('no such template');
    letterbox.write = write;
    expect(await nameOf(other.memberId)).toBeNull();
    expect(await nameOf(stuck.memberId)).toBe('Stuck');
  });

  it('goes also where another cannot', async () => {
    world.useCases.letterbox.isDelivered = false;
    const [first, stuck, last] = [await left('First'), await left('Stuck'), await left('Last')];
    world.clock.set(new Date('2030-01-01T02:10:00Z'));
    await whileBroken(world, 'membership.members', `old.id = '${stuck.memberId}'`, () =>
      expect(night('2030-01-01')).rejects.toThrow('broken'),
    );
    expect([await nameOf(first.memberId), await nameOf(stuck.memberId)]).toEqual([null, 'Stuck']);
    expect(await nameOf(last.memberId)).toBeNull();
    expect(await night('2030-01-02')).toBe(1);
  });

  it('is asked of the system alone', async () => {
    const founder = await world.founder(mill);
    await expect(job().execute(founder)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
