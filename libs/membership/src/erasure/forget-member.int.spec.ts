import { MemberTraces, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { ForgetMember } from './forget-member.js';

let world: MembershipWorld;
let mill: TestCooperative;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
});
afterAll(() => world.close());

async function erased(): Promise<string> {
  const member = await world.member(mill);
  await world.useCases.leave.execute(member);
  await world.useCases.erase.execute(await world.actor(member.accountId ?? '', mill.id), {});
  return member.memberId ?? '';
}

function forgetting(broken: string | null) {
  const forgotten: string[] = [];
  const room = (name: string) => ({
    name,
    forget: async (_: unknown, { memberId }: { memberId: string }) => {
      if (name === broken) throw new Error(`${name} cannot`);
      forgotten.push(`${name} ${memberId}`);
    },
  });
  const traces = new MemberTraces([room('b'), room('a'), { name: 'quiet' }, room('c')]);
  return { forgotten, forget: new ForgetMember(world.unitOfWork, traces) };
}

describe('an erased member', () => {
  it('is forgotten by every room that keeps something of members', async () => {
    const memberId = await erased();
    const { forgotten, forget } = forgetting(null);
    await forget.execute(systemActor(mill.id, 'job'), { memberId });
    expect(forgotten).toEqual([`a ${memberId}`, `b ${memberId}`, `c ${memberId}`]);
  });

  it('is forgotten by all others where one room cannot, which is tried again', async () => {
    const memberId = await erased();
    const { forgotten, forget } = forgetting('b');
    const again = forget.execute(systemActor(mill.id, 'job'), { memberId });
    await expect(again).rejects.toThrow('b cannot');
    expect(forgotten).toEqual([`a ${memberId}`, `c ${memberId}`]);
  });

  it('is one who was erased in this co-operative', async () => {
    const memberId = await erased();
    const there = await world.cooperative('there');
    const { forgotten, forget } = forgetting(null);
    await forget.execute(systemActor(there.id, 'job'), { memberId });
    const member: Actor = await world.member(mill);
    const other = { memberId: member.memberId ?? '' };
    await forget.execute(systemActor(mill.id, 'job'), other);
    expect(forgotten).toEqual([]);
    const denied = forget.execute(member, other);
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
