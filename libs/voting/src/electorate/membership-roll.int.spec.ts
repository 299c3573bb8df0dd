import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import type {
  MembershipWorld,
  TestCooperative,
} from '../../../membership/src/testing/membership-world.js';
import { MembershipRoll } from './membership-roll.js';

let world: MembershipWorld;
let mill: TestCooperative;
let roll: MembershipRoll;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
  await world.cooperative('bakery');
  roll = new MembershipRoll(world.useCases.directory);
});
afterAll(() => world.close());

const entries = async () => world.read(await world.founder(mill), (tx) => roll.entries(tx));

describe('the roll of the membership room', () => {
  it('has each member of the co-operative once; who left it is not on it', async () => {
    const founder = await world.founder(mill);
    const [paused, leaver] = [await world.member(mill, 'Ada'), await world.member(mill, 'Ben')];
    await world.useCases.changeStanding.execute(founder, {
      memberId: paused.memberId!,
      to: 'paused',
      reason: 'requested',
    });
    await world.useCases.leave.execute(leaver);
    const found = await entries();
    expect(new Map(found.map(({ memberId, standing }) => [memberId, standing]))).toEqual(
      new Map([
        [mill.founderId, 'active'],
        [paused.memberId, 'paused'],
      ]),
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ memberClass: 'worker', votes: 1 });
  });
});
