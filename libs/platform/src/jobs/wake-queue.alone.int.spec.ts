import { randomUUID } from 'node:crypto';
import { openTcpProxy } from '@rochdale/testing';
import type { TcpProxy, TestWorld } from '@rochdale/testing';
import { afterEach, beforeAll, beforeEach, afterAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../catalogue/job.js';
import { systemActor } from '../kernel/actor.js';
import { openLog } from '../telemetry/log.js';
import { createJobsWorld, workerOf } from '../testing/worker-of.js';
import { openWakeQueue } from './wake-queue.js';
import type { WakeQueue } from './wake-queue.js';

const Count = defineJob({ name: 'queue-spec.count', payload: z.object({}) });
const redisUrl = process.env['REDIS_URL'];

let world: TestWorld & { empty: () => Promise<void> };
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  world = await createJobsWorld();
});
beforeEach(() => world.empty());
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => world.close());

interface Opened {
  readonly queue: WakeQueue;
  readonly said: () => string[];
}

function open(url: string, where: 'Postgres' | 'Redis'): Opened {
  const lines: string[] = [];
  const queue = openWakeQueue({
    databaseUrl: where === 'Postgres' ? url : world.database.appUrl,
    redisUrl: where === 'Redis' ? url : undefined,
    prefix: `test-${randomUUID()}`,
    log: openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } }),
  });
  closing.push(() => queue.close());
  return { queue, said: () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg) };
}

const enqueue = () =>
  world.unitOfWork.run(systemActor(null, 'job'), async (tx) => tx.enqueue(Count, {}));

const lost = 'the queue that wakes workers cannot be reached; jobs go on a little later';
const back = 'the queue that wakes workers can be reached again';

const backends = [
  { where: 'Postgres', url: () => world.database.appUrl, port: 5432, skip: false },
  {
    where: 'Redis',
    url: () => redisUrl ?? '',
    port: 6379,
    skip: redisUrl === undefined,
  },
] as const;

it('on a Redis that is away writes nothing but its log', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  closing.push(async () => written.mockRestore());
  const { queue, said } = open('redis://127.0.0.1:1', 'Redis');
  const stop = queue.consume(() => undefined);
  queue.wake();
  await expect.poll(said, { timeout: 10_000 }).toEqual([lost]);
  await stop();
  await queue.close();
  closing.shift();
  expect(written).not.toHaveBeenCalled();
});

describe.each(backends)(
  'a queue on $where (Redis: set REDIS_URL)',
  ({ where, url, port, skip }) => {
    async function proxied(): Promise<TcpProxy> {
      const proxy = await openTcpProxy(url(), port);
      closing.push(() => proxy.close());
      return proxy;
    }

    it.skipIf(skip)('wakes who listens, again and again', async () => {
      const { queue } = open(url(), where);
      let woken = 0;
      closing.push(queue.consume(() => void (woken += 1)));
      for (let n = 1; n <= 20; n += 1) {
        queue.wake();
        await expect.poll(() => woken, { timeout: 10_000 }).toBeGreaterThanOrEqual(n);
      }
    });

    it.skipIf(skip)('that goes away stops no job, and is told in two lines', async () => {
      const proxy = await proxied();
      const { queue, said } = open(proxy.url, where);
      let runs = 0;
      const { loop } = workerOf(world, { [Count.name]: { run: async () => void (runs += 1) } });
      loop.start(queue);
      closing.push(() => loop.stop(1_000));
      await enqueue();
      queue.wake();
      await expect.poll(() => runs, { timeout: 5_000 }).toBe(1);
      await proxy.cut();
      for (let n = 2; n <= 3; n += 1) {
        await enqueue();
        queue.wake();
        await expect.poll(() => runs, { timeout: 5_000 }).toBe(n);
      }
      expect(said()).toEqual([lost]);
      await proxy.restore();
      await expect.poll(said, { timeout: 15_000 }).toEqual([lost, back]);
      await enqueue();
      queue.wake();
      await expect.poll(() => runs, { timeout: 5_000 }).toBe(4);
      expect(said()).toEqual([lost, back]);
    });

    it.skipIf(skip)('that is away at the start is used when it is there', async () => {
      const proxy = await proxied();
      await proxy.cut();
      const { queue, said } = open(proxy.url, where);
      let woken = 0;
      closing.push(queue.consume(() => void (woken += 1)));
      queue.wake();
      await expect.poll(said, { timeout: 5_000 }).toEqual([lost]);
      await proxy.restore();
      await expect.poll(() => woken, { timeout: 15_000 }).toBeGreaterThan(0);
      await expect.poll(said, { timeout: 15_000 }).toEqual([lost, back]);
    });

    it.skipIf(skip)('that is away is closed in a moment', async () => {
      const proxy = await proxied();
      const { queue } = open(proxy.url, where);
      const stop = queue.consume(() => undefined);
      queue.wake();
      await expect.poll(() => proxy.connections, { timeout: 5_000 }).toBeGreaterThan(0);
      await proxy.cut();
      queue.wake();
      const began = performance.now();
      await stop();
      await queue.close();
      expect(performance.now() - began).toBeLessThan(8_000);
    });
  },
);
