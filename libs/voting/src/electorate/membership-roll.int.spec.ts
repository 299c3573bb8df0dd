import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import type {
  MembershipWorld,
  TestCooperative,
} from '../../../membership/src/testing/membership-world.js';
import { DefineMemberClass } from '@rochdale/membership';
import { ruleLike } from '../testing/rules.js';
import { drawElectorate } from './electorate.js';
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
  it('has members of classes that do not vote: who is active is everybody active', async () => {
    const founder = await world.founder(mill);
    const define = new DefineMemberClass(world.unitOfWork);
    const supporter = { key: 'supporter', name: 'Supporter', votes: 1, openTo: 'person' } as const;
    await define.execute(founder, { ...supporter, mayVote: false });
    const [kept] = await entries();
    await world.asOwner(`update membership.members set class_key = 'supporter' where id = $1`, [
      mill.founderId,
    ]);
    const all = await entries();
    expect(all).toEqual([{ ...kept, memberClass: 'supporter', mayVote: false }]);
    const { voters, activeMembersWeight } = drawElectorate(ruleLike(), all);
    expect([voters.length, activeMembersWeight]).toEqual([0, 1n]);
    await world.asOwner(`update membership.members set class_key = 'worker' where id = $1`, [
      mill.founderId,
    ]);
  });

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
    const away = async (before: Date) => {
      const ids = [mill.founderId, paused.memberId!, leaver.memberId!];
      const gone = await world.unitOfWork.run(founder, (tx) => roll.away(tx, ids, before));
      return [...gone];
    };
    const [row] = await world.asOwner<{ since: Date }>(
      'select standing_since as since from membership.members where id = $1',
      [leaver.memberId],
    );
    expect(await away(new Date(row!.since.getTime() + 1))).toEqual([leaver.memberId]);
    expect(await away(row!.since)).toEqual([]);
    expect(found[0]).toMatchObject({ memberClass: 'worker', votes: 1, mayVote: true });
  });
});
