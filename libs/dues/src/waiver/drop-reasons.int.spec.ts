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
  const span = { amountMinor: 0n, fromOn: '2026-01-01', untilOn: '2026-12-30', reason: 'ill' };
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

it('ends what nobody decided, or its member took back, and keeps no reason of it', async () => {
  const asked = async (fromOn: string, untilOn: string) => {
    const actor = await member(world, 10_00n);
    const span = { amountMinor: 0n, fromOn, untilOn, reason: 'ill' };
    return { actor, ...(await world.askWaiver.execute(actor, span)) };
  };
  const today = world.clock.now().toISOString().slice(0, 10);
  const later = (days: number) =>
    new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const [short, long, back] = [
    await asked(today, later(10)),
    await asked(later(500), later(600)),
    await asked(today, later(10)),
  ];
  const withdraw = (by: typeof back) =>
    world.withdrawWaiver.execute(by.actor, { waiverId: back.id });
  await expect(withdraw(long)).rejects.toMatchObject({ code: 'WAIVER_NOT_FOUND' });
  expect(await withdraw(back)).toMatchObject({ state: 'withdrawn', reason: null });
  await expect(withdraw(back)).rejects.toMatchObject({ code: 'WAIVER_DECIDED' });
  const stands = async (id: string) => {
    const [row] = await world.asOwner<{ state: string; has: boolean }>(
      'select state, reason_sealed is not null as has from dues.waivers where id = $1',
      [id],
    );
    return `${row?.state} ${row?.has}`;
  };
  const drop = new DropReasons(world.unitOfWork);
  const states = () => Promise.all([short, long, back].map(({ id }) => stands(id)));
  world.clock.advance({ days: 10 });
  await drop.execute(world.system);
  expect(await states()).toEqual(['asked true', 'asked true', 'withdrawn false']);
  world.clock.advance({ days: 2 });
  await drop.execute(world.system);
  expect(await states()).toEqual(['lapsed false', 'asked true', 'withdrawn false']);
  world.clock.advance({ days: 355 });
  await drop.execute(world.system);
  expect(await states()).toEqual(['lapsed false', 'lapsed false', 'withdrawn false']);
});
