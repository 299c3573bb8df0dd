import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gate } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { defineFact } from '../catalogue/fact.js';
import type { JobHandler } from '../catalogue/handler.js';
import { defineJob, defineReaction, defineSchedule } from '../catalogue/job.js';
import { FactRelay } from '../events/relay.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld, deafQueue, workerOf as openWorker } from '../testing/worker-of.js';
import type { TestWorker } from '../testing/worker-of.js';
import { jobRunStore } from './job-run.store.js';
import { openWakeQueue } from './wake-queue.js';
import type { WakeQueue } from './wake-queue.js';

const cooperativeId = newId();
const Happened = defineFact({
  type: 'jobs-test.Happened',
  version: 1,
  subject: 'cooperative',
  visibility: 'public',
  data: z.object({}),
});
const Count = defineJob({
  name: 'jobs-test.count',
  payload: z.object({ cooperativeId: z.uuid(), factId: z.uuid().optional() }),
  attempts: 3,
  backoffMs: 1_000,
});
const Nightly = defineJob({
  name: 'jobs-test.nightly',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
});
const Slow = defineJob({
  name: 'jobs-test.slow',
  payload: z.object({ cooperativeId: z.uuid() }),
  attempts: 2,
  timeoutMs: 20,
});
const Urgent = defineJob({
  name: 'jobs-test.urgent',
  payload: z.object({ cooperativeId: z.uuid() }),
  hasBriefLease: true,
});
defineReaction({
  on: Happened,
  job: Count,
  payload: (fact) => ({ cooperativeId: fact.cooperativeId ?? '', factId: fact.id }),
});
defineSchedule({ job: Nightly, dailyAt: '02:00' });

const nothing = async (): Promise<void> => undefined;

/** A worker of the world, with its own handlers: `count` counts, fails or blocks as told. */
function workerOf(
  world: TestWorld,
  count: () => Promise<void>,
  givenUp?: NonNullable<JobHandler['givenUp']>,
  slow: () => Promise<void> = nothing,
): TestWorker {
  const handlers = {
    [Count.name]: { run: count, ...(givenUp === undefined ? {} : { givenUp }) },
    [Slow.name]: { run: slow },
  };
  return openWorker(world, handlers, [cooperativeId]);
}

const announce = (world: TestWorld) =>
  world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
    tx.announce(Happened.of(newId(), {}));
  });

const statuses = (world: TestWorld) =>
  world.asOwner<{ status: string; attempts: number }>(
    `select status, attempts from platform.jobs where name = 'jobs-test.count' order by id`,
  );

let world: TestWorld & { empty: () => Promise<void> };
beforeAll(async () => {
  world = await createJobsWorld();
});
beforeEach(() => world.empty());
afterAll(() => world.close());

describe('facts and the jobs that follow them', () => {
  it('makes one job per fact, however often and by however many the log is relayed', async () => {
    await announce(world);
    const relay = new FactRelay(world.unitOfWork);
    const relayed = await Promise.all([relay.relay(), relay.relay(), relay.relay()]);
    expect(relayed.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await statuses(world)).toHaveLength(1);
  });

  it('loses nothing when the process dies between taking facts and its commit', async () => {
    await announce(world);
    const dying = world.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      await tx.rows({ name: 'x.take', text: 'select * from platform.take_facts(10)' });
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await new FactRelay(world.unitOfWork).relay()).toBe(1);
  });
});

describe('a job', () => {
  it('runs once although two workers and two wakes want it', async () => {
    await announce(world);
    await new FactRelay(world.unitOfWork).relay();
    const [{ id }] = (await world.asOwner<{ id: string }>('select id from platform.jobs')) as [
      { id: string },
    ];
    let runs = 0;
    const count = async () => void (runs += 1);
    const [one, two] = [workerOf(world, count), workerOf(world, count)];
    const outcomes = await Promise.all([
      one.runner.run(id),
      two.runner.run(id),
      one.runner.run(id),
    ]);
    expect(outcomes.toSorted()).toEqual(['done', 'skipped', 'skipped']);
    expect(runs).toBe(1);
  });

  it('is tried again after a pause, and is a dead letter after its last attempt', async () => {
    await announce(world);
    const { loop, runner } = workerOf(world, () => Promise.reject(new Error('the bank is closed')));
    await loop.drain();
    expect(await statuses(world)).toEqual([{ status: 'queued', attempts: 1 }]);
    await loop.drain();
    expect(await statuses(world)).toEqual([{ status: 'queued', attempts: 1 }]);
    world.clock.advance({ seconds: 1 });
    await loop.drain();
    world.clock.advance({ seconds: 2 });
    await loop.drain();
    expect(await statuses(world)).toEqual([{ status: 'dead', attempts: 3 }]);
    expect(runner.runningCount).toBe(0);
  });

  it('is taken over when the process that ran it died', async () => {
    await announce(world);
    await new FactRelay(world.unitOfWork).relay();
    await world.asOwner(`update platform.jobs set status = 'running', attempts = 1,
      lease_until = now() - interval '1 second'`);
    let runs = 0;
    const { loop } = workerOf(world, async () => void (runs += 1));
    const queue = deafQueue();
    loop.start(queue);
    await expect.poll(() => statuses(world)).toEqual([{ status: 'done', attempts: 2 }]);
    await loop.stop(1_000);
    expect(runs).toBe(1);
  });

  it('says that it was given up, until somebody heard it', async () => {
    await announce(world);
    const heard: unknown[] = [];
    const { loop } = workerOf(
      world,
      () => Promise.reject(new Error('the bank is closed')),
      async (actor, payload, why) => {
        heard.push({ cooperativeId: actor.cooperativeId, payload, why });
        if (heard.length === 1) throw new Error('nobody hears');
      },
    );
    await loop.drain();
    world.clock.advance({ seconds: 1 });
    await loop.drain();
    expect(heard).toEqual([]);
    world.clock.advance({ seconds: 2 });
    await loop.drain();
    expect(heard).toHaveLength(1);
    world.clock.advance({ minutes: 1 });
    await loop.drain();
    world.clock.advance({ days: 1 });
    await loop.drain();
    expect(heard).toHaveLength(2);
    expect(heard[1]).toEqual({
      cooperativeId,
      payload: { cooperativeId, factId: expect.any(String) },
      why: { code: 'INTERNAL', message: 'the bank is closed', attempts: 3 },
    });
  });

  it('says so too when the last process that tried it went away', async () => {
    await announce(world);
    await new FactRelay(world.unitOfWork).relay();
    await world.asOwner(`update platform.jobs set status = 'running', attempts = 3,
      lease_until = now() - interval '1 second'`);
    const heard: string[] = [];
    const { loop, runner } = workerOf(world, nothing, async (_actor, _payload, { code }) => {
      heard.push(code);
    });
    await runner.revive();
    await loop.drain();
    expect(heard).toEqual(['LEASE_EXPIRED']);
  });

  it('is given up by nobody whose operator has had it tried again meanwhile', async () => {
    await announce(world);
    await new FactRelay(world.unitOfWork).relay();
    const [{ id } = { id: '' }] = await world.asOwner<{ id: string }>(
      `update platform.jobs set status = 'running', attempts = 3,
        lease_until = now() - interval '1 second' returning id`,
    );
    let heard = 0;
    const { loop, runner } = workerOf(world, nothing, async () => void (heard += 1));
    await runner.revive();
    await world.unitOfWork.run(systemActor(null, 'job'), (tx) => jobRunStore.retryDead(tx, id));
    await loop.drain();
    expect(heard).toBe(0);
    expect(await statuses(world)).toEqual([{ status: 'done', attempts: 4 }]);
  });

  it('that another runs is left to it by a worker that starts', async () => {
    await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
      tx.enqueue(Urgent, { cooperativeId });
    });
    await world.asOwner(`update platform.jobs set status = 'running', attempts = 1,
      lease_until = now() + interval '20 seconds' where name = '${Urgent.name}'`);
    await announce(world);
    const done = gate();
    const { loop } = openWorker(world, {
      [Count.name]: { run: async () => done.open() },
      [Urgent.name]: { run: nothing },
    });
    loop.start(deafQueue());
    await done.opened;
    await loop.stop(5_000);
    const held = await world.asOwner<object>(
      `select status, attempts from platform.jobs where name = '${Urgent.name}'`,
    );
    expect(held).toEqual([{ status: 'running', attempts: 1 }]);
  });

  it('that must not wait is held for seconds, and any other for minutes', async () => {
    await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
      for (const job of [Urgent, Slow]) tx.enqueue(job, { cooperativeId });
    });
    const { runner } = openWorker(world, { [Urgent.name]: { run: nothing } });
    await runner.claim(await runner.due(10));
    const held = await world.asOwner<object>(
      `select name, lease_until > now() + interval '1 minute' as long,
         lease_until > now() as held
       from platform.jobs where name in ('${Urgent.name}', '${Slow.name}') order by name`,
    );
    expect(held).toEqual([
      { name: Slow.name, long: true, held: true },
      { name: Urgent.name, long: false, held: true },
    ]);
  });

  it('is made once per slot of its schedule, by any number of workers', async () => {
    const workers = [1, 2, 3].map(() => workerOf(world, async () => undefined));
    await Promise.all(workers.map(({ loop }) => loop.drain()));
    await Promise.all(workers.map(({ loop }) => loop.drain()));
    world.clock.advance({ days: 1 });
    await Promise.all(workers.map(({ loop }) => loop.drain()));
    const rows = await world.asOwner(
      `select status from platform.jobs where name = 'jobs-test.nightly'`,
    );
    expect(rows).toEqual([{ status: 'done' }, { status: 'done' }]);
  });
});

const redisUrl = process.env['REDIS_URL'];
const backends = [
  { backend: 'Postgres', redisUrl: undefined, skip: false },
  { backend: 'Redis (set REDIS_URL to run it)', redisUrl, skip: redisUrl === undefined },
];

describe.each(backends)('workers on a queue in $backend', ({ redisUrl, skip }) => {
  let queues: WakeQueue[] = [];
  const prefix = `test-${randomUUID()}`;
  const open = () => {
    const queue = openWakeQueue({
      databaseUrl: world.database.appUrl,
      redisUrl,
      prefix,
    });
    queues.push(queue);
    return queue;
  };
  afterEach(async () => {
    for (const queue of queues) await queue.close();
    queues = [];
  });

  it.skipIf(skip)('carry out every job once, two of them side by side', async () => {
    const runs: string[] = [];
    const count = async () => void runs.push('run');
    const workers = [workerOf(world, count), workerOf(world, count)];
    for (const { loop } of workers) loop.start(open());
    for (let n = 0; n < 20; n += 1) await announce(world);
    await expect
      .poll(async () => (await statuses(world)).filter(({ status }) => status === 'done').length, {
        timeout: 30_000,
      })
      .toBe(20);
    expect(runs).toHaveLength(20);
    for (const { loop } of workers) await loop.stop(5_000);
  });

  it.skipIf(skip)('hand back a job that does not end in time, and it is run again', async () => {
    await announce(world);
    // The handler says that it runs: a count of what runs would count the schedule's jobs too.
    const begun = gate();
    const ended = gate();
    const blocked = workerOf(world, () => {
      begun.open();
      return ended.opened;
    });
    blocked.loop.start(open());
    await begun.opened;
    await blocked.loop.stop(50);
    expect(await statuses(world)).toEqual([{ status: 'queued', attempts: 1 }]);
    let runs = 0;
    await workerOf(world, async () => void (runs += 1)).loop.drain();
    expect(runs).toBe(1);
    ended.open();
    // Its connections close when the last run is over, not when its patience was.
    await blocked.loop.stop(5_000);
  });
});

describe('turns', () => {
  const other = newId();
  const many = 2_000;

  /** Jobs that were due before any other, of one name and one co-operative. */
  const crowd = () =>
    world.asOwner(
      `insert into platform.jobs
         (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
       select gen_random_uuid(), $1, $2, n::text, jsonb_build_object('cooperativeId', $1::uuid),
         3, $3::timestamptz - interval '1 hour', $3
       from generate_series(1, ${many}) as n`,
      [cooperativeId, Count.name, world.clock.now()],
    );
  const enqueue = (tenant: string, job: 'count' | 'nightly') =>
    world.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      const key = `turn ${tenant}`;
      if (job === 'count') tx.enqueue(Count, { cooperativeId: tenant }, { key });
      else tx.enqueue(Nightly, { cooperativeId: tenant, slot: 'now' }, { key });
    });
  const due = (atMost: number) =>
    world.unitOfWork.read(systemActor(null, 'job'), (tx) => jobRunStore.dueByTurns(tx, atMost));

  it('come to each name and each co-operative, however many wait before', async () => {
    await crowd();
    await enqueue(cooperativeId, 'nightly');
    await enqueue(other, 'count');
    const first = await due(6);
    const lanes = first.slice(0, 3).map(({ name, cooperativeId: tenant }) => `${name} ${tenant}`);
    expect(lanes.toSorted()).toEqual(
      [
        `${Count.name} ${cooperativeId}`,
        `${Count.name} ${other}`,
        `${Nightly.name} ${cooperativeId}`,
      ].toSorted(),
    );
    expect(first).toHaveLength(6);
    expect(await due(200)).toHaveLength(52);
  });

  it('let a closing run beside two thousand that do not end', async () => {
    await crowd();
    await enqueue(cooperativeId, 'nightly');
    const release = gate();
    const { loop } = workerOf(world, () => release.opened);
    const queue = openWakeQueue({
      databaseUrl: world.database.appUrl,
      prefix: 'turns',
    });
    loop.start(queue);
    const closing = () =>
      world.asOwner(`select status from platform.jobs where name = 'jobs-test.nightly'
        and key like 'turn %'`);
    await expect.poll(closing, { timeout: 10_000 }).toEqual([{ status: 'done' }]);
    release.open();
    await loop.stop(5_000);
    await queue.close();
  });
});

describe('a try', () => {
  it('that takes too long counts as failed, and its late end says nothing', async () => {
    const slow = gate();
    const { runner } = workerOf(world, nothing, undefined, () => slow.opened);
    await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) =>
      tx.enqueue(Slow, { cooperativeId }),
    );
    const found = () =>
      world.asOwner<{ id: string; status: string; code: string | null }>(
        `select id, status, last_error_code as code from platform.jobs where name = $1`,
        [Slow.name],
      );
    const [{ id } = { id: '' }] = await found();
    expect(await runner.run(id)).toBe('retry');
    slow.open();
    await slow.opened;
    expect(await found()).toMatchObject([{ status: 'queued', code: 'JOB_TIMED_OUT' }]);
  });

  it('of a job that this version does not know is its last', async () => {
    const { loop } = workerOf(world, nothing);
    await world.asOwner(
      `insert into platform.jobs
         (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
       values ($1, $2, 'jobs-test.forgotten', 'x', '{}', 8, $3, $3)`,
      [newId(), cooperativeId, world.clock.now()],
    );
    expect((await loop.drain()).get('jobs-test.forgotten')).toEqual(['dead']);
  });

  it('that was handed back says nothing of the next one', async () => {
    await announce(world);
    await new FactRelay(world.unitOfWork).relay();
    const [{ id } = { id: '' }] = await world.asOwner<{ id: string }>(
      'select id from platform.jobs',
    );
    const release = gate();
    const blocked = workerOf(world, () => release.opened);
    const first = blocked.runner.run(id);
    await expect.poll(() => blocked.runner.runningCount).toBe(1);
    await blocked.runner.handBack();
    const finish = gate();
    const second = workerOf(world, () => finish.opened);
    const running = second.runner.run(id);
    await expect.poll(() => second.runner.runningCount).toBe(1);
    release.open();
    expect(await first).toBe('skipped');
    expect(await statuses(world)).toEqual([{ status: 'running', attempts: 2 }]);
    finish.open();
    expect(await running).toBe('done');
  });
});
