import { gate, holdBack, untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TellErasures } from '../erasure/tell-erasures.js';
import { partnersRoom } from '../partners.room.js';
import { createPartnersWorld, event, members } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { ForgetUser } from './forget-user.js';

let world: PartnersWorld;
let all: string[];
let forget: ForgetUser;
beforeAll(async () => {
  world = await createPartnersWorld();
  forget = new ForgetUser(world.unitOfWork);
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
const tell = () => new TellErasures(world.unitOfWork).execute(world.system);
const nextDay = () => {
  world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000));
};
const named = (like: string) =>
  world.asOwner('select from partners.usage_events where event_id like $1', [like]);
const told = (memberId: string) =>
  world.asOwner('select from partners.erased_users where member_id = $1', [memberId]);

it('who is told while a report of them is under way is forgotten after it', async () => {
  const [ada = '', ben = ''] = all;
  await erased(ada);
  await forgetting(ada);
  nextDay();
  const { reporting, forgotten } = await holdBack(world, 'partners.usage_events', async () => {
    const first = report(event(ada, { id: 'ada-1' }), event(ben, { id: 'ben-1' }));
    await untilWaiting(world, 1);
    await tell();
    // It waits for the report that is under way.
    const second = forget.execute(world.system, { memberId: ada });
    await untilWaiting(world, 2);
    return { reporting: first, forgotten: second };
  });
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
  await forgetting(cem);
  nextDay();
  await tell();
  const { opened, open } = gate();
  const forgotten = forgetting(cem, opened);
  const verdicts = await report(event(cem, { id: 'cem-2' }), event(dan, { id: 'dan-1' }));
  expect(verdicts.map(({ code, status }) => code ?? status)).toEqual([
    'MEMBER_UNKNOWN',
    'accepted',
  ]);
  open();
  await forgotten;
  expect(await named('cem-%')).toEqual([]);
});

it('what is reported of who is erased is taken until all are told, by whomever', async () => {
  const [, , , , eve = ''] = all;
  await report(event(eve, { id: 'eve-1' }));
  await erased(eve);
  await forgetting(eve);
  const late = { events: [event(eve, { id: 'eve-2' })] };
  const [verdict] = await world.report.execute(world.shopMachine, late);
  expect(verdict).toMatchObject({ status: 'accepted' });
  // The rooms forget more than once; what partners read of it is as it was.
  await forgetting(eve);
  expect(await named('eve-%')).toHaveLength(2);
  nextDay();
  await tell();
  expect(await told(eve)).toHaveLength(2);
  await forget.execute(world.system, { memberId: eve });
  expect(await named('eve-%')).toEqual([]);
  await expect(forget.execute(world.machine, { memberId: eve })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

it('an event of who was erased counts once; once told, its id is as free as any', async () => {
  const [, , , , , ana = ''] = all;
  const [ben = ''] = await members(world, 1);
  const first = event(ana, { id: 'ana-1', quantity: '5' });
  const answers = async (...events: readonly unknown[]) =>
    (await report(...events)).map(({ code, status }) => code ?? status);
  const of = async (memberId: string) =>
    world.asOwner<{ quantity: string }>(
      'select quantity::text from partners.usage_events where member_id = $1',
      [memberId],
    );
  const { specversion, type, source } = first;
  const retracts = { data: { retracts: { id: 'ana-1', source } } };
  const retraction = { specversion, type, source, id: 'off-ana-1', ...retracts };
  expect(await answers(first)).toEqual(['accepted']);
  await erased(ana);
  await forgetting(ana);
  // Until they are told the id is taken, as of who is present.
  expect(await answers(first, { ...first, subject: ben })).toEqual(['duplicate', 'EVENT_CONFLICT']);
  nextDay();
  await tell();
  await forget.execute(world.system, { memberId: ana });
  // The same event is refused for whom it names, however often; nothing of theirs counts twice.
  expect(await answers(first, first)).toEqual(['MEMBER_UNKNOWN', 'MEMBER_UNKNOWN']);
  expect(await of(ana)).toEqual([{ quantity: '5' }]);
  // Another one by that id is what it would be by an id that never was, and takes nothing off.
  expect(await answers(retraction, { ...first, subject: ben })).toEqual(['accepted', 'accepted']);
  expect([await of(ana), await of(ben)]).toEqual([[{ quantity: '5' }], [{ quantity: '5' }]]);
});
