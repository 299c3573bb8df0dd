import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import { knownNames } from './called.queries.js';

let world: Awaited<ReturnType<typeof createMembershipWorld>>;
let ours: Awaited<ReturnType<typeof world.cooperative>>;
beforeAll(async () => {
  world = await createMembershipWorld();
  ours = await world.cooperative('called');
});
afterAll(() => world.close());

const calls = (actor: Actor, names: readonly string[]) =>
  world.read(actor, async (tx) => {
    const { isCalled } = await knownNames(tx, actor.memberId ?? '');
    return names.filter(isCalled);
  });

async function erased(actor: Actor): Promise<void> {
  await world.useCases.leave.execute(actor);
  await world.useCases.erase.execute(await world.actor(actor.accountId ?? '', ours.id), {});
}

const marksOf = async ({ memberId }: Actor) => {
  const rows = await world.asOwner<{ marks: string[] }>(
    'select name_marks as marks from membership.erasures where member_id = $1',
    [memberId],
  );
  return rows[0]?.marks ?? [];
};

it('a member is called by their name, and once erased by their account’s too', async () => {
  const rene = await world.member(ours, 'René Akzént');
  await world.asOwner(`update identity.accounts set name = 'R. Akzént-Long' where id = $1`, [
    rene.accountId,
  ]);
  const asked = ['AKZENT, RENE', 'René Akzent', 'R Akzent Long', 'René', 'Werkhof GmbH', '', '-'];
  const own = asked.slice(0, 3);
  // Whoever likes calls their account as somebody else is called.
  expect(await calls(rene, asked)).toEqual(asked.slice(0, 2));
  await erased(rene);
  expect(await calls(rene, asked)).toEqual(own);
});

it('what is kept of the name tells it to nobody, nor that two were called the same', async () => {
  const [one, other] = [
    await world.member(ours, 'Same Name'),
    await world.member(ours, 'Same Name'),
  ];
  await erased(one);
  await erased(other);
  const [marks, others] = [await marksOf(one), await marksOf(other)];
  expect(marks.length).toBeGreaterThan(0);
  expect(marks.filter((mark) => !/^k1:[0-9a-f]{64}$/.test(mark))).toEqual([]);
  expect(others.filter((mark) => marks.includes(mark))).toEqual([]);
});

it('who was erased before marks were kept is called by no name', async () => {
  const old = await world.member(ours, 'Before Marks');
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at) values ($1, $2, now())`,
    [old.memberId, ours.id],
  );
  expect(await calls(old, ['Before Marks'])).toEqual([]);
});
