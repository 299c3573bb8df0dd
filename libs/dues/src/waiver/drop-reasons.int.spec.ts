import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuesWorld, member } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { DropReasons } from './drop-reasons.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

it('drops reasons ninety days after the decision, and none that waits', async () => {
  const span = { amountMinor: 0n, fromOn: '2026-01-01', untilOn: '2026-06-30', reason: 'ill' };
  const [decided, waiting] = [await member(world, 10_00n), await member(world, 10_00n)];
  const { id: waiverId } = await world.askWaiver.execute(decided, span);
  await world.askWaiver.execute(waiting, span);
  await world.decideWaiver.execute(world.treasurer, { waiverId, state: 'granted' });
  const drop = new DropReasons(world.unitOfWork);
  await expect(drop.execute(world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  world.clock.advance({ days: 89 });
  expect(await drop.execute(world.system)).toBe(0);
  world.clock.advance({ days: 1 });
  expect(await drop.execute(world.system)).toBe(1);
  expect(await drop.execute(world.system)).toBe(0);
  const kept = await world.asOwner<{ state: string; has: boolean }>(
    'select state, reason_sealed is not null as has from dues.waivers order by state',
  );
  expect(kept).toEqual([
    { state: 'asked', has: true },
    { state: 'granted', has: false },
  ]);
  const counted = await world.asOwner<{ data: object }>(
    `select data from platform.facts where type = 'membership.PersonalDataDropped'`,
  );
  expect(counted).toEqual([{ data: { table: 'dues.waivers', term: 'sealed-reasons', rows: 1 } }]);
});
