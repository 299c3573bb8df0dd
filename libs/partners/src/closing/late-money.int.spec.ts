import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPartnersWorld, event, member, paid } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let ann: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
  await world.report.execute(world.machine, { events: [event(ann)] });
});
afterAll(() => world.close());

const at = (moment: string) => world.clock.set(new Date(moment));
const close = () => world.closePeriod.execute(world.system);

// A transaction's time is that of its beginning, which says nothing of when others saw it.
it('a payment that begins while a period closes and is seen by it counts once', async () => {
  at('2026-02-06T00:00:01Z');
  await paid(world, ann, 10_00n, '2026-01-20');
  at('2026-02-06T00:00:00Z');
  expect(await close()).toMatchObject({ startsOn: '2026-01-01', paidMinor: 10_00n });
  at('2026-03-06T00:00:00Z');
  expect(await close()).toMatchObject({ startsOn: '2026-02-01', paidMinor: 0n });
});

it('a payment that began before a period closed and was not seen by it is not lost', async () => {
  at('2026-03-05T23:59:59Z');
  await paid(world, ann, 7_00n, '2026-02-20');
  at('2026-04-06T00:00:00Z');
  expect(await close()).toMatchObject({ startsOn: '2026-03-01', paidMinor: 7_00n });
  at('2026-05-06T00:00:00Z');
  expect(await close()).toMatchObject({ startsOn: '2026-04-01', paidMinor: 0n });
});

it('dues of a time before the first period are nobody’s pool', async () => {
  await paid(world, ann, 3_00n, '2025-12-31');
  at('2026-06-06T00:00:00Z');
  expect(await close()).toMatchObject({ startsOn: '2026-05-01', paidMinor: 0n });
});
