import { allRetentions } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import '../partners.personal-data.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  members,
  paid,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
beforeAll(async () => {
  world = await createPartnersWorld();
  const all = await members(world, 11);
  await world.adopt.execute(world.system, { ...policy, coopShare: '0' });
  world.clock.set(new Date('2026-01-05T00:00:00Z'));
  const [few, many] = [all.slice(0, 5), all.slice(5)];
  const time = world.clock.now().toISOString();
  await world.report.execute(world.machine, { events: few.map((one) => event(one, { time })) });
  await world.report.execute(world.shopMachine, {
    events: many.map((one) => event(one, { time })),
  });
  for (const one of few) await paid(world, one, 6_00n, '2026-01-06');
  for (const one of many) await paid(world, one, 50n, '2026-01-06');
  await closeMonth(world);
});
afterAll(() => world.close());

async function newest(partner: 'host' | 'shop') {
  const { state, amount, untold, waits } =
    (await statements(world, world[partner].id)).at(-1) ?? {};
  return { state, amount, untold, waits };
}
const partsOf = (partner: 'host' | 'shop') =>
  world.asOwner('select 1 from partners.share_parts where partner_id = $1', [world[partner].id]);
const lawsHold = async () => {
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
};

// One story, month after month.
it('what is left when the pool has another currency goes on in its own', async () => {
  expect(await newest('host')).toMatchObject({ untold: '3000', waits: true });
  expect(await newest('shop')).toMatchObject({ state: 'accrued', amount: '300', waits: false });
  await world.adopt.execute(world.system, { ...policy, currency: 'USD' });
  await closeMonth(world);
  expect(await newest('host')).toMatchObject({ amount: '0', untold: '3000', waits: true });
  // No more comes in euro, so that it is paid however little it is.
  expect(await newest('shop')).toMatchObject({ state: 'draft', amount: '300', waits: false });
  await closeMonth(world);
  expect(await statements(world, world.shop.id)).toHaveLength(2);
  await lawsHold();
});

it('whose it is is known beyond its term as long as it waits, and no longer', async () => {
  await world.asOwner('alter table partners.share_parts disable trigger user');
  await world.asOwner(`update partners.share_parts set shared_at = '2020-01-01'`);
  await world.asOwner('alter table partners.share_parts enable trigger user');
  const drop = allRetentions().find(({ table }) => table === 'partners.share_parts');
  const given = [world.cooperativeId, '2022-01-01'];
  await world.asApplication(drop?.statement.text ?? '', given, world.cooperativeId);
  expect([(await partsOf('host')).length, (await partsOf('shop')).length]).toEqual([5, 0]);
  const taken = world.asApplication(
    'delete from partners.share_parts where partner_id = $1',
    [world.host.id],
    world.cooperativeId,
  );
  await expect(taken).rejects.toThrow('is kept until it is told');
  await lawsHold();
});

it('of a partner that nobody uses any more comes out as round sums', async () => {
  for (let month = 4; month < 24; month += 1) await closeMonth(world);
  expect(await newest('host')).toMatchObject({ amount: '0', untold: '3000', waits: true });
  await closeMonth(world);
  expect(await newest('host')).toEqual({
    state: 'draft',
    amount: '2000',
    untold: '1000',
    waits: true,
  });
  await lawsHold();
});
