import { expect, it, vi } from 'vitest';
import { Heartbeat } from './heartbeat.js';

const never = 3_600_000;

it('runs once more when it was asked for while it ran, and never two at once', async () => {
  let begun = 0;
  let atOnce = 0;
  const ends: (() => void)[] = [];
  const beat = new Heartbeat(
    never,
    async () => {
      begun += 1;
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise<void>((resolve) => void ends.push(resolve));
      atOnce -= 1;
    },
    () => undefined,
  );
  beat.soon();
  for (let n = 0; n < 10; n += 1) beat.soon();
  expect(begun).toBe(1);
  ends[0]?.();
  await vi.waitFor(() => expect(begun).toBe(2));
  const stopped = beat.stop();
  ends[1]?.();
  await stopped;
  beat.soon();
  expect(begun).toBe(2);
});

it('comes again by itself, also after it failed, and says how each run ended', async () => {
  const told: unknown[] = [];
  let runs = 0;
  const beat = new Heartbeat(
    5,
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('not now');
    },
    (error) => void told.push(error instanceof Error ? error.message : 'well'),
  );
  beat.soon();
  await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(3));
  await beat.stop();
  expect(told.slice(0, 3)).toEqual(['not now', 'well', 'well']);
});
