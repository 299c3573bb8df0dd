import { addDays, lettersOn } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, member } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import '../dues.letters.js';
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
  for (const days of [86, 1, 13]) {
    world.clock.advance({ days });
    await drop.execute(world.system);
    expect(await states()).toEqual(['asked true', 'asked true', 'withdrawn false']);
  }
  world.clock.advance({ days: 1 });
  await drop.execute(world.system);
  expect(await states()).toEqual(['lapsed false', 'asked true', 'withdrawn false']);
  for (const days of [251, 13]) {
    world.clock.advance({ days });
    await drop.execute(world.system);
    expect(await states()).toEqual(['lapsed false', 'asked true', 'withdrawn false']);
  }
  world.clock.advance({ days: 1 });
  await drop.execute(world.system);
  expect(await states()).toEqual(['lapsed false', 'lapsed false', 'withdrawn false']);
});

it('lets a treasurer grant what was asked for a time that is over, and owed still', async () => {
  const kim = await member(world, 10_00n);
  const today = () => world.clock.now().toISOString().slice(0, 10);
  const fromOn = today();
  for (const days of [31, 31, 31]) {
    await world.issue.execute(world.system);
    world.clock.advance({ days });
  }
  const owed = async () => (await invoicesOf(world, kim)).map(({ state }) => state);
  expect(await owed()).toEqual(['open', 'open', 'open']);
  const untilOn = addDays(today(), -2);
  const span = { amountMinor: 0n, fromOn: `${fromOn.slice(0, 7)}-01`, untilOn, reason: 'ill' };
  const { id: waiverId } = await world.askWaiver.execute(kim, span);
  const drop = new DropReasons(world.unitOfWork);
  for (const days of [1, 89]) {
    world.clock.advance({ days });
    await drop.execute(world.system);
  }
  const seen = await world.unitOfWork.read(world.treasurer, (tx) => world.waivers.asked(tx, 9));
  expect(seen.find(({ id }) => id === waiverId)).toMatchObject({ state: 'asked', reason: 'ill' });
  await world.decideWaiver.execute(world.treasurer, { waiverId, state: 'granted' });
  expect(await owed()).toEqual(['waived', 'waived', 'waived']);
});

it('ends a request for a time that was over ninety days after it was made', async () => {
  const actor = await member(world, 10_00n);
  const untilOn = addDays(world.clock.now().toISOString().slice(0, 10), -200);
  const span = { amountMinor: 0n, fromOn: addDays(untilOn, -30), untilOn, reason: 'ill' };
  const { id } = await world.askWaiver.execute(actor, span);
  const drop = new DropReasons(world.unitOfWork);
  const seen: unknown[] = [];
  for (const days of [77, 13, 1]) {
    world.clock.advance({ days });
    await drop.execute(world.system);
    const listed = await world.unitOfWork.read(actor, (tx) => world.waivers.list(tx));
    seen.push(listed.find((one) => one.id === id));
  }
  expect(seen).toMatchObject([
    { state: 'asked', reason: 'ill' },
    { state: 'asked', reason: 'ill' },
    { state: 'lapsed', reason: null },
  ]);
});

it('tells who asked two weeks before, once, and when it has: none lapses untold', async () => {
  const actor = await member(world, 10_00n);
  const today = world.clock.now().toISOString().slice(0, 10);
  const span = { amountMinor: 0n, fromOn: today, untilOn: addDays(today, 1), reason: 'ill' };
  const { id } = await world.askWaiver.execute(actor, span);
  const drop = new DropReasons(world.unitOfWork);
  const told = async () => {
    const facts = await world.asOwner<{ data: { memberId: string; state: string } }>(
      `select data from platform.facts where type = 'dues.WaiverChanged' and subject_id = $1
       order by position`,
      [id],
    );
    return facts.flatMap(({ data }) =>
      lettersOn('dues.WaiverChanged').flatMap(({ kind, recipients }) =>
        recipients(data).map((to) => `${kind} ${to === actor.memberId}`),
      ),
    );
  };
  world.clock.advance({ days: 76 });
  await drop.execute(world.system);
  expect(await told()).toEqual([]);
  // As late as a worker that stood still for months.
  for (const days of [200, 13]) {
    world.clock.advance({ days });
    await drop.execute(world.system);
    expect(await told()).toEqual(['dues.waiver-lapses-soon true']);
  }
  world.clock.advance({ days: 1 });
  await drop.execute(world.system);
  expect(await told()).toEqual(['dues.waiver-lapses-soon true', 'dues.waiver-lapsed true']);
});

it('lapses, tells and forgets all but one that cannot be, which has its turn later', async () => {
  const today = world.clock.now().toISOString().slice(0, 10);
  const span = { amountMinor: 0n, fromOn: today, untilOn: addDays(today, 1), reason: 'ill' };
  const ids: string[] = [];
  for (let nth = 0; nth < 3; nth += 1) {
    ids.push((await world.askWaiver.execute(await member(world, 10_00n), span)).id);
  }
  const rows = async () => {
    const found = await world.asOwner<{ state: string; told: boolean }>(
      `select state, lapse_told_at is not null as told from dues.waivers
       where id = any($1::uuid[]) order by id`,
      [ids],
    );
    return found.map(({ state, told }) => `${state} ${told}`);
  };
  const drop = () => new DropReasons(world.unitOfWork).execute(world.system);
  const dropBroken = () =>
    whileBroken(world, 'dues.waivers', `old.id = '${ids[1]}'`, () =>
      expect(drop()).rejects.toThrow('broken'),
    );
  world.clock.advance({ days: 78 });
  await dropBroken();
  expect(await rows()).toEqual(['asked true', 'asked false', 'asked true']);
  await drop();
  world.clock.advance({ days: 14 });
  await dropBroken();
  expect(await rows()).toEqual(['lapsed true', 'asked true', 'lapsed true']);
  await drop();
  expect(await rows()).toEqual(['lapsed true', 'lapsed true', 'lapsed true']);
});
