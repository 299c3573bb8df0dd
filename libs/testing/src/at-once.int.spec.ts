import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdBack, untilWaiting, waiting } from './at-once.js';
import { createTestWorld } from './test-world.js';
import type { TestWorld } from './test-world.js';

const table = 'public.held_back';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner(`create table ${table} (id integer)`);
  await world.asOwner(`grant insert, select on ${table} to rochdale_app`);
});
afterAll(() => world.close());

const write = () => world.asApplication(`insert into ${table} values (1)`);
const written = async () => (await world.asApplication(`select from ${table}`)).length;

it('nobody writes to a table that is held back until the work is over', async () => {
  const before = await written();
  const { writing } = await holdBack(world, table, async () => {
    const begun = { writing: write() };
    await untilWaiting(world, 1);
    expect(await written()).toBe(before);
    return begun;
  });
  await writing;
  expect(await written()).toBe(before + 1);
});

it('a table is held back no longer where the work fails', async () => {
  const failing = holdBack(world, table, () => Promise.reject(new Error('it failed')));
  await expect(failing).rejects.toThrow('it failed');
  await write();
  expect(await waiting(world)).toBe(0);
});

it('so many wait as were asked for, and not more', async () => {
  const { writings, counted } = await holdBack(world, table, async () => {
    const both = [write(), write()];
    await untilWaiting(world, 2);
    const isOne = untilWaiting(world, 1, 200).then(
      () => 'one waits',
      (error: unknown) => (error as Error).message,
    );
    return { writings: Promise.all(both), counted: await isOne };
  });
  await writings;
  expect(counted).toBe('In vain: 1 wait for a lock, not 2');
});
