import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPartnersWorld } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
beforeAll(async () => {
  world = await createPartnersWorld();
});
afterAll(() => world.close());

async function isAnyoneWaiting(): Promise<boolean> {
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  return (await world.asOwner(waiting)).length > 0;
}

it('a month closes after figures that come out meanwhile, and looks at them', async () => {
  const order: string[] = [];
  world.clock.set(new Date('2026-02-10T00:00:00Z'));
  const closing: Promise<unknown>[] = [];
  await world.unitOfWork.run(world.system, async (tx) => {
    await world.released.lock(tx);
    const closed = world.closePeriod.execute(world.system).then(() => void order.push('closed'));
    closing.push(closed);
    const isDone = closed.then(() => true);
    while (!(await Promise.race([isDone, isAnyoneWaiting()])));
    order.push('figures');
  });
  await Promise.all(closing);
  expect(order).toEqual(['figures', 'closed']);
});
