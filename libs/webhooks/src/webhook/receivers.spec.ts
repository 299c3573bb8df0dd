import { afterEach, expect, it, vi } from 'vitest';
import { Receivers } from './receivers.js';

afterEach(() => void vi.useRealTimers());

const never = () => new Promise<void>(() => undefined);

it('one that does not answer keeps three places, and nobody waits long for it', async () => {
  vi.useFakeTimers();
  const receivers = new Receivers();
  for (let n = 0; n < 3; n += 1) void receivers.inTurn('dead', never);
  vi.advanceTimersByTime(1_000);
  let ran = 0;
  const run = async () => void (ran += 1);
  expect(await Promise.all([1, 2, 3].map(() => receivers.inTurn('dead', run)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(await receivers.inTurn('alive', run)).toBe(true);
  expect(ran).toBe(1);
});

it('one that answers has its turns one after the other, three at a time', async () => {
  const receivers = new Receivers();
  let atOnce = 0;
  let most = 0;
  let ran = 0;
  const run = async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    ran += 1;
  };
  const turns = await Promise.all(Array.from({ length: 20 }, () => receivers.inTurn('alive', run)));
  expect(turns.every(Boolean)).toBe(true);
  expect({ most, ran }).toEqual({ most: 3, ran: 20 });
});

it('a turn that fails is given to the next', async () => {
  const receivers = new Receivers();
  const fail = () => Promise.reject(new Error('refused'));
  const failed = [1, 2, 3].map(() => receivers.inTurn('rough', fail));
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(
    Array.from({ length: 3 }, () => 'rejected'),
  );
  const run = vi.fn<() => Promise<void>>(async () => undefined);
  expect(await receivers.inTurn('rough', run)).toBe(true);
  expect(run).toHaveBeenCalledOnce();
});
