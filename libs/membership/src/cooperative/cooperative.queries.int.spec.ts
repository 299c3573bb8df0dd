import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let mill: TestCooperative;
let forge: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  [mill, forge] = [await world.cooperative('mill'), await world.cooperative('forge')];
});
afterAll(() => world.close());

describe('what everybody may see of several co-operatives', () => {
  it('counts who belongs to each, without those who applied or left', async () => {
    const { useCases, unitOfWork } = world;
    await world.member(mill);
    await useCases.leave.execute(await world.member(mill));
    const applicant = await world.actor(await world.account(), mill.id);
    const words = { classKey: 'worker', kind: 'person', displayName: 'Ada', note: null } as const;
    await useCases.apply.execute(applicant, words);
    const counts = await unitOfWork.read(applicant, (tx) =>
      useCases.cooperatives.memberCounts(tx, [forge.id, mill.id]),
    );
    expect(Object.fromEntries(counts)).toEqual({ [mill.id]: 2, [forge.id]: 1 });
  });

  it('shows the classes of each by their keys, and of no other', async () => {
    const stranger = await world.actor(await world.account(), forge.id);
    const classes = await world.unitOfWork.read(stranger, (tx) =>
      world.useCases.cooperatives.classesOf(tx, [mill.id]),
    );
    expect(classes.map(({ cooperativeId, key }) => [cooperativeId, key])).toEqual(
      ['organisation', 'supporter', 'user', 'worker'].map((key) => [mill.id, key]),
    );
  });
});
