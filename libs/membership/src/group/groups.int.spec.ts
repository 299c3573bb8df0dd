import { allActions, newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { CloseGroupAction } from './close.action.js';
import { GroupQueries } from './group.queries.js';
import { workingGroups } from './groups.js';
import { JoinGroup } from './join-group.js';
import { LeaveGroup } from './leave-group.js';
import { OpenGroupAction } from './open.action.js';

const queries = new GroupQueries();
let world: MembershipWorld;
let coop: TestCooperative;
let founder: Actor;
let join: JoinGroup;
let leave: LeaveGroup;
beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('grouped');
  founder = await world.founder(coop);
  join = new JoinGroup(world.unitOfWork);
  leave = new LeaveGroup(world.unitOfWork);
});
afterAll(() => world.close());

/** As it is carried out for a decision. */
const decide = (kind: string, payload: object) =>
  world.unitOfWork.run(systemActor(coop.id, 'job'), async (tx) => {
    const elected = { memberIds: [], termMonths: 0, until: null };
    const decided = { id: newId(), actionId: newId(), subject: null, ruleHash: '', elected };
    await allActions().get(kind)?.run(null, tx, payload, decided);
  });
const open = (key: string) =>
  decide(OpenGroupAction.kind, { key, name: `The ${key}`, purpose: 'To do it.' });
const close = (key: string) => decide(CloseGroupAction.kind, { key });

const groupOf = (key: string, reader: Actor = founder) =>
  world.read(reader, async (tx) => (await queries.all(tx)).find((one) => one.key === key)!);
const membersOf = async (key: string, reader: Actor): Promise<string[]> => {
  const { id } = await groupOf(key);
  const pages = await world.read(reader, (tx) => queries.memberPages(tx, [id], {}));
  return pages.get(id)!.rows.map(({ memberId }) => memberId);
};

describe('a working group', () => {
  it('is opened once, joined by members, left by them, and closed once', async () => {
    await open('garden');
    await expect(open('garden')).rejects.toMatchObject({ code: 'WORKING_GROUP_KEY_TAKEN' });
    const [ada, bo] = [await world.member(coop, 'Ada'), await world.member(coop, 'Bo')];
    for (const one of [ada, bo, ada]) await join.execute(one, { key: 'garden' });
    expect(await membersOf('garden', bo)).toEqual([ada.memberId, bo.memberId]);
    await Promise.all([1, 2].map(() => leave.execute(bo, { key: 'garden' })));
    expect(await membersOf('garden', bo)).toEqual([ada.memberId]);
    const { id } = await groupOf('garden');
    expect([...(await world.read(ada, (tx) => queries.ownAmong(tx, [id])))]).toEqual([id]);
    const facts = await world.asOwner<{ type: string }>(
      `select type from platform.facts where data ->> 'key' = 'garden' order by position`,
    );
    expect(facts.map(({ type }) => type.slice('membership.'.length))).toEqual([
      'WorkingGroupOpened',
      'GroupJoined',
      'GroupJoined',
      'GroupLeft',
    ]);
    await close('garden');
    for (const again of [() => close('garden'), () => join.execute(bo, { key: 'garden' })]) {
      await expect(again()).rejects.toMatchObject({ code: 'WORKING_GROUP_CLOSED' });
    }
    expect(await membersOf('garden', bo)).toEqual([ada.memberId]);
    for (const none of [join, leave]) {
      await expect(none.execute(bo, { key: 'none' })).rejects.toMatchObject({
        code: 'WORKING_GROUP_UNKNOWN',
      });
    }
  });

  it('is joined or closed, whichever comes first; rooms above are told of open ones', async () => {
    await open('kitchen');
    const all = await Promise.all(['Cy', 'Di', 'Eve'].map((name) => world.member(coop, name)));
    const results = await Promise.allSettled([
      ...all.map((one) => join.execute(one, { key: 'kitchen' })),
      close('kitchen'),
    ]);
    const joined = results.slice(0, 3).filter(({ status }) => status === 'fulfilled');
    expect((await membersOf('kitchen', founder)).length).toBe(joined.length);
    await open('roof');
    await join.execute(all[0]!, { key: 'roof' });
    const told = await world.read(founder, async (tx) => ({
      open: [...(await workingGroups.open(tx, ['kitchen', 'roof', 'none']))],
      members: [...(await workingGroups.members(tx, ['kitchen', 'roof']))],
    }));
    expect(told).toEqual({
      open: ['roof'],
      members: [
        ['kitchen', new Set()],
        ['roof', new Set([all[0]!.memberId])],
      ],
    });
  });

  it('has of who is suspended what lists of members have, and nothing of who left', async () => {
    await open('books');
    const [fay, gus, hal] = await Promise.all(
      ['Fay', 'Gus', 'Hal'].map((name) => world.member(coop, name)),
    );
    for (const one of [fay!, gus!, hal!]) await join.execute(one, { key: 'books' });
    const memberId = gus!.memberId!;
    const own = await world.useCases.exportData.execute(gus!);
    expect(own['membership']).toMatchObject({ groups: [{ key: 'books', name: 'The books' }] });
    await world.useCases.changeStanding.execute(founder, {
      memberId,
      to: 'suspended',
      reason: 'conduct',
    });
    const current = [fay!.memberId!, hal!.memberId!].toSorted();
    expect((await membersOf('books', hal!)).toSorted()).toEqual(current);
    expect(await membersOf('books', founder)).toHaveLength(3);
    await world.useCases.leave.execute(fay!);
    await world.useCases.changeStanding.execute(founder, {
      memberId,
      to: 'expelled',
      reason: 'conduct',
    });
    expect(await membersOf('books', founder)).toEqual([hal!.memberId]);
    const former = await world.actor(fay!.accountId!, coop.id);
    await expect(join.execute(former, { key: 'books' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(membersOf('books', former)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('stays as it was opened, and has nobody who does not belong, whoever asks', async () => {
    await open('walls');
    for (const change of [
      `update membership.working_groups set name = 'Another'`,
      'delete from membership.working_groups',
    ]) {
      await expect(world.asOwner(change)).rejects.toThrow('stays as it was opened');
    }
    const put = (key: string) =>
      world.asOwner(
        `insert into membership.group_members (group_id, member_id, cooperative_id, joined_at)
         select g.id, m.id, m.cooperative_id, now() from membership.working_groups g
         join membership.members m using (cooperative_id) where g.key = $1
           and m.standing = 'left'`,
        [key],
      );
    await expect(put('walls')).rejects.toThrow('only a member');
    await expect(put('garden')).rejects.toThrow('not open');
  });
});
