import { holdBack, untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersRoom } from '../partners.room.js';
import { createPartnersWorld, event, members } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let all: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world);
});
afterAll(async () => {
  await world.close();
});

async function erased(memberId: string): Promise<void> {
  await world.asOwner(
    `update membership.members set erased_at = now(), display_name = null, account_id = null,
       standing = 'left', name_visible_to = 'officers', profile_visible_to = 'officers'
     where id = $1`,
    [memberId],
  );
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
}
const report = (...events: readonly unknown[]) => world.report.execute(world.machine, { events });
const forgetting = (memberId: string, until: Promise<void> = Promise.resolve()) =>
  world.unitOfWork.run(world.system, async (tx) => {
    await partnersRoom.forget?.(tx, { memberId, removesTexts: false });
    await until;
  });
const named = (like: string) =>
  world.asOwner('select from partners.usage_events where event_id like $1', [like]);
const told = (memberId: string) =>
  world.asOwner('select from partners.erased_users where member_id = $1', [memberId]);

it('who is erased while a report of them is under way is forgotten and told after it', async () => {
  const [ada = '', ben = ''] = all;
  const letGo = await holdBack(world, 'partners.usage_events');
  const reporting = report(event(ada, { id: 'ada-1' }), event(ben, { id: 'ben-1' }));
  await untilWaiting(world, 1);
  await erased(ada);
  const forgotten = forgetting(ada);
  await Promise.race([forgotten, untilWaiting(world, 2)]);
  await letGo();
  const verdicts = await reporting;
  await forgotten;
  expect(verdicts.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  expect(await named('ada-%')).toEqual([]);
  expect(await named('ben-%')).toHaveLength(1);
  expect(await told(ada)).toHaveLength(1);
});

it('a report that begins while somebody is forgotten neither waits nor names them', async () => {
  const [, , cem = '', dan = ''] = all;
  await report(event(cem, { id: 'cem-1' }));
  await erased(cem);
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const forgotten = forgetting(cem, held);
  const verdicts = await report(event(cem, { id: 'cem-2' }), event(dan, { id: 'dan-1' }));
  expect(verdicts.map(({ code, status }) => code ?? status)).toEqual([
    'MEMBER_UNKNOWN',
    'accepted',
  ]);
  end();
  await forgotten;
  expect(await named('cem-%')).toEqual([]);
});
