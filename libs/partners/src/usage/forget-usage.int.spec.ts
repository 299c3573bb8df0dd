import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import {
  closeMonth,
  createPartnersWorld,
  each,
  event,
  members,
  paidByAll,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { forgetUsage } from './forget-usage.js';

let world: PartnersWorld;
let all: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world);
});
afterAll(() => world.close());

async function answers(...events: readonly unknown[]): Promise<readonly string[]> {
  const verdicts = await world.report.execute(world.machine, { events });
  return verdicts.map(({ code, status }) => code ?? status);
}
const retraction = (id: string, retracted: string, source = 'https://host.example/meter') => {
  const { subject: _, ...rest } = event('', { id });
  return { ...rest, data: { retracts: { id: retracted, source } } };
};
const forget = (memberId: string) =>
  world.unitOfWork.run(world.system, (tx) => forgetUsage(tx, { memberId }));
const kept = async (): Promise<string> => {
  const rows = await world.asOwner<{ all: string }>(
    `select e::text as all from partners.usage_events e order by received_at, meter_key`,
  );
  return rows.map((row) => row.all).join(' ');
};
const used = () =>
  world.asOwner(
    `select partner_id, member_id, meter_key, quantity, period_id, occurred_at, received_at,
       retracted_event_id is null as used
     from partners.usage_events order by received_at, meter_key`,
  );

it('how partners called what an erased member used goes, and what was counted stays', async () => {
  const [ada = ''] = all;
  await paidByAll(world, each(all, 2_50n), '2026-01-01');
  const at = { time: '2026-01-01T08:00:00Z' };
  const own = [
    event(ada, { ...at, id: 'ada-1', source: 'https://ada.example' }),
    event(ada, { ...at, id: 'ada-2' }),
    retraction('not-ada-2', 'ada-2'),
  ];
  const others = all.slice(1).map((one, nth) => event(one, { ...at, id: `other-${nth}` }));
  expect(await answers(...own, ...others)).not.toContain('EVENT_INVALID');
  await closeMonth(world);
  expect(await answers(retraction('late-ada', 'ada-1', 'https://ada.example'))).toEqual([
    'accepted',
  ]);
  const [before, counted] = [await kept(), await used()];
  expect(before).toContain('ada-1');

  // Nobody is forgotten who was not erased.
  await expect(forget(ada)).rejects.toThrow('a usage event stays as it came');
  expect(await kept()).toBe(before);
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [ada, world.cooperativeId],
  );
  await forget(ada);
  const after = await kept();
  // As words: an id that is made by chance may end a group in the same letters.
  expect(after).not.toMatch(/\bada-|late-ada|ada[.]example/);
  expect(after).toContain('other-0');
  expect(await used()).toEqual(counted);
  await forget(ada);
  expect(await kept()).toBe(after);
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
  // The digest of a statement is of what it counted, and of nothing else that one may write there.
  await expect(
    world.asApplication(
      `update partners.statements set events_hash = repeat('0', 64)`,
      [],
      world.cooperativeId,
    ),
  ).rejects.toThrow('a statement stays');
});

it('nothing more is said of who was erased: what was counted does not count again', async () => {
  const [, ben = ''] = all;
  const again = event(ben, { id: 'again' });
  expect(await answers(again)).toEqual(['accepted']);
  expect(await answers(again)).toEqual(['duplicate']);
  await world.asOwner(
    `update membership.members set erased_at = now(), display_name = null, account_id = null,
       standing = 'left', name_visible_to = 'officers', profile_visible_to = 'officers'
     where id = $1`,
    [ben],
  );
  // Until all partners are told, together.
  const soon = event(ben, { id: 'soon' });
  expect(await answers(again, soon, soon)).toEqual(['duplicate', 'accepted', 'duplicate']);
  await world.asOwner(
    `insert into partners.erasure_announcements (member_id, cooperative_id, told_on)
     values ($1, $2, '2026-01-02')`,
    [ben, world.cooperativeId],
  );
  expect(await answers(again, event(ben, { id: 'new' }))).toEqual([
    'MEMBER_UNKNOWN',
    'MEMBER_UNKNOWN',
  ]);
});

it('no name is kept by a source that is called as what was forgotten is', async () => {
  const [, , cem = ''] = all;
  const named = { id: 'cem-lives-here', source: 'erased' };
  expect(await answers(event(cem, named), retraction('of-cem', 'forgotten', 'erased'))).toEqual([
    'EVENT_INVALID',
    'EVENT_INVALID',
  ]);
  // As one was taken before.
  expect(await answers(event(cem, { ...named, source: 'before' }))).toEqual(['accepted']);
  await world.asOwner('set session_replication_role = replica');
  await world.asOwner(`update partners.usage_events set source = 'erased' where source = 'before'`);
  await world.asOwner('set session_replication_role = origin');
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [cem, world.cooperativeId],
  );
  await forget(cem);
  expect(await kept()).not.toContain('cem-');
});
